import type { Position } from '#kernel';
import { isUnreachable, type Pool } from '#postgres';
import { readCheckpoints } from './checkpoints.js';
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
 * Read-your-writes: waits until views have come as far as a position. Hears of moves in its own process through `moved` and looks
 * into the checkpoints every `pollMs` while anyone waits, one query for all who do.
 */
export class Watermarks {
  readonly #known = new Map<string, Position>();
  readonly #waiters = new Set<Waiter>();
  #polling = false;
  #looking: Promise<void> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly order: PositionOrder,
    private readonly pollMs = 25,
  ) {}

  /** For the runner in this process: these views now stand at `position`. */
  readonly moved = (names: readonly string[], position: Position): void => {
    for (const name of names) this.#known.set(name, position);
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
    for (const { name, position } of await readCheckpoints(this.pool)) {
      if (position !== undefined && !this.#reached([name], position))
        this.#known.set(name, position);
    }
    this.#wake();
  }

  /** While the database is away nobody reaches anything and the waiters' own time limits answer them; other errors are theirs. */
  async #poll(): Promise<void> {
    this.#polling = true;
    while (this.#waiters.size > 0) {
      await pause(this.pollMs);
      await this.#look().catch((error: unknown) => {
        if (!isUnreachable(error)) for (const { reject } of this.#waiters) reject(error);
      });
    }
    this.#polling = false;
  }
}
