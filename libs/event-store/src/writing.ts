import type { EventStore, Unit, UnitOutcome } from './port.js';

/** Half of what reactions wait before they release a reservation that nothing followed. */
const reservationHoldsMs = 250;

/**
 * Writes one command's unit. A store that spans streams takes it whole. Elsewhere each stream is written by itself, reservations
 * first: if the process dies in between, or the last write loses to a rival, a reservation is left dangling, which the reactions
 * on reservations complete or release. Checks without events are dropped there; the rules that must hold are reservations.
 *
 * Undefined: the reservations were written so long ago that they may have been released by now – the process was held up, not
 * dead. The command is to be decided again, which reserves anew what is gone.
 */
export const write = async (store: EventStore, unit: Unit): Promise<UnitOutcome | undefined> => {
  if (store.capabilities.atomicAcrossStreams) return only(await store.append([unit]));
  const written = unit.filter((operation) => operation.events.length > 0);
  const since = performance.now();
  for (const operation of written.slice(0, -1)) {
    const outcome = only(await store.append([[operation]]));
    if (!outcome.ok) return outcome;
  }
  if (written.length > 1 && performance.now() - since > reservationHoldsMs) return undefined;
  return only(await store.append([written.slice(-1)]));
};

const only = (outcomes: readonly UnitOutcome[]): UnitOutcome => {
  const [outcome] = outcomes;
  if (!outcome) throw new Error('the store gave no outcome for a unit');
  return outcome;
};
