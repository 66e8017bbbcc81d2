import { uuidFrom, type Dispatcher, type Rejected, type StreamReader } from '#event-store';
import type { AnyReaction, Message, Recorded } from '#kernel';

/** A consequence that was refused: it will be refused again, so it is written down and left to people. */
export interface RefusedConsequence {
  readonly commandId: string;
  readonly reaction: string;
  readonly event: Recorded<Message>;
  readonly category: string;
  readonly command: string;
  readonly reasons: Rejected['reasons'];
}

/** A reaction's own code threw: like a projection's, and as safe to store. */
export class ReactionFailed extends Error {
  override readonly name = 'ReactionFailed';
  constructor(
    readonly reason: string,
    cause: unknown,
  ) {
    super(reason, { cause });
  }
}

export interface ReactionNeeds {
  readonly dispatcher: Dispatcher;
  readonly reader: StreamReader;
}

/** Rivals kept a command from being decided: the same command has to be sent again. */
export class StillBusy extends Error {
  override readonly name = 'StillBusy';
}

/**
 * Runs one reaction for one event. The commands' ids are derived from the event, the reaction and the order, so running it again
 * after a crash gives the first answers and writes nothing. Rejects with `StoreUnavailable` or `StillBusy`: run it again; or with
 * `ReactionFailed`.
 */
export const runReaction = async (
  reaction: AnyReaction,
  event: Recorded<Message>,
  needs: ReactionNeeds,
): Promise<readonly RefusedConsequence[]> => {
  const facts = await factsOf(reaction, event, needs.reader);
  const consequences = guarded(reaction, event, () => reaction.react(event, facts));
  const refused: RefusedConsequence[] = [];
  for (const [index, { category, command }] of consequences.entries()) {
    const commandId = uuidFrom(event.meta.id, `${reaction.name}:${index}`);
    const envelope = {
      commandId,
      correlationId: event.meta.correlationId,
      causationId: event.meta.id,
      trace: event.meta.trace,
    };
    const by = { system: reaction.name };
    const outcome = await needs.dispatcher.dispatch(category, command, envelope, by);
    if (outcome.outcome === 'accepted') continue;
    const { reasons } = outcome;
    if (reasons.some(({ code }) => code === 'E_BUSY')) throw new StillBusy(reaction.name);
    const what = { category, command: command.type, reasons };
    refused.push({ commandId, reaction: reaction.name, event, ...what });
  }
  return refused;
};

const factsOf = async (
  reaction: AnyReaction,
  event: Recorded<Message>,
  reader: StreamReader,
): Promise<Readonly<Record<string, unknown>>> => {
  const wanted = guarded(reaction, event, () => reaction.facts?.(event) ?? {});
  const found = await Promise.all(
    Object.entries(wanted).map(async ([name, { stream, folding }]): Promise<[string, unknown]> => [
      name,
      (await reader.fold(stream, folding)).state,
    ]),
  );
  return Object.fromEntries(found);
};

const guarded = <T>(reaction: AnyReaction, { type, meta }: Recorded<Message>, work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    const kind = cause instanceof Error ? cause.name : typeof cause;
    const reason = `${kind} at ${type} ${meta.id}, position ${meta.position}`;
    throw new ReactionFailed(`${reaction.name}: ${reason}`, cause);
  }
};
