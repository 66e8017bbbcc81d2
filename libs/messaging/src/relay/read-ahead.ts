import { quietly } from '../quietly.js';
import type { Batch, RelayedTo } from './batch.js';

/**
 * Batches one after the other, some of them read before they are asked for: the store sends while the brokers write, and nobody waits
 * for either longer than it takes. One read is under way at a time.
 */
export class ReadAhead {
  #ahead: Promise<Batch | undefined>[] = [];

  constructor(
    private readonly read: (from: RelayedTo | undefined) => Promise<Batch | undefined>,
    /** Where the next one begins: behind this. */
    private from: RelayedTo | undefined,
    private readonly depth = 3,
  ) {}

  /** The next one, or undefined when there was nothing behind the last one; then it may be asked for again. Rejects as `read` does. */
  async next(): Promise<Batch | undefined> {
    this.#fill();
    const batch = await this.#ahead.shift();
    if (batch) this.from = batch.last;
    else this.#ahead = [];
    if (batch) this.#fill();
    return batch;
  }

  #fill(): void {
    while (this.#ahead.length < this.depth)
      this.#ahead.push(quietly(this.#behind(this.#ahead.at(-1))));
  }

  async #behind(last: Promise<Batch | undefined> | undefined): Promise<Batch | undefined> {
    if (!last) return this.read(this.from);
    const batch = await last;
    return batch && this.read(batch.last);
  }
}
