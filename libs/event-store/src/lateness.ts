import { daysBetween, type BasedOn, type RulePack } from '#kernel';
import { refuse } from './answers.js';
import type { Envelope, Rejected } from './dispatch.js';
import type { Engine } from './world.js';

interface Entry {
  readonly commandId: string;
  readonly envelope: Envelope;
  /** Ids of what is recorded about, as approvals name it. */
  readonly targets: readonly string[];
}
interface Rules {
  readonly pack: RulePack;
  readonly jurisdiction: string;
}

/**
 * Refuses the past beyond the pack's limit without an approval that covers it. What is recorded under an approval rests on it:
 * `under` names its stream and how far that had come, and is empty where none was needed.
 */
export const lateness = async (
  engine: Engine,
  { commandId, envelope, targets }: Entry,
  rules: Rules | undefined,
  { today, occurredOn }: { readonly today: string; readonly occurredOn: string },
): Promise<{ readonly under: readonly BasedOn[] } | Rejected> => {
  const limit = rules?.pack.figures.lateEntryDays;
  const days = daysBetween(occurredOn, today);
  if (!rules || limit === undefined || days <= limit) return { under: [] };
  if (envelope.lateApproval !== undefined) {
    const { stream, folding } = engine.lateApprovals.source(envelope.lateApproval);
    const { state, revision } = await engine.reader.fold(stream, folding);
    const { jurisdiction } = rules;
    if (engine.lateApprovals.covers(state, { targets, day: occurredOn, jurisdiction }))
      return { under: [{ stream, revision }] };
  }
  return refuse(commandId, 'E_LATE', { occurredOn, days, limit });
};
