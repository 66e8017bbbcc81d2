import { setTimeout as pause } from 'node:timers/promises';
import type { Position } from '#kernel';
import { openPool, type Client, type Pool } from '#postgres';
import { later } from './positions.js';

const channel = 'es_appended';
/** A notification takes a lock of the whole server while it commits, so it is never more than one in this many milliseconds. */
const atMostEvery = 20;
const backoff = { first: 100, last: 5_000 };

/**
 * The line between processes: tells others how far the feed goes and hears it from them, on one connection of its own that is
 * renewed when it breaks. Best effort: readers poll as well.
 */
export class Announcements {
  readonly #pool: Pool;
  readonly #heard: (position: Position) => void;
  readonly #closing = new AbortController();
  readonly #listening: Promise<void>;
  #client: Client | undefined;
  #pending: Position | undefined;
  #sending: Promise<void> | undefined;

  constructor(url: string, heard: (position: Position) => void) {
    this.#pool = openPool(url, { max: 1, application: 'skilltrace-announcements' });
    this.#heard = heard;
    this.#listening = this.#listen();
  }

  /** Tells the others, soon; several tellings may become one. */
  tell(position: Position): void {
    this.#pending = later(this.#pending, position);
    this.#sending ??= this.#send();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#sending;
    await this.#listening;
    await this.#pool.end();
  }

  async #send(): Promise<void> {
    while (this.#pending !== undefined && !this.#closing.signal.aborted) {
      const position = this.#pending;
      this.#pending = undefined;
      // A connection that just broke is renewed by #listen; until then the others poll.
      await this.#client
        ?.query('select pg_notify($1, $2)', [channel, position])
        .catch(() => undefined);
      // Closing cuts the pause short.
      await pause(atMostEvery, undefined, { signal: this.#closing.signal }).catch(() => undefined);
    }
    this.#sending = undefined;
  }

  async #listen(): Promise<void> {
    let delay = backoff.first;
    while (!this.#closing.signal.aborted) {
      try {
        await this.#listenOnce(() => (delay = backoff.first));
      } catch {
        // Whatever broke the line, the answer is a new one a little later.
        await pause(delay, undefined, { signal: this.#closing.signal }).catch(() => undefined);
        delay = Math.min(delay * 2, backoff.last);
      }
    }
  }

  /** Listens until the connection ends or this is closed. */
  async #listenOnce(connected: () => void): Promise<void> {
    const client = await this.#pool.connect();
    const ended = new Promise<void>((resolve) => {
      client.once('end', resolve);
      client.on('error', () => resolve());
      this.#closing.signal.addEventListener('abort', () => resolve(), { once: true });
      // Closed while the connection was being made: that event has passed already.
      if (this.#closing.signal.aborted) resolve();
    });
    try {
      client.on('notification', ({ payload }) => payload && this.#heard(payload));
      // The notification itself need not survive a crash, so its commit need not wait for the disk.
      await client.query(`set synchronous_commit = off; listen ${channel}`);
      this.#client = client;
      connected();
      await ended;
    } finally {
      this.#client = undefined;
      client.release(true);
    }
  }
}
