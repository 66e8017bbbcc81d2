import { setTimeout as pause } from 'node:timers/promises';
import type { Position } from '#kernel';
import { StoreUnavailable, type EventFilter, type StoredEvent } from '../port.js';
import type { Stretch } from './readers.js';

const batch = 500;
const waitAtMost = 5_000;
const backoff = { first: 50, last: 2_000 };

/** What a subscription needs of the store. */
export interface Feed {
  stretch(after: Position, filter: EventFilter, limit: number): Promise<Stretch>;
  wake(position: Position, milliseconds: number, signal: AbortSignal): Promise<void>;
}

/**
 * The feed after a position until `signal` aborts. The cursor moves only with what was handed over or passed by, so a read that
 * fails is repeated from where it began: no gap, no double.
 */
export async function* follow(
  feed: Feed,
  after: Position | undefined,
  filter: EventFilter,
  signal: AbortSignal,
): AsyncGenerator<StoredEvent, void, undefined> {
  let cursor = after ?? '0';
  let delay = backoff.first;
  const ended = () => signal.aborted;
  while (!ended()) {
    const stretch = await feed.stretch(cursor, filter, batch).catch((error: unknown) => {
      if (error instanceof StoreUnavailable) return undefined;
      throw error;
    });
    if (!stretch) {
      // An aborted pause ends the loop by its condition.
      await pause(delay, undefined, { signal }).catch(() => undefined);
      delay = Math.min(delay * 2, backoff.last);
      continue;
    }
    delay = backoff.first;
    for (const event of stretch.events) {
      if (ended()) return;
      yield event;
    }
    cursor = stretch.cursor;
    if (BigInt(cursor) >= BigInt(stretch.head)) await feed.wake(cursor, waitAtMost, signal);
  }
}
