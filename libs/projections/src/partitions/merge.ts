import type { StoredEvent } from '#event-store';
import type { Position } from '#kernel';
import type { Offsets } from '../checkpoints.js';
import { lowest } from '../lanes.js';
import type { PositionOrder } from '../watermarks.js';
import {
  offsetKey,
  type Delivery,
  type FeedRecord,
  type Offset,
  type PartitionedFeed,
} from './feed.js';

interface Entry {
  readonly offset: string;
  readonly position: Position;
  readonly event?: StoredEvent;
}

interface Partition {
  /** What is not done with, rising in position. */
  entries: Entry[];
  /** Everything up to here was delivered. */
  known: Position | undefined;
  /** Where reading goes on after what was delivered. */
  next: bigint;
  readonly key: string;
}

/** Events in the order of the store, and how far they reach. */
export interface Merged {
  readonly events: readonly StoredEvent[];
  readonly to: Position;
  readonly offsets: Offsets;
}

/**
 * Puts what several partitions deliver back into the order of the store: up to the place that all of them have reached. Deliveries
 * that come again are dropped by their position. Pure but for what it holds.
 */
export class Merge {
  readonly #partitions: ReadonlyMap<number, Partition>;

  /** Everything up to `from` is done with; of each partition what lies from its offset on is still to come. */
  constructor(
    feed: Pick<PartitionedFeed, 'name'>,
    begin: ReadonlyMap<number, Offset>,
    private readonly order: PositionOrder,
    from?: Position,
  ) {
    this.#partitions = new Map(
      [...begin].map(([partition, offset]): [number, Partition] => [
        partition,
        { entries: [], known: from, next: BigInt(offset), key: offsetKey(feed, partition) },
      ]),
    );
  }

  /** Answers why, if an event may be lacking among what was delivered so far. */
  push({ partition, from, records, next }: Delivery): string | undefined {
    const mine = this.#partitions.get(partition);
    if (!mine) return undefined;
    let lacking =
      BigInt(from) > mine.next ? `offsets ${String(mine.next)} to ${from} are gone` : undefined;
    if (BigInt(next) > mine.next) mine.next = BigInt(next);
    for (const record of records) {
      if (record.kind === 'unreadable') lacking ??= record.reason;
      else this.#add(mine, entryOf(record));
    }
    return lacking;
  }

  #add(mine: Partition, entry: Entry): void {
    if (mine.known !== undefined && this.#compare(entry.position, mine.known) <= 0) return;
    mine.known = entry.position;
    const last = mine.entries.at(-1);
    // A watermark tells all that the one before it told.
    if (last && !last.event && !entry.event) mine.entries.pop();
    mine.entries.push(entry);
  }

  /** How many records of the partition are held. */
  held(partition: number): number {
    return this.#partitions.get(partition)?.entries.length ?? 0;
  }

  /** At most `limit` events and as far as they reach, or nothing when nothing has moved on. Gives the same again until `done`. */
  take(limit: number): Merged | undefined {
    const all = [...this.#partitions.values()];
    const common = lowest(
      all.map(({ known }) => known),
      this.order,
    );
    if (common === undefined) return undefined;
    const ready = all.flatMap(({ entries }) => entries.slice(0, this.#upTo(entries, common)));
    const events = ready
      .flatMap(({ event }) => event ?? [])
      .sort((a, b) => this.#compare(a.meta.position, b.meta.position))
      .slice(0, limit);
    const last = events.at(-1)?.meta.position;
    const to = events.length === limit && last !== undefined ? last : common;
    if (ready.length === 0) return undefined;
    return { events, to, offsets: this.#offsetsAfter(to) };
  }

  /** All up to `position` is done with, also what is still to be delivered of it. */
  done(position: Position): void {
    for (const mine of this.#partitions.values()) {
      mine.entries.splice(0, this.#upTo(mine.entries, position));
      if (mine.known === undefined || this.#compare(mine.known, position) < 0)
        mine.known = position;
    }
  }

  /** Where what is not done with begins: whatever is delivered from now on lies there or behind. */
  get offsets(): Offsets {
    return Object.fromEntries(
      [...this.#partitions.values()].map(({ entries, next, key }) => [
        key,
        entries[0]?.offset ?? String(next),
      ]),
    );
  }

  #offsetsAfter(to: Position): Offsets {
    const offsets: Record<string, string> = {};
    for (const { entries, next, key } of this.#partitions.values())
      offsets[key] = entries[this.#upTo(entries, to)]?.offset ?? String(next);
    return offsets;
  }

  /** How many of the entries lie at or before the position: found by halving, since there may be thousands. */
  #upTo(entries: readonly Entry[], position: Position): number {
    let [from, until] = [0, entries.length];
    while (from < until) {
      const middle = (from + until) >> 1;
      const entry = entries[middle];
      if (entry && this.#compare(entry.position, position) <= 0) from = middle + 1;
      else until = middle;
    }
    return from;
  }

  #compare(a: Position, b: Position): number {
    return this.order.comparePositions(a, b);
  }
}

const entryOf = (record: Exclude<FeedRecord, { kind: 'unreadable' }>): Entry =>
  record.kind === 'event'
    ? { offset: record.offset, position: record.event.meta.position, event: record.event }
    : { offset: record.offset, position: record.position };
