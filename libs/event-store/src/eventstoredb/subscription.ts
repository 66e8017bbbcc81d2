import { setTimeout as pause } from 'node:timers/promises';
import {
  eventTypeFilter,
  excludeSystemEvents,
  START,
  streamNameFilter,
  type AllStreamSubscription,
} from '@eventstore/db-client';
import type { Position } from '#kernel';
import { StoreUnavailable, type EventFilter, type StoredEvent } from '../port.js';
import type { Line } from './connection.js';
import { isBeginning, laterPlace, placeOf, type Place } from './positions.js';
import { matching } from './readers.js';
import { ofLeader } from './reading.js';
import { isOurs, storedEvent } from './stored.js';
import { asUnavailable } from './unavailable.js';

const backoff = { first: 50, last: 2_000 };
/** Events looked at between two checkpoints: what is looked at again after a lost connection. */
const window = 500;
/** Events held here for a reader that is slower than the server; with more, the server is kept waiting. */
const buffered = 256;

/**
 * The feed after a position until `signal` aborts. The client's subscriptions do not come back by themselves: a lost one is made
 * anew from the last event that was handed over, or from a later checkpoint of the server if nothing lay between.
 */
export async function* follow(
  line: Line,
  after: Position,
  filter: EventFilter,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent, void, undefined> {
  const cursor = new Cursor(placeOf(after));
  const wanted = matching(filter);
  const ended = () => signal.aborted;
  let delay = backoff.first;
  const isNothing = filter.types?.length === 0 || filter.categories?.length === 0;
  if (isNothing) await aborted(signal);
  while (!ended()) {
    try {
      for await (const event of subscription(line, cursor, filter, signal)) {
        delay = backoff.first;
        if (wanted(event)) yield event;
        if (ended()) return;
      }
    } catch (error) {
      const away = asUnavailable(error);
      if (!(away instanceof StoreUnavailable)) throw error;
    }
    // An aborted pause ends the loop by its condition.
    await pause(delay, undefined, { signal }).catch(() => undefined);
    delay = Math.min(delay * 2, backoff.last);
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });

/** How far a reader has come. It only moves on. */
class Cursor {
  /** The reader has taken all that came and waits for more. */
  waiting = false;

  constructor(public place: Place) {}

  reach(place: Place): void {
    this.place = laterPlace(this.place, place);
  }
}

/** One subscription of the client, for as long as it lives. */
async function* subscription(
  line: Line,
  cursor: Cursor,
  filter: EventFilter,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent> {
  const checkpointReached = (source: AllStreamSubscription, place: Place) => {
    // What is still on its way to the reader lies before this place.
    if (cursor.waiting && source.readableLength === 0) cursor.reach(place);
    return Promise.resolve();
  };
  const source = line.connection().subscribeToAll(
    {
      ...ofLeader,
      fromPosition: isBeginning(cursor.place) ? START : cursor.place,
      filter: onServer(filter, { maxSearchWindow: window, checkpointReached }),
    },
    { highWaterMark: buffered },
  );
  const stop = () => void source.destroy();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    cursor.waiting = true;
    for await (const { event } of source) {
      cursor.waiting = false;
      if (event) {
        if (isOurs(event)) yield storedEvent(event);
        cursor.reach(event.position);
      }
      cursor.waiting = true;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    cursor.waiting = false;
    signal.removeEventListener('abort', stop);
    // Leaving the loop ends the client's stream, not the call behind it. A call that never came about needs no end.
    await source.unsubscribe().catch(() => undefined);
  }
}

interface Checkpoints {
  readonly maxSearchWindow: number;
  readonly checkpointReached: (source: AllStreamSubscription, place: Place) => Promise<void>;
}

/** The server takes one filter: the one that passes fewer. The other is applied here. */
const onServer = ({ types, categories }: EventFilter, checkpoints: Checkpoints) => {
  if (types)
    return eventTypeFilter({ regex: `^(?:${types.map(escaped).join('|')})$`, ...checkpoints });
  if (categories)
    return streamNameFilter({
      prefixes: categories.map((category) => `${category}-`),
      ...checkpoints,
    });
  return excludeSystemEvents(checkpoints);
};

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
