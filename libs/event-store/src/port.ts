import type { EventMeta, Instant, Message, Position, Recorded } from '#kernel';

/** An event as a writer hands it over. `id` is a UUID that the writer derives, so that a repeat is recognised. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly meta: EventMeta;
}

/** What the writer demands of a stream: exactly this last revision (from 0), no stream yet, some stream, or nothing. */
export type Expected = number | 'none' | 'exists' | 'any';

/** Events for one stream. Without events it only checks what is expected. */
export interface Operation {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly NewEvent[];
}

/** All or nothing. Units in one call are independent: a conflict in one never fails another. */
export type Unit = readonly Operation[];

/** Revision -1 stands for a stream without events. */
export type UnitOutcome =
  | {
      readonly ok: true;
      /** Position of the unit's last event; of the feed's head when the unit only checked. */
      readonly position: Position;
      readonly recordedAt: Instant;
      /** Last revision of each stream written, by stream. */
      readonly revisions: Readonly<Record<string, number>>;
      /** The same ids with the same payload were stored before: this is the first result again, nothing was written. */
      readonly repeated: boolean;
    }
  | {
      readonly ok: false;
      readonly reason: 'conflict';
      readonly stream: string;
      readonly expected: Expected;
      readonly actual: number;
    }
  | {
      /** An event id of the unit is stored with another stream, type or data, or only part of the unit's ids is stored. */
      readonly ok: false;
      readonly reason: 'id-reused';
      readonly eventId: string;
    }
  | {
      /** The unit spans streams and this store cannot write them at once. */
      readonly ok: false;
      readonly reason: 'spans-streams';
    }
  | {
      /** The time that `AppendOptions` left was over before the unit was written. Decide again on what its streams hold by then. */
      readonly ok: false;
      readonly reason: 'late';
    };

/** An event as a reader gets it: as it was appended, with where and when it was recorded. Never changes once it was read. */
export type StoredEvent = Recorded<Message> & {
  /**
   * Data and metadata as they were appended, to the byte, where a reader asked for them: what digests are made of. Their form is
   * the store's own; the same event always gives the same text.
   */
  readonly written?: string;
};

/**
 * Which events of the feed: of one of the types, and of a stream of one of the categories (`category-…`). What is left out does not narrow;
 * an empty list matches nothing.
 */
export interface EventFilter {
  readonly types?: readonly string[];
  readonly categories?: readonly string[];
}

/** What of one stream. A stream without events gives none. Rejects with `RangeError` for a limit out of bounds: a slip of the caller. */
export interface ReadStream {
  /** First revision to read, inclusive. Forwards the default is 0, backwards the last. */
  readonly from?: number;
  readonly direction?: 'forwards' | 'backwards';
  /** At most this many; 1 to 10,000, default 1,000. */
  readonly limit?: number;
}

/**
 * What of a subject's events, across streams, in the order of the feed or against it. To go on, ask again with `after` the last position;
 * fewer than `limit` are the last. Rejects with `RangeError` as `ReadStream` does.
 */
export interface ReadSubject {
  /** Exclusive. Default: the beginning, or the head when backwards. */
  readonly after?: Position;
  /** Inclusive: nothing recorded later is returned. */
  readonly upTo?: Position;
  readonly types?: readonly string[];
  readonly direction?: 'forwards' | 'backwards';
  readonly limit?: number;
  /** Whether each event comes with what was `written`; default false. */
  readonly written?: boolean;
}

/**
 * What this store can do that others cannot; fixed for its life. Nobody may rely on more: where units cannot span streams the handler
 * writes reservations first, and reactions settle what dangles.
 */
export interface Capabilities {
  /** A unit may write to and check several streams at once. */
  readonly atomicAcrossStreams: boolean;
  /**
   * `recordedAt` rises from each event of the feed to the next, whoever wrote them. Elsewhere it does so within one process, and
   * two processes' clocks can differ by milliseconds; a store that such events were copied into keeps them as they were.
   */
  readonly strictMoments: boolean;
}

/** Bounds for one append. A unit that was too late is answered with `late` and is not written. */
export interface AppendOptions {
  /**
   * Milliseconds from now after which nothing is to be written any more, where a store cannot span streams and so time matters: such
   * a store hands it on to its server. Elsewhere it says nothing.
   */
  readonly within?: number;
}

/** The store could not be reached or did not answer in time. The caller answers 503; the same command may be sent again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/**
 * The append-only store of all events: one feed, dense positions in commit order, streams with revisions from 0, and an index by
 * subject. Every method rejects with `StoreUnavailable` when the store is out of reach.
 *
 * Source: EventStoreDB's expected revisions and idempotent append; docs/adr/0002 for the dense counter.
 */
export interface EventStore {
  readonly capabilities: Capabilities;
  /**
   * Outcomes in the order of the units. Idempotent by event id. The units of concurrent calls share commits; a call resolves only
   * after its commit is durable. After a rejection the outcome is unknown: append the same units again.
   */
  append(units: readonly Unit[], options?: AppendOptions): Promise<readonly UnitOutcome[]>;
  read(stream: string, options?: ReadStream): Promise<readonly StoredEvent[]>;
  /** Events of many streams after given revisions (-1 for all), in one round trip; each stream's in order. */
  readMany(
    streams: readonly { readonly stream: string; readonly after: number }[],
  ): Promise<ReadonlyMap<string, readonly StoredEvent[]>>;
  readSubject(subject: string, options?: ReadSubject): Promise<readonly StoredEvent[]>;
  /** The feed after a position (exclusive; `undefined` is the beginning), in order, at most `limit` (1 to 10,000). */
  readAll(
    after: Position | undefined,
    filter?: EventFilter,
    limit?: number,
  ): Promise<readonly StoredEvent[]>;
  /**
   * The feed after a position, for ever, without gap or double, also across lost connections (it resumes by itself). Ends when
   * `signal` aborts.
   */
  subscribe(
    after: Position | undefined,
    filter?: EventFilter,
    signal?: AbortSignal,
  ): AsyncIterable<StoredEvent>;
  /** Position of the last event; `undefined` for an empty store. */
  head(): Promise<Position | undefined>;
  /** Position of the last event recorded at or before the moment; `undefined` when there is none. */
  positionAt(moment: Instant): Promise<Position | undefined>;
  /** Negative, zero or positive, as for sorting. */
  comparePositions(a: Position, b: Position): number;
  /** Whether `text` has the form of this store's positions: to refuse a caller's bad position by name. */
  isPosition(text: string): boolean;
  /** Resolves when something was appended after `position`, or after `milliseconds`. Never rejects. */
  wake(position: Position | undefined, milliseconds: number, signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
