import { BACKWARDS, END } from '@eventstore/db-client';
import type { Position } from '#kernel';
import { withCopiedFrom, type CopiedFrom } from '../copying/copied-from.js';
import {
  CopyRefused,
  type CopiedEvent,
  type CopySide,
  type elsewhere,
} from '../copying/copy-side.js';
import { opened } from '../copying/opened.js';
import { checkedLimit } from '../limits.js';
import { StoreUnavailable, type StoredEvent } from '../port.js';
import { AppendPipe } from './append-pipe.js';
import { Line } from './connection.js';
import { Passed } from './passed.js';
import { beginning, comparePlaces, placeOf, positionOf, type Place } from './positions.js';
import { readAll } from './readers.js';
import { collect, ofLeader, type Reading } from './reading.js';
import { settingsFrom } from './settings.js';
import { isOurs, keptMeta, storedEvent, type Found } from './stored.js';

/**
 * An EventStoreDB as an end of a copy; its index is not needed. Rejects with `StoreUnavailable` when the server is out of reach, with
 * `EventStoreUrlError` when the connection string is of no use. The caller closes it.
 */
export const openEventStoreDbCopySide = async (url: string): Promise<CopySide> =>
  opened(new EventStoreDbCopySide(url));

/**
 * Each event is an append of its own at its own revision, which this server repeats idempotently. What follows each other in one stream
 * goes out together: without the one before, none behind it is taken. An event of another stream waits until all before it are
 * written, for the server can pass over any one – it is too large, or its time was up in a queue – and take the next. So whatever
 * breaks off, and whoever else copies the same, what is written is a first part of the feed in its order.
 */
class EventStoreDbCopySide implements CopySide {
  readonly kind = 'eventstoredb';
  readonly #lines: readonly [Line, Line];
  readonly #reading: Reading;
  readonly #pipe: AppendPipe;

  constructor(url: string) {
    const settings = settingsFrom(url);
    const { deadline } = settings;
    this.#lines = [new Line(settings), new Line(settings)];
    this.#reading = {
      line: this.#lines[0],
      deadline,
      since: placeOf(beginning),
      passed: new Passed(),
    };
    this.#pipe = new AppendPipe(this.#lines[1], deadline);
  }

  async read(after: Position | undefined, limit: number) {
    return (await readAll(this.#reading, after, {}, limit)).map(copiedEvent);
  }

  async tail(limit: number): Promise<readonly CopiedEvent[]> {
    const found: Found[] = [];
    const maxCount = checkedLimit(limit);
    let before: Place | undefined;
    for (;;) {
      const fromPosition = before ?? END;
      const read = await collect(this.#reading, (connection) =>
        connection.readAll({ ...ofLeader, fromPosition, maxCount, direction: BACKWARDS }),
      );
      const end = before;
      // A server may begin with the very place it is given.
      const fresh = read.filter(
        ({ position }) => !end || comparePlaces(position as Place, end) < 0,
      );
      found.push(...fresh.filter(isOurs));
      if (found.length >= limit || read.length < maxCount || fresh.length === 0) break;
      before = fresh.at(-1)?.position;
    }
    return found.slice(0, limit).toReversed().map(storedEvent).map(copiedEvent);
  }

  async take(
    _after: Position | undefined,
    events: readonly CopiedEvent[],
    from: CopiedFrom['store'],
  ): Promise<Position | typeof elsewhere> {
    let reached = beginning;
    for (let rest = events; rest.length > 0;) {
      const run = firstRun(rest);
      reached = await this.#send(run, from);
      rest = rest.slice(run.length);
    }
    return reached;
  }

  close(): Promise<void> {
    this.#pipe.close();
    for (const line of this.#lines) line.close();
    return Promise.resolve();
  }

  /** Events of one stream, all at once. */
  async #send(run: readonly CopiedEvent[], from: CopiedFrom['store']): Promise<Position> {
    const settled = await Promise.allSettled(run.map((event) => this.#append(event, from)));
    // The first that failed is the reason of those behind it.
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
    const last = settled.at(-1);
    return last?.status === 'fulfilled' ? last.value : beginning;
  }

  async #append(event: CopiedEvent, from: CopiedFrom['store']): Promise<Position> {
    const { stream, revision } = event;
    const events = [wireEvent(event, from)];
    const answer = await this.#pipe.append({
      ...{ stream, revision: revision - 1, events },
      latest: Infinity,
    });
    if (answer.kind === 'written') return positionOf(answer.place);
    if (answer.kind === 'timeout') throw new StoreUnavailable('event store ran out of time');
    throw new CopyRefused(
      answer.kind === 'refused'
        ? `${stream}@${String(revision)} cannot be stored there: ${answer.reason}.`
        : `Something else writes into the target: ${stream} ends at revision ${String(answer.actual)}, not at ${String(revision - 1)}.`,
    );
  }
}

/** Those at the beginning that are of one stream. */
const firstRun = (events: readonly CopiedEvent[]): readonly CopiedEvent[] => {
  const end = events.findIndex(({ stream }) => stream !== events[0]?.stream);
  return end < 0 ? events : events.slice(0, end);
};

const encoder = new TextEncoder();

const wireEvent = (event: CopiedEvent, store: CopiedFrom['store']) => {
  const { id, type, data, meta, subjects, recordedAt, position } = event;
  const copied = withCopiedFrom(meta, { store, position });
  return {
    ...{ id, type, data: encoder.encode(data) },
    meta: encoder.encode(keptMeta(copied, subjects, recordedAt)),
  };
};

/** Texts made of what the client parsed: JSON that `JSON.stringify` wrote comes out of parsing and writing it again as it was. */
const copiedEvent = ({ type, data, meta }: StoredEvent): CopiedEvent => {
  const { stream, revision, id, position, recordedAt, subjects, copiedFrom, ...own } = meta;
  return {
    ...{ stream, revision, id, type, subjects, recordedAt, position },
    ...{ data: JSON.stringify(data), meta: JSON.stringify(own) },
    ...(copiedFrom && { copiedFrom }),
  };
};
