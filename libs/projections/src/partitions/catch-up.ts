import type { EventStore, StoredEvent } from '#event-store';
import type { Position } from '#kernel';
import type { Lane } from '../batch.js';
import { BatchSize } from '../batch-size.js';
import { isBefore } from '../lanes.js';
import { Backoff, pause } from '../pause.js';
import { ReadAhead } from '../read-ahead.js';
import type { Trouble } from '../trouble.js';
import { Bell, turns } from './bell.js';
import type { PartitionedFeed } from './feed.js';
import { FeedUnfit } from './fitness.js';
import type { LaneSet } from './lane-set.js';

interface Needs {
  readonly store: EventStore;
  readonly feed: Pick<PartitionedFeed, 'partitionOf'>;
  readonly batch?: number;
  readonly onTrouble?: (trouble: Trouble) => void;
}

/** Some partitions, as whoever catches up sees them. */
export interface Follower {
  readonly partitions: readonly number[];
  readonly behind: LaneSet;
  /** Whether a lane at this place needs nothing from the store any more. */
  isAt(position: Position | undefined): boolean;
  /** Takes over lanes that need little or nothing from the store any more. */
  arrive(lanes: readonly Lane[]): void;
}

interface Page {
  readonly after: Position | undefined;
  readonly events: readonly StoredEvent[];
  /** The partition of each. */
  readonly seats: readonly number[];
  readonly to: Position | undefined;
  /** Whether the store had no more. */
  readonly isLast: boolean;
}

/** Transactions of those that are behind, at once: those that are level must not wait for them. */
const atOnce = 2;
/** Of so many pages one is for those that are nearest to the end, the others for those that are furthest from it. */
const nearestEvery = 4;

/**
 * Feeds all lanes of a process that are behind, whatever their partition, by reading the store once for all: a page goes to every lane
 * that stands within it. Lanes at the very beginning are read for until they meet the others; but for those who lack little a page is
 * read now and then, so that they need not wait for the whole.
 */
export class CatchUp {
  readonly #followers = new Set<Follower>();
  readonly #bell = new Bell();
  readonly #ending = new AbortController();
  readonly #inTurn = turns(atOnce);
  readonly #size: BatchSize;
  readonly #reads: ReadAhead;
  #pages = 0;
  #inHand: Promise<unknown> = Promise.resolve();
  #running: Promise<void> | undefined;

  constructor(private readonly needs: Needs) {
    this.#size = new BatchSize(needs.batch);
    this.#reads = new ReadAhead(needs.store);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the page in hand, then ends. */
  async end(): Promise<void> {
    this.#ending.abort();
    this.ring();
    await this.#running;
  }

  follow(follower: Follower): void {
    this.#followers.add(follower);
    this.ring();
  }

  /** Once it resolves, nothing is folded for the follower any more. */
  async leave(follower: Follower): Promise<void> {
    this.#followers.delete(follower);
    await this.#inHand;
  }

  /** There may be lanes that were not behind before. */
  ring(): void {
    this.#bell.ring();
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    const backoff = new Backoff();
    while (!signal.aborted) {
      const waiting = [...this.#followers].filter(({ behind }) => behind.size > 0);
      if (waiting.length === 0) {
        await this.#bell.heard();
        continue;
      }
      const round = this.#round(waiting);
      this.#inHand = round;
      if (await round) backoff.reset();
      else await pause(backoff.next(), signal);
    }
  }

  /** One page. Answers whether all went well; never rejects. */
  async #round(followers: readonly Follower[]): Promise<boolean> {
    try {
      await all(followers.map(({ behind }) => behind.settle()));
      const page = await this.#page(followers);
      const fed = followers.map((one) => this.#inTurn(() => this.#feed(one, page)));
      return (await Promise.all(fed)).every((well) => well);
    } catch (error) {
      for (const { behind } of followers) behind.doubt();
      this.#reads.forget();
      if (!(error instanceof FeedUnfit)) this.needs.onTrouble?.({ kind: 'retrying', error });
      return false;
    }
  }

  async #page(followers: readonly Follower[]): Promise<Page> {
    const { store, feed } = this.needs;
    const places = followers
      .flatMap(({ behind }) => behind.lanes.map(({ held }) => held.position))
      .sort((a, b) => (isBefore(store, a, b) ? -1 : isBefore(store, b, a) ? 1 : 0));
    this.#pages += 1;
    const [furthest, nearest] = [places[0], places.at(-1)];
    const after = this.#pages % nearestEvery === 0 ? nearest : furthest;
    const { limit } = this.#size;
    const events = await this.#reads.read(after, limit);
    const to = events.at(-1)?.meta.position ?? after;
    const isLast = events.length < limit;
    // While they stand apart, the next page may be another one.
    if (!isLast && after === furthest && !isBefore(store, to, nearest))
      this.#reads.ahead(to, limit);
    return { after, events, seats: events.map((event) => feed.partitionOf(event)), to, isLast };
  }

  async #feed(follower: Follower, { after, events, seats, to, isLast }: Page): Promise<boolean> {
    const { behind, partitions } = follower;
    if (!this.#followers.has(follower)) return true;
    try {
      const mine = events.filter((_, index) => partitions.includes(seats[index] ?? -1));
      if (to !== undefined && to !== after)
        await behind.apply({ after, events: mine, to }, this.#size);
    } catch (error) {
      behind.failed(error);
      this.#reads.forget();
      return false;
    }
    const isAtEnd = (place: Position | undefined) =>
      isLast && !isBefore(this.needs.store, place, to);
    follower.arrive(
      behind.lanes.filter(({ held: { position } }) => isAtEnd(position) || follower.isAt(position)),
    );
    return true;
  }
}

/** Waits for all of them, also when one fails. */
const all = async (pieces: readonly Promise<unknown>[]): Promise<void> => {
  const ends = await Promise.allSettled(pieces);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
};
