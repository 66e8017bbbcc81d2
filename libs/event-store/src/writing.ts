import type { EventStore, Unit, UnitOutcome } from './port.js';

/**
 * Writes one command's unit. A store that spans streams takes it whole. Elsewhere each stream is written by itself, reservations
 * first: if the process dies in between, or the last write loses to a rival, a reservation is left dangling, which the reactions
 * on reservations complete or release. Checks without events are dropped there; the rules that must hold are reservations.
 */
export const write = async (store: EventStore, unit: Unit): Promise<UnitOutcome> => {
  if (store.capabilities.atomicAcrossStreams) return only(await store.append([unit]));
  const written = unit.filter((operation) => operation.events.length > 0);
  for (const operation of written.slice(0, -1)) {
    const outcome = only(await store.append([[operation]]));
    if (!outcome.ok) return outcome;
  }
  return only(await store.append([written.slice(-1)]));
};

const only = (outcomes: readonly UnitOutcome[]): UnitOutcome => {
  const [outcome] = outcomes;
  if (!outcome) throw new Error('the store gave no outcome for a unit');
  return outcome;
};
