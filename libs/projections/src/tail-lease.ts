import type { Position } from '#kernel';
import type { Pool } from '#postgres';
import {
  claimAbandoned,
  Fenced,
  move,
  readCheckpoints,
  renew,
  type Checkpoint,
} from './checkpoints.js';
import { liveSchema } from './schema.js';

/**
 * One process's hold on a checkpoint that accounts for something outside the database. It is taken only when nobody has it – unlike a
 * projection's, which whoever starts takes over –, shown to be alive every third of the lease, and given back at the end. Every
 * method rejects with the database's error while that is away.
 */
export class TailLease {
  #held: Checkpoint | undefined;
  #askedAt = -Infinity;
  #doubtful = false;

  constructor(
    private readonly pool: Pool,
    private readonly name: string,
    /** A holder silent for this long may be relieved, in milliseconds. */
    readonly leaseMs = 5_000,
  ) {}

  /** Exclusive, and where it stood when it was last known; undefined before the first event. */
  get position(): Position | undefined {
    return this.#held?.position;
  }

  /** Whether it is ours. Asks the database every third of the lease, and after `doubt`. */
  async keep(): Promise<boolean> {
    if (performance.now() - this.#askedAt < this.leaseMs / 3) return this.#held !== undefined;
    const asked = performance.now();
    this.#held = this.#held ? await this.#renewed(this.#held) : await this.#taken();
    this.#askedAt = asked;
    this.#doubtful = false;
    return this.#held !== undefined;
  }

  /** Rejects with `Fenced` when it is not ours any more. */
  async moveTo(position: Position, events: number): Promise<void> {
    const held = this.#held;
    if (!held) throw new Fenced('the checkpoint is not held');
    await move(this.pool, [held], { to: position, events });
    this.#held = { ...held, position };
  }

  /** What became of it is to be asked of the database. */
  doubt(): void {
    this.#askedAt = -Infinity;
    this.#doubtful = true;
  }

  /** The next who asks gets it at once. */
  async release(): Promise<void> {
    const held = this.#held;
    this.#held = undefined;
    if (!held) return;
    await this.pool.query(
      `update ${liveSchema}.checkpoints set updated_at = to_timestamp(0) where name = $1 and epoch = $2`,
      [held.name, held.epoch],
    );
  }

  async #renewed(held: Checkpoint): Promise<Checkpoint | undefined> {
    const [stored] = await readCheckpoints(this.pool, [this.name]);
    if (stored?.epoch !== held.epoch) return undefined;
    const mine = await renew(this.pool, [held]);
    if (mine.size === 0) return undefined;
    // Otherwise a move may be under way, and what was just read is older than what it leaves.
    return this.#doubtful ? stored : this.#held;
  }

  async #taken(): Promise<Checkpoint | undefined> {
    const made = await this.pool.query(
      `insert into ${liveSchema}.checkpoints (name) values ($1) on conflict do nothing`,
      [this.name],
    );
    if (made.rowCount === 1) return (await readCheckpoints(this.pool, [this.name]))[0];
    return (await claimAbandoned(this.pool, [this.name], this.leaseMs))[0];
  }
}
