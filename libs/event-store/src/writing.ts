import type { EventStore, Unit, UnitOutcome } from './port.js';

/**
 * Reactions release a reservation that nothing followed after 700 ms. What it is for is sent long before that or not at all, and a
 * server that is told until when begins no write later. The rest is for a disk that is slow in what was begun.
 */
const sentWithinMs = 200;
const writtenWithinMs = 300;

/** Reservations that a command found already made, and which of them by itself: in an attempt that did not come to its end. */
export interface Reserved {
  readonly commandId: string;
  readonly streams: readonly string[];
  /** The clock that moments of recording are of. */
  readonly now: () => Date;
}

/** Milliseconds since the command itself made the oldest of these reservations; 0 where it did not. */
const ageOf = async (store: EventStore, { commandId, streams, now }: Reserved): Promise<number> => {
  const ages = streams.map(async (stream) => {
    const latest = await store.read(stream, { direction: 'backwards', limit: 50 });
    const own = latest.find(({ meta }) => meta.commandId === commandId);
    return own ? now().getTime() - Date.parse(own.meta.recordedAt) : 0;
  });
  return Math.max(0, ...(await Promise.all(ages)));
};

/**
 * Writes one command's unit. A store that spans streams takes it whole. Elsewhere each stream is written by itself, reservations
 * first: if the process dies in between, or the last write loses to a rival, a reservation is left dangling, which the reactions
 * on reservations complete or release. Checks without events are dropped there; the rules that must hold are reservations.
 *
 * Undefined: the reservations were written so long ago that they may have been released by now – the process was held up, not
 * dead. The command is to be decided again, until what is released is gone and can be reserved anew.
 */
export const write = async (
  store: EventStore,
  unit: Unit,
  reserved: Reserved,
): Promise<UnitOutcome | undefined> => {
  if (store.capabilities.atomicAcrossStreams) return only(await store.append([unit]));
  const written = unit.filter((operation) => operation.events.length > 0);
  const since = performance.now() - (await ageOf(store, reserved));
  const passed = () => performance.now() - since;
  for (const operation of written.slice(0, -1)) {
    const outcome = only(await store.append([[operation]]));
    if (!outcome.ok) return outcome;
  }
  const isReserved = written.length > 1 || reserved.streams.length > 0;
  if (!isReserved) return only(await store.append([written]));
  if (passed() > sentWithinMs) return undefined;
  const within = writtenWithinMs - passed();
  const outcome = only(await store.append([written.slice(-1)], { within }));
  return !outcome.ok && outcome.reason === 'late' ? undefined : outcome;
};

const only = (outcomes: readonly UnitOutcome[]): UnitOutcome => {
  const [outcome] = outcomes;
  if (!outcome) throw new Error('the store gave no outcome for a unit');
  return outcome;
};
