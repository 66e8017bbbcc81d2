import type { AnyProjection } from '#kernel';
import { laneOf, type Lane } from '../batch.js';
import { claimAbandoned, renew, type Checkpoint } from '../checkpoints.js';
import { abandonedTables, claimPartitions, claimTables, lowest, tableOf } from '../lanes.js';
import { handles } from '../fold.js';
import { discardedIn } from '../parking/acts.js';
import { Backoff, pause } from '../pause.js';
import type { LaneHealth } from '../runner.js';
import { liveSchema } from '../schema.js';
import { beginningOf } from './beginning.js';
import type { Delivery, FeedListener, Offset } from './feed.js';
import { FeedUnfit, Fitness } from './fitness.js';
import { Stretch, type Beginning, type StretchNeeds } from './stretch.js';

type Needs = Omit<StretchNeeds, 'onRelieved' | 'fitness'>;

/** One membership in the feed and the stretches that came with its last assignment. */
export class Membership implements FeedListener {
  #stretches: readonly Stretch[] = [];
  #mine: readonly number[] = [];
  readonly #standingBy = new Map<string, Stretch>();
  readonly #parked = new Map<string, number>();
  #assignments = 0;
  #settled: Promise<unknown> = Promise.resolve();
  readonly #ending = new AbortController();
  readonly #fitness: Fitness;

  constructor(
    readonly how: 'shared' | 'alone',
    readonly views: readonly AnyProjection[],
    private readonly needs: Needs,
  ) {
    this.#fitness = new Fitness(needs, this.#ending.signal);
  }

  async end(): Promise<void> {
    this.#ending.abort();
    this.#assignments += 1;
    await this.#settled;
    await this.#endStretches();
  }

  assigned(partitions: readonly number[]): Promise<ReadonlyMap<number, Offset>> {
    this.#assignments += 1;
    const turn = this.#assignments;
    const settled = this.#settled.then(() => this.#settle(partitions, turn));
    this.#settled = settled;
    return settled;
  }

  wants(type: string): boolean {
    return this.views.some((view) => handles(view, { type }));
  }

  async delivered(delivery: Delivery): Promise<void> {
    const stretch = this.#stretches.find(({ partitions }) =>
      partitions.includes(delivery.partition),
    );
    await stretch?.delivered(delivery);
  }

  /** After a failure elsewhere: see `Stretch.doubt`. */
  doubt(): void {
    for (const stretch of this.#stretches) stretch.doubt();
  }

  health(): readonly LaneHealth[] {
    const { store } = this.needs;
    const unfit = this.#fitness.wrong;
    return this.views.map(({ table: name }): LaneHealth => {
      const of = <T>(all: Iterable<readonly [string, T]>) =>
        [...all].filter(([lane]) => tableOf(lane) === name).map(([, one]) => one);
      const lanes = this.#stretches.flatMap((stretch) =>
        stretch.lanes.filter(({ view }) => view.table === name),
      );
      const stopped = this.#stretches.flatMap((stretch) => of(stretch.stopped));
      const error = unfit ?? stopped[0]?.reason;
      const places = [...lanes, ...stopped.map(({ lane }) => lane)].map(
        ({ held }) => held.position,
      );
      const position = places.length > 0 ? lowest(places, store) : undefined;
      const parked = Math.max(0, ...of(this.#parked));
      const state = error ? 'stopped' : lanes.length > 0 ? 'running' : 'standing-by';
      const wrong = { ...(error && { error }), ...(unfit !== undefined && { unfit }) };
      return { name, state, parked, ...(position && { position }), ...wrong };
    });
  }

  /** Tries until the partitions are claimed, unless another assignment has come. */
  async #settle(partitions: readonly number[], turn: number): Promise<ReadonlyMap<number, Offset>> {
    const backoff = new Backoff();
    const held = this.#stretches;
    await this.#endStretches();
    // Who held nothing would not have met a failure of the database.
    let anew = held.length === 0 || held.some(({ doubted }) => doubted);
    while (turn === this.#assignments && !this.#ending.signal.aborted) {
      try {
        // Before anything is claimed: the checkpoint of a partition that there is not would stand still for ever.
        await this.#fitness.ask(anew);
        return await this.#claim(partitions);
      } catch (error) {
        anew = true;
        if (!(error instanceof FeedUnfit)) this.needs.onTrouble?.({ kind: 'retrying', error });
        await pause(backoff.next(), this.#ending.signal);
      }
    }
    return new Map();
  }

  async #endStretches(): Promise<void> {
    await Promise.all(this.#stretches.map((stretch) => stretch.end()));
    this.#stretches = [];
    this.#standingBy.clear();
  }

  async #claim(partitions: readonly number[]): Promise<ReadonlyMap<number, Offset>> {
    this.#mine = partitions;
    const lanes = await this.#lanesOf(await this.#take(this.#tables()));
    // What can be read is asked before the stretches ask the store for its end: see Stretch.
    const ranges = await this.needs.feed.ranges(partitions);
    const sets = this.how === 'shared' ? partitions.map((one) => [one]) : [partitions];
    const { feed, store: order } = this.needs;
    const beginnings = sets
      .filter((set) => set.length > 0)
      .map((set) => {
        const own = lanes.filter((lane) => this.#isOf(lane, set));
        return beginningOf(own, set, { feed, ranges, order });
      });
    this.#stretches = beginnings.map((beginning) => this.#stretch(beginning));
    for (const stretch of this.#stretches) stretch.start();
    return new Map(beginnings.flatMap(({ begin }) => [...begin]));
  }

  #stretch(beginning: Beginning): Stretch {
    const stretch: Stretch = new Stretch(beginning, {
      ...this.needs,
      fitness: this.#fitness,
      onRelieved: ({ held: { name } }) => {
        if (!this.#stretches.includes(stretch)) return;
        this.#standingBy.set(name, stretch);
        this.needs.onTrouble?.({ kind: 'relieved', name });
      },
    });
    return stretch;
  }

  #take(tables: readonly string[]): Promise<readonly Checkpoint[]> {
    const { pool, store, feed } = this.needs;
    if (this.#mine.length === 0) return Promise.resolve([]);
    if (this.how === 'alone')
      return claimTables(pool, tables, { order: store, feed: 'partitions' });
    return claimPartitions(pool, tables, { mine: this.#mine, of: feed.partitions }, store);
  }

  async #lanesOf(checkpoints: readonly Checkpoint[]): Promise<readonly Lane[]> {
    const { store, acts } = this.needs;
    const lanes: Lane[] = [];
    for (const view of this.views) {
      const discarded = await discardedIn(store, acts, view.table);
      for (const held of checkpoints.filter(({ name }) => tableOf(name) === view.table))
        lanes.push(laneOf(view, liveSchema, { held, discarded }));
    }
    return lanes;
  }

  #isOf({ held: { name } }: Lane, set: readonly number[]): boolean {
    return this.how === 'alone' || set.some((one) => name.includes(`#${String(one)}/`));
  }

  #tables(): readonly string[] {
    return this.views.map(({ table }) => table);
  }

  async keep(leaseMs: number): Promise<void> {
    const { pool } = this.needs;
    for (const stretch of this.#stretches) {
      const held = stretch.lanes.map((lane) => lane.held);
      const renewed = await renew(pool, held);
      for (const [name, parked] of renewed) this.#parked.set(name, parked);
      for (const { name } of held) if (!renewed.has(name)) stretch.relieve(name);
    }
    if (this.#standingBy.size > 0) await this.#takeBack(leaseMs);
  }

  /** What was let go comes back: by name, or, if the view was fed in another way meanwhile, by its table. */
  async #takeBack(leaseMs: number): Promise<void> {
    const { pool } = this.needs;
    const names = [...this.#standingBy.keys()];
    const byName = await claimAbandoned(pool, names, leaseMs);
    const tables =
      byName.length > 0
        ? []
        : await abandonedTables(pool, [...new Set(names.map(tableOf))], leaseMs);
    const taken = tables.length > 0 ? await this.#take(tables) : byName;
    for (const lane of await this.#lanesOf(taken)) {
      this.#standingBy.delete(lane.held.name);
      this.#stretches.find(({ partitions }) => this.#isOf(lane, partitions))?.adopt(lane);
    }
  }
}
