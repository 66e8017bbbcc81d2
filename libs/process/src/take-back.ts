import { setTimeout as sleep } from 'node:timers/promises';

/** What has to be taken back at the end, in the order it was begun. */
export type Begun = (() => unknown)[];

const patience = 30_000;

/**
 * Takes everything back in reverse order and empties the list. A step that fails, or takes longer than half a minute, does not
 * leave the next ones undone; it is told at the end by an `AggregateError`.
 */
export const takeBack = async (begun: Begun): Promise<void> => {
  const failures: unknown[] = [];
  for (const step of begun.splice(0).reverse()) {
    try {
      await inTime(step);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped');
};

/** What does not end must not keep what was begun before it from being ended. */
const inTime = async (step: Begun[number]): Promise<void> => {
  const timer = new AbortController();
  const late = sleep(patience, undefined, { signal: timer.signal }).then(
    () => {
      throw new Error(`a part of the program did not stop within ${patience / 1_000} seconds`);
    },
    // The step was in time and has called the timer off.
    () => undefined,
  );
  try {
    await Promise.race([step(), late]);
  } finally {
    timer.abort();
  }
};
