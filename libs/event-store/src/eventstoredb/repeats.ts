import { isDeepStrictEqual } from 'node:util';
import type { StoredEvent, UnitOutcome } from '../port.js';
import type { PreparedEvent } from '../prepare.js';
import { readStream } from './readers.js';
import type { Reading } from './reading.js';

/** Where an event with a known id is stored. */
export interface Whereabouts {
  readonly stream: string;
  readonly revision: number;
}

/**
 * The outcome of a unit of which some ids are stored: the first result again when all are, with the same stream, type and data; a
 * refusal otherwise; nothing when none is.
 */
export const repeatOf = async (
  reading: Reading,
  { stream, events }: { readonly stream: string; readonly events: readonly PreparedEvent[] },
  known: ReadonlyMap<string, Whereabouts>,
): Promise<UnitOutcome | undefined> => {
  const [first] = events.filter(({ id }) => known.has(id));
  if (!first) return undefined;
  const stored = await storedAt(reading, stream, known);
  const odd = events.find(({ id }) => known.has(id) && !isSame(stored.get(id), id, events));
  const culprit = odd ?? (known.size < events.length ? first : undefined);
  if (culprit) return { ok: false, reason: 'id-reused', eventId: culprit.id };
  const last = stored.get(events.at(-1)?.id ?? '');
  if (!last) throw new Error(`${stream}: an event that is stored was not read`);
  const { position, recordedAt, revision } = last.meta;
  return { ok: true, position, recordedAt, revisions: { [stream]: revision }, repeated: true };
};

const storedAt = async (
  reading: Reading,
  stream: string,
  known: ReadonlyMap<string, Whereabouts>,
): Promise<ReadonlyMap<string, StoredEvent>> => {
  const revisions = [...known.values()]
    .filter((where) => where.stream === stream)
    .map((where) => where.revision);
  if (revisions.length === 0) return new Map();
  const from = Math.min(...revisions);
  const limit = Math.min(Math.max(...revisions) - from + 1, 10_000);
  const read = await readStream(reading, stream, { from, limit });
  return new Map(read.map((event) => [event.meta.id, event]));
};

const isSame = (
  stored: StoredEvent | undefined,
  id: string,
  events: readonly PreparedEvent[],
): boolean => {
  const told = events.find((event) => event.id === id);
  return (
    stored?.type === told?.type &&
    told !== undefined &&
    isDeepStrictEqual(stored?.data, JSON.parse(told.data))
  );
};
