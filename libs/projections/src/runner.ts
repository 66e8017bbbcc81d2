import type { AnyProjection, Position } from '#kernel';
import type { EventStore, StoredEvent } from '#event-store';
import type { Pool } from '#postgres';
import { BatchSize } from './batch-size.js';
import { applyBatch, laneOf, type Lane, type Stopped } from './batch.js';
import { Fenced, readCheckpoints, recordError, renew, type Checkpoint } from './checkpoints.js';
import { abandonedTables, claimTables } from './lanes.js';
import { discardedIn, type ParkingActs } from './parking/acts.js';
import type { ParkingRules } from './parking/fold-parking.js';
import { Backoff, pause } from './pause.js';
import { ReadAhead } from './read-ahead.js';
import { liveSchema } from './schema.js';
import type { Trouble } from './trouble.js';

/** What is run over which store, and within which bounds. The caller keeps store and pool, and closes them after `stop`. */
export interface RunnerOptions {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly projections: readonly AnyProjection[];
  /** Most events in one transaction, 1 to 10,000; default 2,000. Fewer are taken while rows are large. */
  readonly batch?: number;
  /** A holder silent for this long may be relieved; default 5,000 ms. */
  readonly leaseMs?: number;
  /** Most rows of one view that may wait, parked, before it stops instead; default `parkedAtMost`. */
  readonly parkedAtMost?: number;
  /** Where discards of parked events are on record; without it there are none. */
  readonly acts?: ParkingActs;
  /** Told after each commit which views now stand where. Must not throw. */
  readonly onMoved?: (names: readonly string[], position: Position) => void;
  /** Told of everything that keeps a view from going on; holds no payload. Must not throw. */
  readonly onTrouble?: (trouble: Trouble) => void;
}

/** What the runner itself knows of a view; `readCheckpoints` tells what the database knows. */
export interface LaneHealth {
  readonly name: string;
  readonly state: 'running' | 'standing-by' | 'stopped';
  readonly position?: Position;
  /** Rows that wait, parked; as of its last batch or sign of life. */
  readonly parked: number;
  /** Why it is stopped. */
  readonly error?: string;
  /** What is wrong with its feed, in one line for people: then that is the `error` of all that it feeds. */
  readonly unfit?: string;
}

/** So many rows and it is the view's code that is wrong, not an event. */
export const parkedAtMost = 200;

/**
 * Keeps all views of one process level with the store: one reader, one transaction per batch for all views at the same place,
 * rows and checkpoints together. Starting takes the views over from whoever ran them; a runner that was relieved stands by until
 * its successor falls silent. An event that a view's code or table refuses is parked with the rows it touches, and all else goes on;
 * a view that cannot be kept right in that way stands still with its error. Lost connections are tried again for ever.
 */
export class Runner {
  readonly #lanes = new Map<string, Lane>();
  readonly #standingBy = new Map<string, AnyProjection>();
  readonly #stopped = new Map<string, Stopped>();
  readonly #ending = new AbortController();
  readonly #lease: number;
  readonly #size: BatchSize;
  readonly #rules: ParkingRules;
  readonly #reads: ReadAhead;
  readonly #parked = new Map<string, number>();
  #renewedAt = 0;
  #doubtful = false;
  #running: Promise<void> | undefined;

  constructor(private readonly options: RunnerOptions) {
    this.#size = new BatchSize(options.batch);
    this.#lease = options.leaseMs ?? 5_000;
    const { store: order, parkedAtMost: atMost = parkedAtMost } = options;
    this.#rules = { order, atMost, whenPassed: 'repeat' };
    this.#reads = new ReadAhead(options.store);
  }

  /** Begins to run; resolves when every view is claimed, however long the database is away. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#running ??= this.#run(resolve);
    });
  }

  /** Finishes the batch in hand, then ends. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  health(): readonly LaneHealth[] {
    return this.options.projections.map(({ table: name }) => {
      const lane = this.#lanes.get(name) ?? this.#stopped.get(name)?.lane;
      const position = lane?.held.position;
      const error = this.#stopped.get(name)?.reason;
      const state = error ? 'stopped' : this.#lanes.has(name) ? 'running' : 'standing-by';
      const parked = this.#parked.get(name) ?? 0;
      return { name, state, parked, ...(position && { position }), ...(error && { error }) };
    });
  }

  async #run(claimed: () => void): Promise<void> {
    const { signal } = this.#ending;
    const backoff = new Backoff();
    let started = false;
    while (!signal.aborted) {
      try {
        if (!started) await this.#take(await this.#claim(this.#names()));
        started = true;
        claimed();
        if (this.#doubtful) await this.#look();
        const moved = await this.#round();
        if (Date.now() - this.#renewedAt > this.#lease / 3) await this.#signOfLife();
        if (!moved) await this.#idle();
        backoff.reset();
      } catch (error) {
        this.#doubtful = started;
        this.#reads.forget();
        if (!(error instanceof Fenced)) this.options.onTrouble?.({ kind: 'retrying', error });
        await pause(backoff.next(), signal);
      }
    }
    claimed();
  }

  /** One batch for each place where views stand, the furthest first. Answers whether there may be more to read. */
  async #round(): Promise<boolean> {
    let full = false;
    let ahead: Position | undefined;
    for (const lanes of this.#places()) {
      const from = lanes[0]?.held.position;
      const { limit } = this.#size;
      const read = await this.#reads.read(from, limit);
      const events = ahead === undefined ? read : this.#upTo(read, ahead);
      ahead = from;
      full ||= read.length > 0;
      // While a full batch is being applied the next one is read.
      if (events.length === limit) this.#reads.ahead(events.at(-1)?.meta.position, limit);
      if (events.length > 0) await this.#apply(lanes, events);
    }
    return full;
  }

  async #apply(lanes: readonly Lane[], events: readonly StoredEvent[]): Promise<void> {
    const { pool, onMoved, onTrouble } = this.options;
    const last = events.at(-1)?.meta.position;
    if (last === undefined) return;
    const batch = { events, to: last };
    const { stopped, parked, bytes } = await applyBatch(pool, lanes, batch, this.#rules);
    this.#size.moved(bytes);
    for (const { table: name, reason } of parked) onTrouble?.({ kind: 'parked', name, reason });
    for (const stop of stopped) {
      const { table: name } = stop.lane.view;
      this.#lanes.delete(name);
      this.#stopped.set(name, stop);
      onTrouble?.({ kind: 'stopped', name, reason: stop.reason });
    }
    const moved = lanes.filter(({ held }) => held.position === last).map(({ view }) => view.table);
    if (moved.length > 0) onMoved?.(moved, last);
    for (const { lane, reason } of stopped) await recordError(pool, lane.held, reason);
  }

  #places(): readonly (readonly Lane[])[] {
    const places = Map.groupBy(this.#lanes.values(), ({ held }) => held.position ?? '');
    const order = (a: Position, b: Position) =>
      a === '' ? 1 : b === '' ? -1 : this.options.store.comparePositions(b, a);
    return [...places].sort(([a], [b]) => order(a, b)).map(([, lanes]) => lanes);
  }

  /** Views that catch up stop where the others stand, and from there on they share a reader with them. */
  #upTo(events: readonly StoredEvent[], position: Position): readonly StoredEvent[] {
    const { store } = this.options;
    return events.filter(({ meta }) => store.comparePositions(meta.position, position) <= 0);
  }

  /** After a failure: what a lost commit did, and whether another has taken over, only the database knows. */
  async #look(): Promise<void> {
    const stored = await readCheckpoints(this.options.pool, this.#names());
    for (const [name, lane] of [...this.#lanes]) {
      const found = stored.find((checkpoint) => checkpoint.name === name);
      if (found?.epoch === lane.held.epoch)
        this.#lanes.set(name, await this.#laneOf(lane.view, found));
      else this.#standBy(name);
    }
    for (const { lane, reason } of this.#stopped.values())
      await recordError(this.options.pool, lane.held, reason);
    this.#doubtful = false;
  }

  async #signOfLife(): Promise<void> {
    const { pool } = this.options;
    const held = [...this.#lanes.values()].map((lane) => lane.held);
    const renewed = await renew(pool, held);
    for (const [name, parked] of renewed) this.#parked.set(name, parked);
    for (const { name } of held) if (!renewed.has(name)) this.#standBy(name);
    if (this.#standingBy.size > 0) {
      const names = await abandonedTables(pool, [...this.#standingBy.keys()], this.#lease);
      if (names.length > 0) await this.#take(await this.#claim(names));
    }
    this.#renewedAt = Date.now();
  }

  #standBy(name: string): void {
    const lane = this.#lanes.get(name);
    if (!lane) return;
    this.#lanes.delete(name);
    this.#standingBy.set(name, lane.view);
    this.options.onTrouble?.({ kind: 'relieved', name });
  }

  #claim(names: readonly string[]): Promise<readonly Checkpoint[]> {
    return claimTables(this.options.pool, names, { order: this.options.store, feed: 'store' });
  }

  async #take(checkpoints: readonly Checkpoint[]): Promise<void> {
    for (const held of checkpoints) {
      const view = this.options.projections.find(({ table }) => table === held.name);
      if (!view) continue;
      const lane = await this.#laneOf(view, held);
      this.#standingBy.delete(held.name);
      this.#lanes.set(held.name, lane);
    }
  }

  async #laneOf(view: AnyProjection, held: Checkpoint): Promise<Lane> {
    const discarded = await discardedIn(this.options.store, this.options.acts, view.table);
    return laneOf(view, liveSchema, { held, discarded });
  }

  async #idle(): Promise<void> {
    const [furthest] = this.#places();
    const { signal } = this.#ending;
    if (furthest)
      await this.options.store.wake(furthest[0]?.held.position, this.#lease / 3, signal);
    else await pause(this.#lease / 3, signal);
  }

  #names(): readonly string[] {
    return this.options.projections.map(({ table }) => table);
  }
}
