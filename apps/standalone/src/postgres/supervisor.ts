import { setTimeout as sleep } from 'node:timers/promises';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres.js';

export interface SupervisedPostgres {
  /** Stays the same over restarts. */
  readonly url: string;
  /** Of the server at work; undefined between two. */
  readonly pid: number | undefined;
  /** Fast shutdown, and no restart after it. */
  stop(): Promise<void>;
}

type Say = (line: string) => void;

const longestPause = 5_000;
const healthyAfter = 60_000;

/**
 * Starts a server and starts it again on the same port whenever it ends by itself, with growing pauses and for as long as it
 * takes. Rejects only when the first start does; what happens later is told to `say`, one line each.
 */
export const supervisePostgres = async (
  options: EmbeddedPostgresOptions,
  say: Say,
): Promise<SupervisedPostgres> => {
  let server: EmbeddedPostgres | undefined = await startEmbeddedPostgres(options);
  const { port, url } = server;
  const stopping = new AbortController();
  const watching = (async () => {
    for (let quick = 0; server;) {
      const since = performance.now();
      await server.ended;
      if (stopping.signal.aborted) return;
      server = undefined;
      say('PostgreSQL ended unexpectedly; it is being started again.');
      quick = performance.now() - since < healthyAfter ? quick + 1 : 0;
      if (quick > 1) await pause(100 * 2 ** quick, stopping.signal);
      server = await startAgain({ ...options, port }, say, stopping.signal);
      if (server) say('PostgreSQL is at work again.');
    }
  })();
  return {
    url,
    get pid() {
      return server?.pid;
    },
    stop: async () => {
      stopping.abort();
      await server?.stop();
      await watching;
      // A restart may have been under way when the order to stop came.
      await server?.stop();
    },
  };
};

/** Tries until it succeeds or is told to stop; a reason that stays the same is told once. */
const startAgain = async (
  options: EmbeddedPostgresOptions,
  say: Say,
  stopping: AbortSignal,
): Promise<EmbeddedPostgres | undefined> => {
  let told = '';
  for (let wait = 100; !stopping.aborted; wait *= 2) {
    try {
      return await startEmbeddedPostgres(options);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== told) say(reason);
      told = reason;
      await pause(wait, stopping);
    }
  }
  return undefined;
};

const pause = async (milliseconds: number, stopping: AbortSignal): Promise<void> => {
  // Being told to stop ends the pause, and whoever paused looks at the signal next.
  await sleep(Math.min(milliseconds, longestPause), undefined, { signal: stopping }).catch(
    () => undefined,
  );
};
