/**
 * One read for all who ask at about the same time. Whoever asks while it is under way gets the next one: an answer is never older
 * than the question.
 */
export class SharedRead<T> {
  readonly #read: () => Promise<T>;
  #now: Promise<T> | undefined;
  #next: Promise<T> | undefined;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  get(): Promise<T> {
    if (!this.#now) return this.#begin();
    const begin = () => this.#begin();
    return (this.#next ??= this.#now.then(begin, begin));
  }

  #begin(): Promise<T> {
    this.#next = undefined;
    const now = this.#read();
    const done = () => {
      if (this.#now === now) this.#now = undefined;
    };
    now.then(done, done);
    return (this.#now = now);
  }
}
