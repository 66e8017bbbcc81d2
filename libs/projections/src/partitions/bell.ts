/** Wakes whoever waits for it; a ring that nobody heard is heard by the next. */
export class Bell {
  #rung = false;
  readonly #listeners = new Set<() => void>();

  ring(): void {
    this.#rung = true;
    for (const listener of this.#listeners) listener();
  }

  /** Resolves at the next ring, or after `milliseconds`. */
  async heard(milliseconds?: number): Promise<void> {
    if (!this.#rung) await this.#next(milliseconds);
    this.#rung = false;
  }

  #next(milliseconds: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#listeners.delete(wake);
        clearTimeout(late);
        resolve();
      };
      const late = milliseconds === undefined ? undefined : setTimeout(wake, milliseconds);
      this.#listeners.add(wake);
    });
  }
}

/** So many pieces of work at once, the others in the order in which they came. */
export const turns = (atOnce: number) => {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // Whoever is next takes the place over, so that nobody slips in between.
      if (next) next();
      else busy -= 1;
    }
  };
};
