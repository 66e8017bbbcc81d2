/** Work under the same key runs one after the other, in the order it was asked for; under different keys side by side. */
export class KeyedLock {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Waits for all earlier work under any of the keys. */
  async run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = keys.map((key) => this.#last.get(key)).filter((wait) => wait !== undefined);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    for (const key of keys) this.#last.set(key, promise);
    try {
      if (before.length > 0) await Promise.all(before);
      return await work();
    } finally {
      for (const key of keys) if (this.#last.get(key) === promise) this.#last.delete(key);
      resolve(undefined);
    }
  }
}
