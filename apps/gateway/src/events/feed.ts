/** An endless feed that stops at once when its reader leaves, even while it waits for the next event. */
export const stoppable = <T>(
  open: (signal: AbortSignal) => AsyncIterable<T>,
  until: readonly AbortSignal[],
): AsyncIterableIterator<T> => {
  const left = new AbortController();
  const source = open(AbortSignal.any([left.signal, ...until]))[Symbol.asyncIterator]();
  return {
    next: () => source.next(),
    return: async () => {
      left.abort();
      return { done: true, value: undefined };
    },
    throw: async (error: unknown) => {
      left.abort();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
};

// The longest delay a timer takes; a token that is good for longer outlives no connection.
const longestTimer = 2 ** 31 - 1;

/** From now until a token ends, `expires` in seconds since 1970; never negative, never more than a timer takes. */
export const millisecondsUntil = (expires: number): number =>
  Math.min(Math.max(expires * 1_000 - Date.now(), 0), longestTimer);

/** Aborts when a token ends. */
export const untilExpiry = (expires: number): AbortSignal =>
  AbortSignal.timeout(millisecondsUntil(expires));
