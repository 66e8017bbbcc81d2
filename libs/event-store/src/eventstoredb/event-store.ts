import type { Instant, Position } from '#kernel';
import { openPool, type Pool } from '#postgres';
import { Arrivals } from '../arrivals.js';
import type {
  AppendOptions,
  EventFilter,
  EventStore,
  ReadStream,
  ReadSubject,
  StoredEvent,
  Unit,
  UnitOutcome,
} from '../port.js';
import { prepare } from '../prepare.js';
import type { OnStoreTrouble } from '../store-trouble.js';
import { AppendPipe } from './append-pipe.js';
import { Appender } from './appender.js';
import { Line } from './connection.js';
import { EventIndex, isBehind } from './event-index.js';
import { requireFit } from './fit.js';
import { IdLookup } from './id-lookup.js';
import { Indexer } from './indexer.js';
import { microsecondsOf, Moments } from './moments.js';
import { Passed } from './passed.js';
import { beginning, comparePositions, isPosition, placeOf, positionOf } from './positions.js';
import * as readers from './readers.js';
import type { Reading } from './reading.js';
import { SharedRead } from './shared-read.js';
import { settingsFrom } from './settings.js';
import { readSubject } from './subjects.js';
import { follow } from './subscription.js';

export interface EventStoreDbOptions {
  /** `esdb://…` or `esdb+discover://…`; see `settingsFrom`. */
  readonly url: string;
  /** The PostgreSQL database of the deployment, to which `eventStoreMigrations` were applied: it holds the index. */
  readonly databaseUrl: string;
  /** Connections to it; default 5. */
  readonly poolSize?: number;
  /** Instead of this process's clock: for seeds and tests. */
  readonly clock?: () => Date;
  /**
   * The feed begins behind this position; default the server's beginning. For a server that holds another feed of the platform, as
   * tests leave it; what is not the platform's is passed over anyway.
   */
  readonly since?: Position;
  /** Told of what the index meets; default nobody. */
  readonly onTrouble?: OnStoreTrouble;
  /** Whether this process takes its turn at keeping the index; default true. Some process of a deployment must. */
  readonly keepsIndex?: boolean;
}

/**
 * Opens the store on an EventStoreDB 21.10 or later. Rejects with `StoreUnavailable` when the server or the database is out of reach,
 * with `EventStoreUrlError` when the connection string is of no use, or leads to a store that ends before the index does. The caller
 * closes it.
 */
export const openEventStoreDb = async (options: EventStoreDbOptions): Promise<EventStore> => {
  const store = new EventStoreDb(options);
  try {
    await store.begin(options.keepsIndex ?? true);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
};

class EventStoreDb implements EventStore {
  readonly capabilities = { atomicAcrossStreams: false, strictMoments: false };
  readonly #pool: Pool;
  readonly #appendLine: Line;
  readonly #followLine: Line;
  readonly #reading: Reading;
  readonly #index: EventIndex;
  readonly #pipe: AppendPipe;
  readonly #appender: Appender;
  readonly #moments: Moments;
  readonly #arrivals: Arrivals;
  readonly #indexer: Indexer;
  readonly #last: SharedRead<StoredEvent | undefined>;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  #tail: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: EventStoreDbOptions) {
    const { url, databaseUrl, poolSize = 5, clock = () => new Date() } = options;
    const settings = settingsFrom(url);
    const { deadline } = settings;
    // Three connections: what ends one kind of calls – a deadline, a reader that leaves – never ends another.
    this.#appendLine = new Line(settings);
    this.#followLine = new Line(settings);
    this.#reading = {
      ...{ line: new Line(settings), deadline },
      since: placeOf(options.since ?? beginning),
      passed: new Passed(),
    };
    this.#last = new SharedRead(() => readers.readLast(this.#reading));
    this.#pool = openPool(databaseUrl, { max: poolSize, application: 'skilltrace-index' });
    this.#index = new EventIndex(this.#pool);
    this.#pipe = new AppendPipe(this.#appendLine, deadline);
    this.#moments = new Moments(clock);
    this.#arrivals = new Arrivals(() => this.head(), comparePositions);
    this.#appender = new Appender({
      ...{ pipe: this.#pipe, reading: this.#reading, moments: this.#moments },
      lookup: new IdLookup(this.#index),
      saw: (position) => this.#arrivals.saw(position),
    });
    this.#indexer = new Indexer({
      ...{ pool: this.#pool, index: this.#index, reading: this.#reading },
      wake: this.wake.bind(this),
      onTrouble: options.onTrouble ?? (() => undefined),
    });
  }

  /** Meets the server and the database once, and sees whether they belong together. */
  async begin(keepsIndex: boolean): Promise<void> {
    const [last] = await Promise.all([this.#last.get(), requireFit(this.#index, this.#reading)]);
    if (last) this.#saw(last);
    if (keepsIndex) this.#indexer.start();
  }

  async append(units: readonly Unit[], options?: AppendOptions): Promise<readonly UnitOutcome[]> {
    const until = performance.now() + (options?.within ?? Infinity);
    const prepared = units.map(prepare);
    const outcomes = Promise.all(prepared.map((unit) => this.#appender.append(unit, until)));
    this.#underWay.add(outcomes);
    try {
      return await outcomes;
    } finally {
      this.#underWay.delete(outcomes);
    }
  }

  read(stream: string, options?: ReadStream) {
    return readers.readStream(this.#reading, stream, options);
  }

  readMany(streams: readonly { readonly stream: string; readonly after: number }[]) {
    return readers.readMany(this.#reading, streams);
  }

  readSubject(subject: string, options?: ReadSubject) {
    return readSubject({ index: this.#index, reading: this.#reading }, subject, options);
  }

  readAll(after: Position | undefined, filter: EventFilter = {}, limit?: number) {
    return readers.readAll(this.#reading, after, filter, limit);
  }

  subscribe(after: Position | undefined, filter: EventFilter = {}, signal?: AbortSignal) {
    const ending = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    return follow(this.#followLine, after ?? this.#since(), filter, ending);
  }

  async head() {
    return (await this.#last.get())?.meta.position;
  }

  async positionAt(moment: Instant): Promise<Position | undefined> {
    const wanted = microsecondsOf(moment);
    const progress = await this.#index.progress();
    const place = await this.#index.lastBy(wanted);
    let found = place && positionOf(place);
    let { reached } = progress;
    if (reached > wanted) return found;
    for await (const stretch of readers.readOn(this.#reading, positionOf(progress.place)))
      for (const event of stretch.filter((one) => isBehind(progress, one))) {
        reached = Math.max(reached, microsecondsOf(event.meta.recordedAt));
        if (reached > wanted) return found;
        found = event.meta.position;
      }
    return found;
  }

  comparePositions(a: Position, b: Position) {
    return comparePositions(a, b);
  }

  isPosition(text: string) {
    return isPosition(text);
  }

  wake(position: Position | undefined, milliseconds: number, signal?: AbortSignal) {
    if (!this.#closing.signal.aborted) this.#tail ??= this.#listen();
    return this.#arrivals.wait(position, milliseconds, signal);
  }

  /** Waits for appends under way, lets waiters go and ends subscriptions. A second call waits for the first. */
  close() {
    return (this.#closed ??= this.#end());
  }

  async #end(): Promise<void> {
    await Promise.allSettled([...this.#underWay]);
    this.#closing.abort();
    this.#arrivals.close();
    await this.#indexer.stop();
    await this.#tail;
    this.#pipe.close();
    for (const line of [this.#appendLine, this.#followLine, this.#reading.line]) line.close();
    await this.#pool.end();
  }

  /** One subscription behind the end of the feed for all who wait in this process. */
  async #listen(): Promise<void> {
    try {
      for await (const event of this.subscribe(await this.head())) this.#saw(event);
    } catch {
      // Whoever waits is woken by the polling of the head all the same, and meets the failure when it reads.
      this.#tail = undefined;
    }
  }

  #since(): Position {
    return positionOf(this.#reading.since);
  }

  #saw({ meta }: StoredEvent): void {
    this.#moments.saw(meta.recordedAt);
    this.#arrivals.saw(meta.position);
  }
}
