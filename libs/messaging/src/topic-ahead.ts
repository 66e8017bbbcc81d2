import type { EventStore } from '#event-store';
import type { Position } from '#kernel';
import { pause } from './pause.js';
import type { TopicEnd } from './topic-ends.js';

/** What is asked of a store to compare a topic with it. */
export type Compared = Pick<EventStore, 'head' | 'read' | 'isPosition' | 'comparePositions'>;

const tries = 3;
const pauseMs = 500;

/**
 * Why the topic is not this store's, in one line for people; undefined when all that it ends with is in the store. A store that was
 * restored to an earlier moment gives the positions after it to other events, and readers of the topic would take these for repeats.
 * The ends must have been read before: what was published since is in the store. Asked again before it is believed, for a node of the
 * store may lag behind another. Rejects when the store is out of reach.
 */
export const aheadOf = async (
  topic: string,
  ends: readonly TopicEnd[],
  store: Compared,
): Promise<string | undefined> => {
  const distinct = [...new Map(ends.map((end) => [end.position, end])).values()];
  for (let tried = 1; ; tried += 1) {
    const found = await Promise.all(distinct.map((end) => isIn(store, end)));
    const lacking = distinct.find((_, index) => !found[index]);
    if (!lacking) return undefined;
    if (tried === tries) return line(topic, lacking.position);
    await pause(pauseMs, never);
  }
};

const never = new AbortController().signal;

const isIn = async (store: Compared, { position, last }: TopicEnd): Promise<boolean> => {
  if (!store.isPosition(position)) return false;
  if (last) {
    // By what it is: by now the store may have gone past the place with other events.
    const [event] = await store.read(last.stream, { from: last.revision, limit: 1 });
    return event?.meta.id === last.id && event.meta.position === position;
  }
  const head = await store.head();
  return head !== undefined && store.comparePositions(position, head) <= 0;
};

const line = (topic: string, position: Position): string =>
  `topic ${topic} is ahead of the store: it was filled up to position ${position}, and the event there is not in the store, as after a restore to an earlier moment; set a new KAFKA_TOPIC for relay and projectors`;
