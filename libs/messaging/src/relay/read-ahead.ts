import { quietly } from '../quietly.js';
import type { Batch, RelayedTo } from './batch.js';

/** What was not looked for, since the batch before it held all there was. */
const unread = Symbol('unread');

/**
 * Batches one after the other, some of them read before they are asked for: the store sends while the brokers write, and nobody waits
 * for either longer than it takes. One read is under way at a time. Behind a batch that held all there was nothing is read ahead:
 * what comes next is read when it is asked for, and so is as fresh as can be.
 */
export class ReadAhead {
  #ahead: Promise<Batch | undefined | typeof unread>[] = [];

  constructor(
    private readonly read: (from: RelayedTo | undefined) => Promise<Batch | undefined>,
    /** Where the next one begins: behind this. */
    private from: RelayedTo | undefined,
    private readonly depth = 3,
  ) {}

  /** The next one, or undefined when there was nothing behind the last one; then it may be asked for again. Rejects as `read` does. */
  async next(): Promise<Batch | undefined> {
    let batch = await (this.#ahead.shift() ?? unread);
    if (batch === unread) {
      this.#ahead = [];
      batch = await this.read(this.from);
    }
    if (!batch) return undefined;
    this.from = batch.last;
    if (batch.cut) this.#fill();
    return batch;
  }

  #fill(): void {
    while (this.#ahead.length < this.depth)
      this.#ahead.push(quietly(this.#behind(this.#ahead.at(-1))));
  }

  async #behind(
    last: Promise<Batch | undefined | typeof unread> | undefined,
  ): Promise<Batch | undefined | typeof unread> {
    if (!last) return this.read(this.from);
    const batch = await last;
    return typeof batch === 'object' && batch.cut ? this.read(batch.last) : unread;
  }
}
