import type { Position } from '#kernel';
import { applyBatch, type Batch, type Lane, type Stopped } from '../batch.js';
import type { BatchSize } from '../batch-size.js';
import { Fenced, readCheckpoints, recordError } from '../checkpoints.js';
import { isBefore } from '../lanes.js';
import type { ParkingRules } from '../parking/fold-parking.js';
import { FeedUnfit, type Fitness } from './fitness.js';
import type { PartitionRunnerOptions } from './partition-runner.js';

export interface LaneSetNeeds extends PartitionRunnerOptions {
  readonly rules: ParkingRules;
  readonly fitness: Fitness;
  /** Lets one piece of work run when its turn has come. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Told of lanes that another holds now. */
  readonly onRelieved: (lane: Lane) => void;
}

/** What lies in the feed beyond one place and up to another. */
export interface Passage extends Batch {
  readonly after: Position | undefined;
}

/** Lanes of some partitions that are fed from one source, and whether what is known of them still holds. */
export class LaneSet {
  readonly #lanes = new Map<string, Lane>();
  #doubtful = false;
  /** Whether the store may be another than before: a database that was away may have been restored. */
  #anew = false;

  /** `stopped` takes up those that cannot go on. */
  constructor(
    private readonly needs: LaneSetNeeds,
    private readonly stopped: Map<string, Stopped>,
  ) {}

  get lanes(): readonly Lane[] {
    return [...this.#lanes.values()];
  }

  get size(): number {
    return this.#lanes.size;
  }

  add(lanes: readonly Lane[]): void {
    for (const lane of lanes) this.#lanes.set(lane.held.name, lane);
  }

  /** Puts those of the lanes that are in this set into another. */
  hand(lanes: readonly Lane[], to: LaneSet): void {
    for (const lane of lanes) {
      const { name } = lane.held;
      if (this.#lanes.get(name) === lane && this.#lanes.delete(name)) to.add([lane]);
    }
  }

  /** Another holds it now. */
  relieve(name: string): void {
    const lane = this.#lanes.get(name);
    if (!lane) return;
    this.#lanes.delete(name);
    this.needs.onRelieved(lane);
  }

  /** Whether it met a failure behind which the store may have been changed, and has not seen yet that it was not. */
  get doubted(): boolean {
    return this.#anew;
  }

  /** After a failure elsewhere: what became of the lanes is asked before anything more is folded. */
  doubt(): void {
    [this.#doubtful, this.#anew] = [true, true];
  }

  /** After a failure at its own work. */
  failed(error: unknown): void {
    this.#doubtful = true;
    if (error instanceof Fenced) return;
    this.#anew = true;
    if (!(error instanceof FeedUnfit)) this.needs.onTrouble?.({ kind: 'retrying', error });
  }

  /** To be called before anything is applied: what a lost commit did, and whether another has taken over, only the database knows. */
  async settle(): Promise<void> {
    if (!this.#doubtful) return;
    const anew = this.#anew;
    [this.#doubtful, this.#anew] = [false, false];
    try {
      await this.#look();
      // Now that the database has answered: this is the store that the feed must be of.
      if (anew) await this.needs.fitness.ask(true);
    } catch (error) {
      this.doubt();
      throw error;
    }
  }

  async #look(): Promise<void> {
    const { pool } = this.needs;
    const stored = await readCheckpoints(pool, [...this.#lanes.keys()]);
    for (const [name, lane] of [...this.#lanes]) {
      const found = stored.find((checkpoint) => checkpoint.name === name);
      if (found?.epoch === lane.held.epoch) lane.held = found;
      else this.relieve(name);
    }
    for (const { lane, reason } of this.stopped.values())
      await recordError(pool, lane.held, reason);
  }

  /** Each group of lanes at one place takes what lies beyond it. One that stands before the passage takes nothing of it. */
  async apply({ after, events, to, offsets }: Passage, size: BatchSize): Promise<void> {
    const { store, inTurn } = this.needs;
    const groups = Map.groupBy(this.#lanes.values(), ({ held }) => held.position);
    for (const [position, lanes] of groups) {
      if (isBefore(store, position, after) || !isBefore(store, position, to)) continue;
      const beyond = events.filter(({ meta }) => isBefore(store, position, meta.position));
      await inTurn(() => this.#applyTo(lanes, { events: beyond, to, offsets }, size));
    }
  }

  async #applyTo(lanes: readonly Lane[], batch: Batch, size: BatchSize): Promise<void> {
    const { pool, rules, onMoved, onTrouble } = this.needs;
    const { stopped, parked, bytes } = await applyBatch(pool, lanes, batch, rules);
    size.moved(bytes);
    for (const { table: name, reason } of parked) onTrouble?.({ kind: 'parked', name, reason });
    for (const stop of stopped) {
      const { name } = stop.lane.held;
      this.#lanes.delete(name);
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
}
