import type { StoredEvent } from '#event-store';
import type { Position } from '#kernel';
import { applyBatch, type Batch, type Lane } from '../batch.js';
import { BatchSize } from '../batch-size.js';
import { Fenced, readCheckpoints, recordError } from '../checkpoints.js';
import { lowest } from '../lanes.js';
import { Backoff, pause } from '../pause.js';
import type { ParkingRules } from '../parking/fold-parking.js';
import { Bell } from './bell.js';
import type { Delivery, Offset } from './feed.js';
import { FeedUnfit, type Fitness } from './fitness.js';
import { Merge, type Merged } from './merge.js';
import type { PartitionRunnerOptions } from './partition-runner.js';

/** Records of one partition in hand before the feed is asked to hold back. */
const enough = 4_000;
/** Checkpoints that only follow watermarks move this often at most: each move of an idle partition is a write. */
const idleMoveMs = 100;

export interface StretchNeeds extends PartitionRunnerOptions {
  readonly rules: ParkingRules;
  readonly fitness: Fitness;
  /** Lets one piece of work run when its turn has come. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Told of lanes that another holds now. */
  readonly onRelieved: (lane: Lane) => void;
}

/**
 * Some partitions and the lanes that fold them together: one partition and the views that are divided, or all of them and the views
 * that need the whole. Where the partitions do not hold what a lane lacks, it is folded from the store first.
 */
export class Stretch {
  readonly partitions: readonly number[];
  readonly lanes = new Map<string, Lane>();
  readonly stopped = new Map<string, { readonly lane: Lane; readonly reason: string }>();
  readonly #merge: Merge;
  readonly #size: BatchSize;
  readonly #ending = new AbortController();
  readonly #more = new Bell();
  readonly #room = new Bell();
  #fromStore: boolean;
  #arriving: Lane[] = [];
  #doubtful = false;
  /** Whether the store may be another than before: a database that was away may have been restored. */
  #anew = false;
  #movedAt = 0;
  #running: Promise<void> | undefined;

  /** `begin` tells the partitions, and from where each will be delivered. */
  constructor(
    lanes: readonly Lane[],
    begin: ReadonlyMap<number, Offset>,
    fromStore: boolean,
    private readonly needs: StretchNeeds,
  ) {
    this.partitions = [...begin.keys()];
    for (const lane of lanes) this.lanes.set(lane.held.name, lane);
    const from = lanes.length > 0 ? this.#lowest() : undefined;
    this.#merge = new Merge(needs.feed, begin, needs.store, from);
    this.#size = new BatchSize(needs.batch);
    this.#fromStore = fromStore;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the batch in hand, then ends; whoever waits to deliver is let go. */
  async end(): Promise<void> {
    this.#ending.abort();
    this.#more.ring();
    this.#room.ring();
    await this.#running;
  }

  /** Resolves when more of the partition may come. */
  async delivered(delivery: Delivery): Promise<void> {
    const unreadable = this.#merge.push(delivery);
    if (unreadable !== undefined) this.#readOnInStore(unreadable);
    this.#more.ring();
    while (this.#merge.held(delivery.partition) >= enough && !this.#ending.signal.aborted)
      await this.#room.heard();
  }

  /** A lane that is ours again. What passed meanwhile is in the store. */
  adopt(lane: Lane): void {
    this.#arriving.push(lane);
    this.#more.ring();
  }

  /** Whether it met a failure behind which the store may have been changed, and has not seen yet that it was not. */
  get doubted(): boolean {
    return this.#anew;
  }

  /** After a failure elsewhere: what became of the lanes is asked before anything more is folded. */
  doubt(): void {
    [this.#doubtful, this.#anew] = [true, true];
    this.#more.ring();
  }

  relieve(name: string): void {
    const lane = this.lanes.get(name);
    if (!lane) return;
    this.lanes.delete(name);
    this.needs.onRelieved(lane);
  }

  #readOnInStore(reason: string): void {
    this.#fromStore = true;
    this.needs.onTrouble?.({ kind: 'unreadable', partitions: this.partitions, reason });
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    const backoff = new Backoff();
    while (!signal.aborted) {
      try {
        if (this.#doubtful) await this.#look();
        this.#admit();
        while (this.#fromStore) await this.#catchUp();
        const merged = this.#merge.take(this.#size.limit);
        if (merged && this.#isDue(merged)) await this.#pass(merged);
        else await this.#more.heard(merged ? idleMoveMs : undefined);
        backoff.reset();
      } catch (error) {
        this.#failed(error);
        await pause(backoff.next(), signal);
      }
    }
  }

  #failed(error: unknown): void {
    this.#doubtful = true;
    if (error instanceof Fenced) return;
    this.#anew = true;
    if (!(error instanceof FeedUnfit)) this.needs.onTrouble?.({ kind: 'retrying', error });
  }

  /** Only between batches: a lane that came in the middle of one would miss its beginning. */
  #admit(): void {
    for (const lane of this.#arriving) this.lanes.set(lane.held.name, lane);
    this.#fromStore ||= this.#arriving.length > 0;
    this.#arriving = [];
  }

  #isDue({ events }: Merged): boolean {
    return events.length > 0 || Date.now() - this.#movedAt >= idleMoveMs;
  }

  async #pass(merged: Merged): Promise<void> {
    await this.#apply(merged);
    this.#merge.done(merged.to);
    this.#movedAt = Date.now();
    this.#room.ring();
  }

  /** Each group of lanes at one place takes what lies beyond it. */
  async #apply({ events, to, offsets }: Batch): Promise<void> {
    const { store } = this.needs;
    const isBefore = (a: Position | undefined, b: Position) =>
      a === undefined || store.comparePositions(a, b) < 0;
    const groups = Map.groupBy(this.lanes.values(), ({ held }) => held.position);
    for (const [position, lanes] of groups) {
      if (!isBefore(position, to)) continue;
      const beyond = events.filter(({ meta }) => isBefore(position, meta.position));
      await this.needs.inTurn(() => this.#applyTo(lanes, { events: beyond, to, offsets }));
    }
  }

  async #applyTo(lanes: readonly Lane[], batch: Batch): Promise<void> {
    const { pool, rules, onMoved, onTrouble } = this.needs;
    const { stopped, parked, bytes } = await applyBatch(pool, lanes, batch, rules);
    this.#size.moved(bytes);
    for (const { table: name, reason } of parked) onTrouble?.({ kind: 'parked', name, reason });
    for (const stop of stopped) {
      const { name } = stop.lane.held;
      this.lanes.delete(name);
      this.stopped.set(name, stop);
      onTrouble?.({ kind: 'stopped', name, reason: stop.reason });
    }
    const moved = lanes.filter(({ held }) => held.position === batch.to);
    if (moved.length > 0)
      onMoved?.(
        moved.map(({ held }) => held.name),
        batch.to,
      );
    for (const { lane, reason } of stopped) await recordError(pool, lane.held, reason);
  }

  /**
   * Folds from the store up to its present end. Whatever was appended later is delivered after what had been delivered when this began,
   * so nothing lies between; what is delivered once more is passed over by its position.
   */
  async #catchUp(): Promise<void> {
    const { store, feed } = this.needs;
    this.#fromStore = false;
    try {
      const { offsets } = this.#merge;
      const head = await store.head();
      let from = this.lanes.size > 0 ? this.#lowest() : head;
      const mine = (event: StoredEvent) => this.partitions.includes(feed.partitionOf(event));
      while (head !== undefined && from !== head && !this.#ending.signal.aborted) {
        const read = await store.readAll(from, undefined, this.#size.limit);
        const events = read.filter(({ meta }) => store.comparePositions(meta.position, head) <= 0);
        const to = read.length === events.length ? (events.at(-1)?.meta.position ?? head) : head;
        // Offsets belong to the end alone: on the way there, what follows lies behind them in the store and nowhere in the feed.
        const reached = to === head ? { to, offsets } : { to };
        await this.#apply({ events: events.filter(mine), ...reached });
        from = to;
      }
      if (head !== undefined && from === head) this.#merge.done(head);
      this.#room.ring();
    } catch (error) {
      this.#fromStore = true;
      throw error;
    }
  }

  #lowest(): Position | undefined {
    return lowest(
      [...this.lanes.values()].map(({ held }) => held.position),
      this.needs.store,
    );
  }

  /** After a failure: what a lost commit did, and whether another has taken over, only the database knows. */
  async #look(): Promise<void> {
    const stored = await readCheckpoints(this.needs.pool, [...this.lanes.keys()]);
    for (const [name, lane] of [...this.lanes]) {
      const found = stored.find((checkpoint) => checkpoint.name === name);
      if (found?.epoch === lane.held.epoch) this.#believe(lane, found);
      else this.relieve(name);
    }
    for (const { lane, reason } of this.stopped.values())
      await recordError(this.needs.pool, lane.held, reason);
    // Now that the database has answered: this is the store that the feed must be of.
    const anew = this.#anew;
    [this.#doubtful, this.#anew] = [false, false];
    if (anew) await this.needs.fitness.ask(true);
  }

  /** A database that came back without its last moments has lost what was done with here. */
  #believe(lane: Lane, found: Lane['held']): void {
    const { store } = this.needs;
    const { position } = lane.held;
    const isBack =
      position !== undefined &&
      (found.position === undefined || store.comparePositions(found.position, position) < 0);
    if (isBack) this.#fromStore = true;
    lane.held = found;
  }
}
