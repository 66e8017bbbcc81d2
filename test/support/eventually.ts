import { setTimeout as sleep } from 'node:timers/promises';

/** The first answer that is neither undefined nor false; throws what was asked for when none came within so many milliseconds. */
export const eventually = async <T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  milliseconds = 60_000,
): Promise<T> => {
  for (const end = performance.now() + milliseconds; ; await sleep(25)) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > end) throw new Error(`not within ${String(milliseconds)} ms: ${what}`);
  }
};
