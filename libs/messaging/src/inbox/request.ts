import { uuidFrom, type Dispatcher, type Outcome } from '#event-store';
import type { PersonActor } from '#kernel';
import type { PartnerRequest, Refusal } from './partner-event.js';

/** Rivals kept a command from being decided: the same request has to be made again. */
export class StillBusy extends Error {
  override readonly name = 'StillBusy';
}

/**
 * Does what a message asks for, command by command, and answers what was refused. Made again it does nothing twice: the ids of its
 * commands are derived from the request's, and what they did is stored under them. A refusal is not stored: what was refused is
 * decided anew. Rejects with `StoreUnavailable` or `StillBusy`: make it again.
 */
export const carryOut = async (
  request: PartnerRequest,
  actor: PersonActor,
  dispatcher: Dispatcher,
): Promise<readonly Refusal[]> => {
  if (request.kind === 'unreadable') return request.refusals;
  const refusals: Refusal[] = [];
  for (const [index, { category, command, field }] of request.commands.entries()) {
    const envelope = {
      commandId: uuidFrom(request.id, `command:${String(index)}`),
      correlationId: request.id,
      causationId: request.id,
      trace: request.trace,
    };
    const outcome = await dispatcher.dispatch(category, command, envelope, actor);
    refusals.push(...refusalsIn(outcome, field === '' ? 'data' : `data.${field}`));
  }
  return refusals;
};

const refusalsIn = (outcome: Outcome, field: string): readonly Refusal[] => {
  if (outcome.outcome === 'accepted') return [];
  if (outcome.reasons.some(({ code }) => code === 'E_BUSY'))
    throw new StillBusy('rivals were first');
  return outcome.reasons.map(({ code }) => ({ code, field }));
};
