import { BACKWARDS, END, FORWARDS, START } from '@eventstore/db-client';
import type { Position } from '#kernel';
import { checkedLimit } from '../limits.js';
import type { EventFilter, ReadStream, StoredEvent } from '../port.js';
import {
  beginning,
  comparePlaces,
  isBeginning,
  laterPlace,
  placeOf,
  type Place,
} from './positions.js';
import { collect, ofLeader, type Reading } from './reading.js';
import { isOurs, isReadable, ownOf, storedEvent, type Found } from './stored.js';

/** Reads of streams that are under way at the same time for one call. */
const sideBySide = 16;
/** Events asked for at once. */
const page = 2_000;
/** Each stretch of a feed is so many times as long as the last, up to a page: whoever wants little of it reads little more. */
const growth = 4;

export const readStream = async (
  reading: Reading,
  stream: string,
  { from, direction = 'forwards', limit }: ReadStream = {},
): Promise<readonly StoredEvent[]> => {
  const maxCount = checkedLimit(limit);
  const backwards = direction === 'backwards';
  const fromRevision = from === undefined ? (backwards ? END : START) : BigInt(from);
  const found = await collect(reading, (connection) =>
    connection.readStream(stream, {
      ...{ ...ofLeader, fromRevision, maxCount },
      direction: backwards ? BACKWARDS : FORWARDS,
    }),
  );
  // A server may begin at its end when it is asked to begin beyond it.
  return found
    .map(storedEvent)
    .filter(({ meta }) => from === undefined || backwards || meta.revision >= from);
};

/** Last revision of a stream, -1 for none. */
export const lastRevision = async (reading: Reading, stream: string): Promise<number> => {
  const [last] = await readStream(reading, stream, { direction: 'backwards', limit: 1 });
  return last?.meta.revision ?? -1;
};

/** Everything of a stream after a revision, page by page. */
export const readRest = async (
  reading: Reading,
  stream: string,
  after: number,
): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  for (;;) {
    const from = (events.at(-1)?.meta.revision ?? after) + 1;
    const next = await readStream(reading, stream, { from, limit: page });
    events.push(...next);
    if (next.length < page) return events;
  }
};

export const readMany = async (
  reading: Reading,
  streams: readonly { readonly stream: string; readonly after: number }[],
): Promise<ReadonlyMap<string, readonly StoredEvent[]>> => {
  const read = await inTurns(streams, async ({ stream, after }) => {
    const events = await readRest(reading, stream, after);
    return [stream, events] as const;
  });
  return new Map(read);
};

/** Does the work for all, some at a time, and answers in the same order. */
export const inTurns = async <T, R>(
  wanted: readonly T[],
  work: (one: T) => Promise<R>,
): Promise<readonly R[]> => {
  const done: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < wanted.length) {
      const index = next;
      next += 1;
      done[index] = await work(wanted[index]!);
    }
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, wanted.length) }, worker));
  return done;
};

/** A stretch of `$all` with the server's own events in it, and where it ends. */
export interface Stretch {
  readonly found: readonly Found[];
  /** Place of its last event, or where it was to begin. */
  readonly end: Place;
  /** Nothing was stored behind it when it was read. */
  readonly complete: boolean;
}

/** What `$all` holds after a place (exclusive), at most `limit` events of any kind. */
export const readStretch = async (
  reading: Reading,
  after: Place,
  limit: number,
): Promise<Stretch> => {
  // The server begins with the place it is given, which is known already.
  const begins = isBeginning(after);
  const maxCount = limit + 1;
  const fromPosition = begins ? START : after;
  const all = await collect(reading, (connection) =>
    connection.readAll({ ...ofLeader, fromPosition, maxCount, direction: FORWARDS }),
  );
  const found = all.filter(({ position }) => begins || comparePlaces(position as Place, after) > 0);
  return {
    found,
    end: (found.at(-1)?.position as Place | undefined) ?? after,
    complete: all.length < maxCount,
  };
};

/**
 * Events of ours, in stretches, until the end of the feed or until whoever asks has enough. What others keep on the server is passed
 * over; before an event that claims to be ours and cannot be read it stands still: throws `UnreadableEvent`.
 */
export async function* readOn(
  reading: Reading,
  after: Position | undefined,
  first = page,
): AsyncGenerator<readonly StoredEvent[]> {
  let place = after === undefined ? reading.since : laterPlace(placeOf(after), reading.since);
  for (let size = first; ; size = Math.min(size * growth, page)) {
    place = reading.passed.beyond(place);
    const { found, end, complete } = await readStretch(reading, place, size);
    const { events, broken } = ownOf(found);
    yield events;
    if (broken) throw broken;
    const last = events.at(-1);
    reading.passed.note(last ? placeOf(last.meta.position) : place, end);
    if (complete) return;
    place = end;
  }
}

export const matching =
  ({ types, categories }: EventFilter) =>
  ({ type, meta }: StoredEvent): boolean =>
    (!types || types.includes(type)) &&
    (!categories || categories.some((category) => meta.stream.startsWith(`${category}-`)));

/**
 * The client can filter a subscription on the server but not a read: what is not wanted is passed by here. Fewer than were asked for
 * are all there are, so that an event that cannot be read is an error also where others lie before it.
 */
export const readAll = async (
  reading: Reading,
  after: Position | undefined,
  filter: EventFilter,
  limit: number | undefined,
): Promise<readonly StoredEvent[]> => {
  const most = checkedLimit(limit);
  const wanted = matching(filter);
  const events: StoredEvent[] = [];
  if (filter.types?.length === 0 || filter.categories?.length === 0) return events;
  for await (const stretch of readOn(reading, after, Math.min(most, page))) {
    events.push(...stretch.filter(wanted));
    if (events.length >= most) break;
  }
  return events.slice(0, most);
};

/** Where `$all` ends, whatever it ends with. */
export const lastPlace = async (reading: Reading): Promise<Place> => {
  const [last] = await collect(reading, (connection) =>
    connection.readAll({ ...ofLeader, fromPosition: END, maxCount: 1, direction: BACKWARDS }),
  );
  return (last?.position as Place | undefined) ?? placeOf(beginning);
};

/**
 * The last event of ours that can be read; the server's own and those of others may lie behind it. What was passed over before is not
 * looked at again.
 */
export const readLast = async (reading: Reading): Promise<StoredEvent | undefined> => {
  const { passed } = reading;
  let fromPosition: Place | typeof END = END;
  let end: Place | undefined;
  let broken = false;
  for (let maxCount = 1; ; maxCount = Math.min(maxCount * 30, page)) {
    const start: Place | typeof END = fromPosition;
    const found = await collect(reading, (connection) =>
      connection.readAll({ ...ofLeader, fromPosition: start, maxCount, direction: BACKWARDS }),
    );
    if (start === END) passed.endsAt((end = found[0]?.position as Place | undefined));
    const last =
      found.find((event) => isOurs(event) && isReadable(event)) ??
      (await beforePassed(reading, found));
    // Over what is ours and cannot be read nobody may pass.
    broken ||= found.some((event) => isOurs(event) && !isReadable(event));
    if (last) {
      if (end && !broken) passed.note(last.position as Place, end);
      return comparePlaces(last.position as Place, reading.since) > 0
        ? storedEvent(last)
        : undefined;
    }
    const reached = found.at(-1)?.position as Place | undefined;
    if (!reached || found.length < maxCount) return undefined;
    fromPosition = reached;
  }
};

/** Where a page has come to what was passed over, the event of ours before that. */
const beforePassed = async (
  reading: Reading,
  found: readonly Found[],
): Promise<Found | undefined> => {
  const { passed } = reading;
  const { from } = passed;
  if (!from || !found.some(({ position }) => passed.covers(position as Place))) return undefined;
  const [first] = await collect(reading, (connection) =>
    connection.readAll({ ...ofLeader, fromPosition: from, maxCount: 1, direction: FORWARDS }),
  );
  return first && isOurs(first) && isReadable(first) ? first : undefined;
};
