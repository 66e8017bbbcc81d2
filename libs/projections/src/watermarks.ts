import type { Position } from '#kernel';
import { mayPass, type Pool } from '#postgres';
import { readCheckpoints } from './checkpoints.js';
import { lowest, partitionsOf, tableOf } from './lanes.js';
import { pause } from './pause.js';

interface Waiter {
  readonly names: readonly string[];
  readonly position: Position;
  readonly resolve: (answer: 'reached') => void;
  readonly reject: (error: unknown) => void;
}

/** What it needs of the store: how positions compare. */
export interface PositionOrder {
  comparePositions(a: Position, b: Position): number;
}

/**
 * Read-your-writes: waits until views have come as far as a position; one that is fed in partitions, with the last of these. Hears of
 * moves in its own process through `moved` and looks into the checkpoints every `pollMs` while anyone waits, one query for all who do.
 */
export class Watermarks {
  /** Positions as last heard, by checkpoint, of each view. */
  readonly #heard = new Map<string, Map<string, Position | undefined>>();
  /** How far each view is known to have come as a whole. It never goes back, however its checkpoints are divided. */
  readonly #known = new Map<string, Position>();
  readonly #waiters = new Set<Waiter>();
  #polling = false;
  #looking: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly order: PositionOrder,
    private readonly pollMs = 25,
  ) {}

  /** For the runner in this process: these checkpoints now stand at `position`. */
  readonly moved = (names: readonly string[], position: Position): void => {
    for (const name of names) {
      const heard = this.#heard.get(tableOf(name)) ?? new Map<string, Position | undefined>();
      this.#heard.set(tableOf(name), heard.set(name, position));
      this.#learn(tableOf(name), heard, partitionsOf(name));
    }
    this.#wake();
  };

  /**
   * Resolves `reached` when all the named views hold the event at `position`, `timed-out` after `timeoutMs`: the caller then says
   * so rather than answer with an older view. Rejects when the checkpoints cannot be read.
   */
  async waitFor(
    names: readonly string[],
    position: Position,
    timeoutMs: number,
  ): Promise<'reached' | 'timed-out'> {
    if (this.#reached(names, position)) return 'reached';
    await this.#look();
    if (this.#reached(names, position)) return 'reached';
    const over = new AbortController();
    const { promise, resolve, reject } = Promise.withResolvers<'reached'>();
    const waiter: Waiter = { names, position, resolve, reject };
    this.#waiters.add(waiter);
    if (!this.#polling) void this.#poll();
    const late = pause(timeoutMs, over.signal).then(() => 'timed-out' as const);
    try {
      return await Promise.race([promise, late]);
    } finally {
      over.abort();
      this.#waiters.delete(waiter);
    }
  }

  #reached(names: readonly string[], position: Position): boolean {
    return names.every((name) => {
      const known = this.#known.get(name);
      return known !== undefined && this.order.comparePositions(known, position) >= 0;
    });
  }

  #wake(): void {
    for (const waiter of this.#waiters) {
      if (this.#reached(waiter.names, waiter.position)) waiter.resolve('reached');
    }
  }

  /** One query, shared by all who ask while it is under way. */
  #look(): Promise<void> {
    this.#looking ??= this.#read().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #read(): Promise<void> {
    const stored = await readCheckpoints(this.pool);
    for (const [table, found] of Map.groupBy(stored, ({ name }) => tableOf(name))) {
      const heard = new Map(found.map(({ name, position }) => [name, position]));
      this.#heard.set(table, heard);
      this.#learn(table, heard, found.length);
    }
    this.#wake();
  }

  /** What is heard of all its `parts` checkpoints tells how far a view has come; of fewer it tells nothing. */
  #learn(table: string, heard: ReadonlyMap<string, Position | undefined>, parts: number): void {
    const reached = heard.size === parts ? lowest([...heard.values()], this.order) : undefined;
    if (reached !== undefined && !this.#reached([table], reached)) this.#known.set(table, reached);
  }

  /** While the database is away nobody reaches anything and the waiters' own time limits answer them; other errors are theirs. */
  async #poll(): Promise<void> {
    this.#polling = true;
    while (this.#waiters.size > 0) {
      await pause(this.pollMs);
      await this.#look().catch((error: unknown) => {
        if (!mayPass(error)) for (const { reject } of this.#waiters) reject(error);
      });
    }
    this.#polling = false;
  }
}
