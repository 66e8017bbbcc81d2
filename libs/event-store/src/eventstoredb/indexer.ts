import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Pool } from '#postgres';
import { StoreUnavailable } from '../port.js';
import type { OnStoreTrouble } from '../store-trouble.js';
import { asUnavailable as asDatabaseAway } from '../postgres/unavailable.js';
import type { EventIndex } from './event-index.js';
import { requireFit } from './fit.js';
import { laterPlace, positionOf, type Place } from './positions.js';
import { readStretch } from './readers.js';
import type { Reading } from './reading.js';
import { isForeign, nameOf, ownOf, type Found } from './stored.js';
import { asUnavailable } from './unavailable.js';

/** Any number, the same in every process. */
const lock = 7_315_202_213;
const size = 1_000;
const standBy = 1_000;
const longest = 5_000;
const gathering = 20;
const mostKinds = 50;

export interface IndexerOptions {
  readonly pool: Pool;
  readonly index: EventIndex;
  readonly reading: Reading;
  /** Resolves when the feed goes past a position, or after the time. */
  readonly wake: (position: string, milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly onTrouble: OnStoreTrouble;
}

/**
 * Keeps the index level with the feed. Every process may run one: the one that holds the lock works and the others stand by. Two
 * that both believe to hold it do no harm, because the index moves only from the place where it stands. It never ends by itself:
 * what it cannot do it tells, and tries again.
 */
export class Indexer {
  readonly #options: IndexerOptions;
  readonly #ending = new AbortController();
  readonly #foreign = new Set<string>();
  #still: string | undefined;
  #running: Promise<void> | undefined;

  constructor(options: IndexerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      await this.#turn().catch((error: unknown) => {
        const away = asUnavailable(asDatabaseAway(error));
        if (!(away instanceof StoreUnavailable)) this.#standStill(away.message);
      });
      // An aborted pause ends the loop by its condition.
      await pause(this.#still === undefined ? standBy : longest, undefined, { signal }).catch(
        () => undefined,
      );
    }
  }

  /** Works for as long as the lock is held, on the connection that holds it. */
  async #turn(): Promise<void> {
    const client = await this.#options.pool.connect();
    let broken: Error | undefined;
    try {
      const taken = await client.query<{ taken: boolean }>(
        'select pg_try_advisory_lock($1) as taken',
        [lock],
      );
      if (taken.rows[0]?.taken) {
        // The server that comes back is not always the one that left.
        await requireFit(this.#options.index, this.#options.reading);
        await this.#work(client);
      }
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Until there is more, and long enough for it to be worth a transaction. */
  async #idle(position: string): Promise<void> {
    const { signal } = this.#ending;
    await this.#options.wake(position, longest, signal);
    // An aborted pause ends the work by its condition.
    await pause(gathering, undefined, { signal }).catch(() => undefined);
  }

  /** Streams of one kind are told of once, and of a few kinds only: somebody else's server can hold any number. */
  #tellForeign(found: readonly Found[]): void {
    for (const event of found.filter(isForeign)) {
      const [kind = ''] = event.streamId.split('-', 1);
      if (this.#foreign.has(kind) || this.#foreign.size >= mostKinds) continue;
      this.#foreign.add(kind);
      this.#options.onTrouble({ kind: 'passed-over', event: nameOf(event) });
    }
  }

  #standStill(reason: string): void {
    if (this.#still === reason) return;
    this.#still = reason;
    this.#options.onTrouble({ kind: 'standing-still', reason });
  }

  #goOn(): void {
    if (this.#still === undefined) return;
    this.#still = undefined;
    this.#options.onTrouble({ kind: 'going-on' });
  }

  async #work(client: Client): Promise<void> {
    const { index, reading } = this.#options;
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const from = await index.progress();
      const { found, end, complete } = await readStretch(
        reading,
        laterPlace(from.place, reading.since),
        size,
      );
      const { events, broken, sound } = ownOf(found);
      const to = broken ? (found[sound - 1]?.position as Place | undefined) : end;
      if (to && sound > 0 && (await index.take(from, to, events)))
        this.#tellForeign(found.slice(0, sound));
      if (broken) throw broken;
      this.#goOn();
      if (complete) await this.#idle(positionOf(end));
      // A lock that was lost with its connection is not held: the next statement says so.
      await client.query('select 1');
    }
    await client.query('select pg_advisory_unlock($1)', [lock]);
  }
}
