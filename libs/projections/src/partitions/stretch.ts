import type { StoredEvent } from '#event-store';
import type { Position } from '#kernel';
import type { Lane, Stopped } from '../batch.js';
import { BatchSize } from '../batch-size.js';
import { isBefore, lowest } from '../lanes.js';
import { Backoff, pause } from '../pause.js';
import { Bell } from './bell.js';
import type { CatchUp } from './catch-up.js';
import type { Delivery, Offset } from './feed.js';
import { LaneSet, type LaneSetNeeds } from './lane-set.js';
import { Merge, type Merged } from './merge.js';

/** Records of one partition in hand before the feed is asked to hold back. */
const enough = 4_000;
/** Checkpoints that only follow watermarks move this often at most: each move of an idle partition is a write. */
const idleMoveMs = 100;

export interface StretchNeeds extends LaneSetNeeds {
  readonly catchUp: CatchUp;
}

/** How a stretch begins. */
export interface Beginning {
  /** Lanes whose next events the partitions still hold, all at one place. */
  readonly level: readonly Lane[];
  /** The others. */
  readonly behind: readonly Lane[];
  /** The partitions, and from where each will be delivered: for the lanes that are level; else from its present end. */
  readonly begin: ReadonlyMap<number, Offset>;
}

/**
 * Some partitions and the lanes that fold them together: one partition and the views that are divided, or all of them and the views
 * that need the whole. A lane for which the partitions do not hold what it lacks is behind: it is fed from the store, beside those
 * that are level, until it has come to where these are.
 */
export class Stretch {
  readonly partitions: readonly number[];
  readonly stopped = new Map<string, Stopped>();
  readonly behind: LaneSet;
  readonly #arriving: LaneSet;
  readonly #level: LaneSet;
  readonly #merge: Merge;
  readonly #size: BatchSize;
  readonly #ending = new AbortController();
  readonly #more = new Bell();
  readonly #room = new Bell();
  /** All that lies beyond is in hand or still to be delivered. Every level lane stands here or further on. */
  #since: Position | undefined;
  /** Whether nobody knows where that is: something was not delivered, or what was before is not known. */
  #lacking: boolean;
  #movedAt = 0;
  #running: Promise<void> | undefined;

  constructor(
    { level, behind, begin }: Beginning,
    private readonly needs: StretchNeeds,
  ) {
    this.partitions = [...begin.keys()];
    [this.#level, this.#arriving, this.behind] = [this.#lanes(), this.#lanes(), this.#lanes()];
    this.#level.add(level);
    this.behind.add(behind);
    this.#lacking = level.length === 0;
    if (level.length > 0)
      this.#since = lowest(
        level.map(({ held }) => held.position),
        needs.store,
      );
    this.#merge = new Merge(needs.feed, begin, needs.store, this.#since);
    this.#size = new BatchSize(needs.batch);
  }

  #lanes(): LaneSet {
    return new LaneSet(this.needs, this.stopped);
  }

  get lanes(): readonly Lane[] {
    return [this.#level, this.#arriving, this.behind].flatMap(({ lanes }) => lanes);
  }

  start(): void {
    this.#running ??= this.#run();
    this.needs.catchUp.follow(this);
  }

  /** Finishes the batch in hand, then ends; whoever waits to deliver is let go. */
  async end(): Promise<void> {
    this.#ending.abort();
    this.#more.ring();
    this.#room.ring();
    await Promise.all([this.#running, this.needs.catchUp.leave(this)]);
  }

  /** Resolves when more of the partition may come. */
  async delivered(delivery: Delivery): Promise<void> {
    const reason = this.#merge.push(delivery);
    if (reason !== undefined) {
      this.#lacking = true;
      this.needs.onTrouble?.({ kind: 'unreadable', partitions: this.partitions, reason });
    }
    this.#more.ring();
    while (this.#merge.held(delivery.partition) >= enough && !this.#ending.signal.aborted)
      await this.#room.heard();
  }

  /** A lane that is ours again. What passed meanwhile is in the store. */
  adopt(lane: Lane): void {
    this.behind.add([lane]);
    this.needs.catchUp.ring();
  }

  /** Whether it met a failure behind which the store may have been changed, and has not seen yet that it was not. */
  get doubted(): boolean {
    return this.#level.doubted || this.behind.doubted;
  }

  /** After a failure elsewhere: what became of the lanes is asked before anything more is folded. */
  doubt(): void {
    this.#level.doubt();
    this.behind.doubt();
    this.#more.ring();
  }

  relieve(name: string): void {
    for (const set of [this.#level, this.#arriving, this.behind]) set.relieve(name);
  }

  /** Whether the partitions still bring everything beyond this place. */
  isAt(position: Position | undefined): boolean {
    return !this.#lacking && !isBefore(this.needs.store, position, this.#since);
  }

  /** Lanes that were behind and have come near: they are level as soon as nothing lies between. */
  arrive(lanes: readonly Lane[]): void {
    this.behind.hand(lanes, this.#arriving);
    if (this.#arriving.size > 0) this.#more.ring();
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    const backoff = new Backoff();
    while (!signal.aborted) {
      try {
        await this.#step();
        backoff.reset();
      } catch (error) {
        this.#failed(error);
        await pause(backoff.next(), signal);
      }
    }
  }

  #failed(error: unknown): void {
    this.#level.failed(error);
    if (this.#arriving.size === 0) return;
    this.#arriving.hand(this.#arriving.lanes, this.behind);
    this.behind.doubt();
    this.needs.catchUp.ring();
  }

  async #step(): Promise<void> {
    await this.#level.settle();
    this.#fallBehind();
    if (this.#arriving.size > 0) await this.#admit();
    // Again, and nothing may be awaited from here to taking: what is lacking was delivered before what would be taken.
    this.#fallBehind();
    const merged = this.#merge.take(this.#size.limit);
    if (merged && this.#isDue(merged)) await this.#pass(merged);
    else await this.#more.heard(merged || this.#arriving.size > 0 ? idleMoveMs : undefined);
  }

  /** Lanes that the partitions no longer bring all they need; a database that came back without its last moments can be why. */
  #fallBehind(): void {
    const lanes = this.#level.lanes.filter(({ held }) => !this.isAt(held.position));
    if (lanes.length === 0) return;
    this.#level.hand(lanes, this.behind);
    this.needs.catchUp.ring();
  }

  #isDue({ events }: Merged): boolean {
    return events.length > 0 || Date.now() - this.#movedAt >= idleMoveMs;
  }

  async #pass(merged: Merged): Promise<void> {
    await this.#level.apply({ after: this.#since, ...merged }, this.#size);
    this.#merge.done(merged.to);
    if (!this.#lacking) this.#since = merged.to;
    this.#movedAt = Date.now();
    this.#room.ring();
  }

  /** What was passed on while they came is read for them: few events, since it is but a moment ago that they were at the end. */
  async #admit(): Promise<void> {
    const { store } = this.needs;
    // Before the end of the store is asked: whatever is delivered from now on lies there or behind.
    const { offsets } = this.#merge;
    if (this.#lacking) await this.#meet();
    const to = this.#since;
    let from = lowest(
      this.#arriving.lanes.map(({ held }) => held.position),
      store,
    );
    while (to !== undefined && isBefore(store, from, to) && !this.#ending.signal.aborted) {
      const read = await store.readAll(from, undefined, this.#size.limit);
      const events = read.filter(({ meta }) => !isBefore(store, to, meta.position));
      const last = read.length > events.length ? to : events.at(-1)?.meta.position;
      // The node of the store that answers lags behind the one that was relayed: it is asked again.
      if (last === undefined) return;
      // Offsets belong to the end alone: on the way there, what follows lies behind them in the store and nowhere in the feed.
      const reached = last === to ? { to, offsets } : { to: last };
      const passage = { after: from, events: events.filter(this.#isMine), ...reached };
      await this.#arriving.apply(passage, this.#size);
      from = last;
    }
    const here = this.#arriving.lanes.filter(({ held }) => !isBefore(store, held.position, to));
    this.#arriving.hand(here, this.#level);
  }

  readonly #isMine = (event: StoredEvent): boolean =>
    this.partitions.includes(this.needs.feed.partitionOf(event));

  /** Whatever was delivered or passed over so far is in the store; what is appended from now on will be delivered. */
  async #meet(): Promise<void> {
    this.#lacking = false;
    try {
      const head = await this.needs.store.head();
      this.#since = head;
      if (head !== undefined) this.#merge.done(head);
      this.#room.ring();
    } catch (error) {
      this.#lacking = true;
      throw error;
    }
  }
}
