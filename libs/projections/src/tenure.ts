import type { Pool } from '#postgres';
import { claim, claimAbandoned, readCheckpoints, renew, type Checkpoint } from './checkpoints.js';

/**
 * The hold of one process on one checkpoint: taken when it begins, shown to be alive every third of the lease, lost when another
 * begins, and taken back when that one has been silent for a lease.
 */
export class Tenure {
  held: Checkpoint | undefined;
  #claimed = false;
  #signedAt = 0;

  constructor(
    private readonly pool: Pool,
    private readonly name: string,
    readonly leaseMs = 5_000,
  ) {}

  /** To be called before each piece of work. Answers what has changed, if anything. Rejects with the database's error. */
  async keep(): Promise<'taken' | 'relieved' | undefined> {
    if (!this.#claimed) {
      this.held = (await claim(this.pool, [this.name]))[0];
      this.#claimed = true;
      return 'taken';
    }
    if (Date.now() - this.#signedAt < this.leaseMs / 3) return undefined;
    const change = this.held ? await this.#renew(this.held) : await this.#takeBack();
    this.#signedAt = Date.now();
    return change;
  }

  /** After a failure only the database knows whose it is and where it stands. */
  doubt(): void {
    this.#signedAt = 0;
  }

  async #renew(held: Checkpoint): Promise<'taken' | 'relieved' | undefined> {
    const [stored] = await readCheckpoints(this.pool, [this.name]);
    const mine = stored?.epoch === held.epoch && (await renew(this.pool, [held])).size > 0;
    if (mine && stored.position === held.position) return undefined;
    this.held = mine ? stored : undefined;
    return mine ? 'taken' : 'relieved';
  }

  async #takeBack(): Promise<'taken' | undefined> {
    this.held = (await claimAbandoned(this.pool, [this.name], this.leaseMs))[0];
    return this.held && 'taken';
  }
}
