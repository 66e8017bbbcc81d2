import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves after `milliseconds`, or at once when `signal` aborts. Never rejects. */
export const pause = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
  try {
    await sleep(milliseconds, undefined, signal ? { signal } : {});
  } catch {
    // Only an abort rejects a sleep, and an abort is what ends it early.
  }
};

/** How long to wait before the next try: doubles from 100 ms to 5 s, from the start again after a success. */
export class Backoff {
  #next = 100;
  next(): number {
    const now = this.#next;
    this.#next = Math.min(now * 2, 5_000);
    return now;
  }
  reset(): void {
    this.#next = 100;
  }
}
