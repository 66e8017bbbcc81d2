import type { Instant, Position } from '#kernel';
import { openPool, type Pool } from '#postgres';
import type {
  EventFilter,
  EventStore,
  ReadStream,
  ReadSubject,
  Unit,
  UnitOutcome,
} from '../port.js';
import { Announcements } from './announcements.js';
import { appendGroup, type GroupOutcome } from './append-call.js';
import { Arrivals } from '../arrivals.js';
import { GroupCommit } from './group-commit.js';
import { comparePositions, isPosition } from './positions.js';
import { prepare, type PreparedUnit } from '../prepare.js';
import * as readers from './readers.js';
import { follow } from './subscription.js';
import { reaching } from './unavailable.js';
import { Writer } from './writer.js';

/** Where the store is, as a URL of a migrated database, and how much it may use of it. */
export interface PostgresEventStoreOptions {
  readonly url: string;
  /** Connections for reading; default 10. Writing and announcing have one each besides. */
  readonly poolSize?: number;
  /** Instead of the database's clock: for seeds and tests. It may stand still or go back; the order of the feed does not mind. */
  readonly clock?: () => Date;
  /** Default true. False makes the store refuse units that span streams, as stores do that cannot write them at once. */
  readonly atomicAcrossStreams?: boolean;
  /** Positions per partition for partitions made from now on; default that of the last one, at first ten million. */
  readonly partitionSize?: number;
}

/**
 * Opens the store in a database to which `eventStoreMigrations` were applied. Rejects with `StoreUnavailable` when it is out of
 * reach. The caller closes it.
 */
export const openPostgresEventStore = async (
  options: PostgresEventStoreOptions,
): Promise<EventStore> => {
  const store = new PostgresEventStore(options);
  try {
    await store.begin(options.partitionSize);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
};

/** The next partition is made when fewer positions than this are left. */
const roomWanted = 1_000_000;

class PostgresEventStore implements EventStore {
  readonly #atomicAcrossStreams: boolean;
  #strictMoments = true;
  readonly #writer: Writer;
  readonly #reader: Pool;
  readonly #clock: (() => Date) | undefined;
  readonly #arrivals: Arrivals;
  readonly #announcements: Announcements;
  readonly #groups: GroupCommit;
  readonly #closing = new AbortController();
  #extending: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor({
    url,
    poolSize = 10,
    clock,
    atomicAcrossStreams = true,
  }: PostgresEventStoreOptions) {
    this.#atomicAcrossStreams = atomicAcrossStreams;
    this.#writer = new Writer(url);
    this.#reader = openPool(url, { max: poolSize, application: 'skilltrace-read' });
    this.#clock = clock;
    this.#arrivals = new Arrivals(() => this.head(), comparePositions);
    this.#announcements = new Announcements(url, (position) => this.#arrivals.saw(position));
    this.#groups = new GroupCommit((units) => this.#send(units));
  }

  get capabilities() {
    return {
      atomicAcrossStreams: this.#atomicAcrossStreams,
      strictMoments: this.#strictMoments,
    };
  }

  /** Meets the database once. */
  async begin(partitionSize: number | undefined): Promise<void> {
    await this.ensurePartitions(partitionSize);
    this.#strictMoments = await reaching(() => readers.momentsRise(this.#reader));
  }

  async append(units: readonly Unit[]): Promise<readonly UnitOutcome[]> {
    const prepared = units.map(prepare);
    return Promise.all(prepared.map(async (unit) => this.#refusal(unit) ?? this.#groups.add(unit)));
  }

  read(stream: string, options?: ReadStream) {
    return reaching(() => readers.readStream(this.#reader, stream, options));
  }

  readMany(streams: readonly { readonly stream: string; readonly after: number }[]) {
    return reaching(() => readers.readMany(this.#reader, streams));
  }

  readSubject(subject: string, options?: ReadSubject) {
    return reaching(() => readers.readSubject(this.#reader, subject, options));
  }

  readAll(after: Position | undefined, filter: EventFilter = {}, limit?: number) {
    return reaching(() => readers.readAll(this.#reader, after, filter, limit));
  }

  subscribe(after: Position | undefined, filter: EventFilter = {}, signal?: AbortSignal) {
    const ending = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    const feed = {
      stretch: (from: Position, wanted: EventFilter, limit: number) =>
        reaching(() => readers.readStretch(this.#reader, wanted, from, limit)),
      wake: this.wake.bind(this),
    };
    return follow(feed, after, filter, ending);
  }

  head() {
    return reaching(() => readers.readHead(this.#reader));
  }

  positionAt(moment: Instant) {
    return reaching(() => readers.readPositionAt(this.#reader, moment));
  }

  comparePositions(a: Position, b: Position) {
    return comparePositions(a, b);
  }

  isPosition(text: string) {
    return isPosition(text);
  }

  wake(position: Position | undefined, milliseconds: number, signal?: AbortSignal) {
    return this.#arrivals.wait(position, milliseconds, signal);
  }

  /** Waits for appends under way, lets waiters go and ends subscriptions. A second call waits for the first. */
  close() {
    return (this.#closed ??= this.#end());
  }

  async #end(): Promise<void> {
    await this.#groups.idle();
    this.#closing.abort();
    this.#arrivals.close();
    await this.#extending;
    await this.#announcements.close();
    await Promise.all([this.#writer.close(), this.#reader.end()]);
  }

  /** Makes the partition after the one in use, if it is missing. */
  async ensurePartitions(size?: number): Promise<void> {
    await reaching(() => this.#reader.query('select es.ensure_partitions(1, $1)', [size ?? null]));
  }

  #refusal(unit: PreparedUnit): UnitOutcome | undefined {
    const eventId = unit.ids.find((id, index) => unit.ids.indexOf(id) < index);
    if (eventId !== undefined) return { ok: false, reason: 'id-reused', eventId };
    const streams = new Set(unit.operations.map(({ operation }) => operation.stream));
    if (this.capabilities.atomicAcrossStreams || streams.size < 2) return undefined;
    return { ok: false, reason: 'spans-streams' };
  }

  async #send(units: readonly PreparedUnit[]): Promise<GroupOutcome> {
    const group = await reaching(() =>
      this.#writer.use((client) => appendGroup(client, units, this.#clock?.())),
    );
    const written = group.outcomes.flatMap((outcome) =>
      outcome.ok && !outcome.repeated ? [outcome.position] : [],
    );
    const last = written.at(-1);
    if (last !== undefined) {
      this.#arrivals.saw(last);
      this.#announcements.tell(last);
    }
    if (group.room < roomWanted) this.#extend();
    return group;
  }

  /** Ahead of need and beside the appends. */
  #extend(): void {
    // Should it fail, the append that meets the end makes the partition itself.
    this.#extending ??= this.ensurePartitions()
      .catch(() => undefined)
      .finally(() => {
        this.#extending = undefined;
      });
  }
}
