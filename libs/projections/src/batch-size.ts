/** Characters of JSON loaded and written per batch: more, and a batch of large rows would no longer fit a small heap. */
const targetBytes = 8_000_000;
const least = 50;

/** How many events to take at a time: as many as allowed, fewer while the rows they touch are large. */
export class BatchSize {
  #limit: number;

  constructor(private readonly most = 2_000) {
    this.#limit = most;
  }

  get limit(): number {
    return this.#limit;
  }

  /** After a batch, with the characters of JSON it moved. */
  moved(bytes: number): void {
    if (bytes > targetBytes) this.#limit = Math.max(Math.min(least, this.most), this.#limit >> 1);
    else if (bytes < targetBytes / 4) this.#limit = Math.min(this.most, this.#limit * 2);
  }
}
