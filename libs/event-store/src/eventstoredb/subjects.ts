import { checkedLimit } from '../limits.js';
import type { ReadSubject, StoredEvent } from '../port.js';
import type { Entry, EventIndex } from './event-index.js';
import { comparePositions, positionOf } from './positions.js';
import { inTurns, readOn, readStream } from './readers.js';
import type { Reading } from './reading.js';
import { withWritten } from '../written.js';

/** Revisions of one stream that lie no further apart than this are read together. */
const nearby = 20;
const longestRange = 1_000;

/**
 * Events about a subject: what the index names, fetched from their streams, and what the feed holds behind the index. So the answer
 * is never older than the call, however far the index is behind; only slower.
 */
export const readSubject = async (
  reading: { readonly index: EventIndex; readonly reading: Reading },
  subject: string,
  options: ReadSubject = {},
): Promise<readonly StoredEvent[]> => {
  const events = await eventsAbout(reading, subject, options);
  return options.written ? events.map(withWritten) : events;
};

const eventsAbout = async (
  { index, reading }: { readonly index: EventIndex; readonly reading: Reading },
  subject: string,
  options: ReadSubject,
): Promise<readonly StoredEvent[]> => {
  const limit = checkedLimit(options.limit);
  const backwards = options.direction === 'backwards';
  const { place } = await index.progress();
  const indexed = positionOf(place);
  // The index may move on meanwhile; what it then knows besides comes from the feed all the same.
  const upTo =
    options.upTo !== undefined && comparePositions(options.upTo, indexed) < 0
      ? options.upTo
      : indexed;
  const known = () =>
    index.about(subject, limit, { ...options, upTo }).then((found) => fetched(reading, found));
  const behind = () => tail(reading, indexed, subject, options);
  if (backwards) {
    const later = (await behind()).toReversed();
    return later.length >= limit
      ? later.slice(0, limit)
      : [...later, ...(await known())].slice(0, limit);
  }
  const earlier = await known();
  return earlier.length >= limit ? earlier : [...earlier, ...(await behind())].slice(0, limit);
};

const tail = async (
  reading: Reading,
  indexed: string,
  subject: string,
  { after, upTo, types, direction }: ReadSubject,
): Promise<readonly StoredEvent[]> => {
  const events: StoredEvent[] = [];
  if (upTo !== undefined && comparePositions(upTo, indexed) <= 0) return events;
  const isWanted = ({ type, meta }: StoredEvent) =>
    meta.subjects.includes(subject) &&
    (!types || types.includes(type)) &&
    (upTo === undefined || comparePositions(meta.position, upTo) <= 0) &&
    (after === undefined ||
      comparePositions(meta.position, after) * (direction === 'backwards' ? -1 : 1) > 0);
  for await (const stretch of readOn(reading, indexed)) {
    events.push(...stretch.filter(isWanted));
    const last = stretch.at(-1)?.meta.position;
    if (upTo !== undefined && last !== undefined && comparePositions(last, upTo) >= 0) break;
  }
  return events;
};

/** The events themselves, in the order of their entries. */
const fetched = async (
  reading: Reading,
  entries: readonly Entry[],
): Promise<readonly StoredEvent[]> => {
  const events = new Map<string, StoredEvent>();
  await inTurns(rangesOf(entries), async ({ stream, from, to }) => {
    for (const event of await readStream(reading, stream, { from, limit: to - from + 1 }))
      events.set(`${String(event.meta.revision)}@${stream}`, event);
  });
  return entries.map(({ stream, revision }) => {
    const event = events.get(`${String(revision)}@${stream}`);
    if (!event) throw new Error(`${stream}@${String(revision)} is indexed and not in the store`);
    return event;
  });
};

interface Range {
  readonly stream: string;
  readonly from: number;
  to: number;
}

const rangesOf = (entries: readonly Entry[]): readonly Range[] => {
  const ranges: Range[] = [];
  for (const [stream, own] of Map.groupBy(entries, (entry) => entry.stream))
    for (const revision of own.map((entry) => entry.revision).sort((a, b) => a - b)) {
      const last = ranges.at(-1);
      const joins =
        last?.stream === stream &&
        revision - last.to <= nearby &&
        revision - last.from < longestRange;
      if (last && joins) last.to = revision;
      else ranges.push({ stream, from: revision, to: revision });
    }
  return ranges;
};
