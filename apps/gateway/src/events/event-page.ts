import type { EventStore, StoredEvent } from '#event-store';
import { failure } from '../execution/failures.js';
import { longestPage } from '../execution/limits.js';

export interface PageRequest {
  readonly stream?: string | undefined;
  readonly subject?: string | undefined;
  readonly types?: readonly string[] | undefined;
  readonly after?: string | undefined;
  readonly first: number;
  readonly backwards: boolean;
}

export interface EventPage {
  readonly events: readonly StoredEvent[];
  readonly more: boolean;
  /** The place to go on from: the last event that was looked at, seen or not. */
  readonly end: string | undefined;
}

const chunk = 500;
// What a caller may not see is read and left out: at most so many chunks for one page.
const chunks = 20;

/** Throws `BAD_USER_INPUT` naming the argument. */
export const checkPage = (request: PageRequest, store: EventStore): void => {
  const { stream, subject, after, first, backwards } = request;
  if (first < 1 || first > longestPage)
    throw bad('first', `must be from 1 to ${String(longestPage)}`);
  if (stream !== undefined && subject !== undefined)
    throw bad('subject', 'cannot be asked together with "stream"');
  if (backwards && stream === undefined && subject === undefined) {
    throw bad('direction', 'can be BACKWARDS only for a stream or a subject');
  }
  if (after === undefined) return;
  const known = stream === undefined ? store.isPosition(after) : revisionCursor.test(after);
  if (!known)
    throw bad('after', stream === undefined ? 'is not a position' : 'is not a cursor of a stream');
};

const bad = (argument: string, what: string) => failure('BAD_USER_INPUT', `"${argument}" ${what}`);

/** A page of what `keep` lets through. Reads on past what it leaves out, within bounds; a page may then be short but not last. */
export const readPage = async (
  store: EventStore,
  request: PageRequest,
  keep: (events: readonly StoredEvent[]) => Promise<readonly StoredEvent[]>,
): Promise<EventPage> => {
  const found: StoredEvent[] = [];
  let after = request.after;
  for (let round = 0; round < chunks; round += 1) {
    const events = await readChunk(store, request, after);
    for (const event of await keep(ofTypes(events, request))) {
      if (found.length === request.first)
        return { events: found, more: true, end: cursorOf(found.at(-1), request) };
      found.push(event);
    }
    after = cursorOf(events.at(-1), request) ?? after;
    if (events.length < chunk) return { events: found, more: false, end: after };
  }
  return { events: found, more: true, end: after };
};

const revisionCursor = /^r(\d{1,15})$/;

/** An event's place in the answer: its position, within a stream its revision. */
export const cursorOf = (
  event: StoredEvent | undefined,
  { stream }: PageRequest,
): string | undefined => {
  if (!event) return undefined;
  return stream === undefined ? event.meta.position : `r${String(event.meta.revision)}`;
};

const readChunk = (
  store: EventStore,
  { stream, subject, types, backwards }: PageRequest,
  after: string | undefined,
): Promise<readonly StoredEvent[]> => {
  const direction = backwards ? 'backwards' : 'forwards';
  const wanted = types && { types };
  if (stream !== undefined) return readOfStream(store, stream, { after, backwards });
  if (subject !== undefined) {
    return store.readSubject(subject, {
      ...wanted,
      ...(after !== undefined && { after }),
      direction,
      limit: chunk,
    });
  }
  return store.readAll(after, wanted, chunk);
};

/** A stream is read whole: the store looks for types only in the feed and by subject. */
const ofTypes = (
  events: readonly StoredEvent[],
  { stream, types }: PageRequest,
): readonly StoredEvent[] =>
  stream !== undefined && types ? events.filter(({ type }) => types.includes(type)) : events;

const readOfStream = (
  store: EventStore,
  stream: string,
  { after, backwards }: { after: string | undefined; backwards: boolean },
): Promise<readonly StoredEvent[]> => {
  const last = after === undefined ? undefined : Number(revisionCursor.exec(after)?.[1]);
  const from = last === undefined ? undefined : last + (backwards ? -1 : 1);
  if (from !== undefined && from < 0) return Promise.resolve([]);
  const direction = backwards ? 'backwards' : 'forwards';
  return store.read(stream, { ...(from !== undefined && { from }), direction, limit: chunk });
};
