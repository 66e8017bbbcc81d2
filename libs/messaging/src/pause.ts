import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves after `milliseconds`, or at once when `signal` aborts. Never rejects. */
export const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    // Only an abort rejects a sleep, and an abort is what ends it early.
  }
};

/** Milliseconds to wait after so many tries, from 1: doubling from 100 to 5,000. */
export const pauseAfter = (tries: number): number => Math.min(100 * 2 ** (tries - 1), 5_000);
