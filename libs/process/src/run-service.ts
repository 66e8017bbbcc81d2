import { once } from 'node:events';
import { StartFailure } from './start-failure.js';
import { takeBack, type Begun } from './take-back.js';

/** A process's life as its parts see it. */
export interface Life {
  /** Aborts when the process was told to end. Whoever waits at the start must give up then. */
  readonly stopping: AbortSignal;
  /** To be called with what has to be undone at the end; the last one begun is undone first. */
  begun(undo: Begun[number]): void;
  /** From the signal to the end it may take so many milliseconds, then the process goes as it is with 1; default 25,000. */
  endWithin(milliseconds: number): void;
}

/**
 * Runs `start`, waits for SIGTERM, SIGINT or SIGHUP, takes back what was begun, and ends the process: 0 after a stop that was asked
 * for, 1 after a failure, in one line on standard error when a person has to do something. A second signal ends it at once, as if it
 * had been killed.
 */
export const runService = async (start: (life: Life) => Promise<void>): Promise<never> => {
  const stop = new AbortController();
  const begun: Begun = [];
  let exitCode = 0;
  let endWithin = 25_000;
  const fail = (error: unknown) => {
    process.stderr.write(`${lineOf(error)}\n`);
    exitCode = 1;
    stop.abort();
  };
  stopOnSignals(stop);
  stop.signal.addEventListener('abort', () => {
    setTimeout(() => {
      process.stderr.write(`It did not stop within ${endWithin} ms and goes as it is.\n`);
      process.exit(1);
    }, endWithin);
  });
  // Nothing may be half done when the program is at fault: what was begun is taken back as at any other end.
  process.on('uncaughtException', fail);
  try {
    await start({
      stopping: stop.signal,
      begun: (undo) => begun.push(undo),
      endWithin: (milliseconds) => (endWithin = milliseconds),
    });
    if (!stop.signal.aborted) await once(stop.signal, 'abort');
  } catch (error) {
    if (!stop.signal.aborted) fail(error);
  }
  await takeBack(begun).catch(fail);
  process.exit(exitCode);
};

const stopOnSignals = (stop: AbortController): void => {
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ] as const)
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(128 + number);
      stop.abort();
    });
};

const lineOf = (error: unknown): string => {
  if (error instanceof StartFailure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};
