import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  withWritten,
  type EventFilter,
  type EventStore,
  type NewEvent,
  type Operation,
  type ReadStream,
  type ReadSubject,
  type StoredEvent,
  type Unit,
  type UnitOutcome,
} from '#event-store';
import { checkOperations, checkedLimit, conflictOf, instantOf } from './memory-store-rules.js';

export interface MemoryStoreOptions {
  readonly clock?: (() => Date) | undefined;
  readonly atomicAcrossStreams?: boolean | undefined;
}

type Success = Extract<UnitOutcome, { ok: true }>;

/** An event store in memory for specs that put many thousand commands: passes the same contract suite as PostgreSQL's. */
export class MemoryEventStore implements EventStore {
  readonly capabilities;
  readonly #clock: () => Date;
  readonly #feed: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #byId = new Map<string, { readonly event: StoredEvent; readonly unit: Success }>();
  readonly #waiting = new Set<() => void>();
  #microseconds = 0n;

  constructor({ clock = () => new Date(), atomicAcrossStreams = true }: MemoryStoreOptions = {}) {
    this.#clock = clock;
    this.capabilities = { atomicAcrossStreams, strictMoments: true };
  }

  async append(units: readonly Unit[]): Promise<readonly UnitOutcome[]> {
    units.forEach((unit) => checkOperations(unit));
    const outcomes = units.map((unit) => this.#appendUnit(unit));
    for (const wake of [...this.#waiting]) wake();
    return Promise.resolve(outcomes);
  }

  #appendUnit(unit: Unit): UnitOutcome {
    const touched = new Set(unit.map(({ stream }) => stream));
    if (!this.capabilities.atomicAcrossStreams && touched.size > 1)
      return { ok: false, reason: 'spans-streams' };
    const earlier = this.#repeated(unit);
    if (earlier) return earlier;
    const ahead = new Map<string, number>();
    for (const { stream, expected, events } of unit) {
      const actual = ahead.get(stream) ?? this.#revisionOf(stream);
      const conflict = conflictOf(stream, expected, actual);
      if (conflict) return conflict;
      ahead.set(stream, actual + events.length);
    }
    return this.#write(unit);
  }

  /** The first answer to the same unit, a refusal of ids used otherwise, or nothing when all ids are new. */
  #repeated(unit: Unit): UnitOutcome | undefined {
    const events = unit.flatMap(({ stream, events: made }) => made.map((one) => ({ stream, one })));
    const ids = new Set<string>();
    for (const { one } of events) {
      if (ids.has(one.id)) return { ok: false, reason: 'id-reused', eventId: one.id };
      ids.add(one.id);
    }
    const known = events.filter(({ one }) => this.#byId.has(one.id));
    const [first] = known;
    if (!first) return undefined;
    const odd = known.find(({ stream, one }) => !this.#isSame(stream, one));
    if (odd || known.length < events.length)
      return { ok: false, reason: 'id-reused', eventId: (odd ?? first).one.id };
    const earlier = this.#byId.get(first.one.id)?.unit;
    return earlier && { ...earlier, repeated: true };
  }

  #isSame(stream: string, { id, type, data }: NewEvent): boolean {
    const stored = this.#byId.get(id)?.event;
    const told: unknown = JSON.parse(JSON.stringify(data));
    return (
      stored?.meta.stream === stream && stored.type === type && isDeepStrictEqual(stored.data, told)
    );
  }

  #write(unit: Unit): Success {
    const written = unit.flatMap((operation) => this.#writeOperation(operation));
    const revisions: Record<string, number> = {};
    for (const { meta } of written) revisions[meta.stream] = meta.revision;
    const last = written.at(-1)?.meta;
    const success: Success = {
      ok: true,
      position: last?.position ?? this.#feed.at(-1)?.meta.position ?? '0',
      recordedAt: last?.recordedAt ?? instantOf(this.#microseconds),
      revisions,
      repeated: false,
    };
    for (const event of written) this.#byId.set(event.meta.id, { event, unit: success });
    return success;
  }

  #writeOperation({ stream, events }: Operation): StoredEvent[] {
    const kept = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, kept);
    return events.map(({ id, type, data, meta }) => {
      const text = JSON.stringify({ data, meta });
      const plain = JSON.parse(text) as Pick<StoredEvent, 'data' | 'meta'>;
      const event: StoredEvent = {
        type,
        data: plain.data,
        meta: {
          ...plain.meta,
          ...{ id, stream, revision: kept.length },
          position: String(this.#feed.length + 1),
          recordedAt: this.#tick(),
        },
      };
      kept.push(event);
      this.#feed.push(event);
      return event;
    });
  }

  /** Each event has a moment of its own, never before the last. */
  #tick(): string {
    const now = BigInt(this.#clock().getTime()) * 1000n;
    this.#microseconds = now > this.#microseconds ? now : this.#microseconds + 1n;
    return instantOf(this.#microseconds);
  }

  #revisionOf(stream: string): number {
    return (this.#streams.get(stream)?.length ?? 0) - 1;
  }

  async read(stream: string, options: ReadStream = {}): Promise<readonly StoredEvent[]> {
    const limit = checkedLimit(options.limit);
    const all = this.#streams.get(stream) ?? [];
    if (options.direction !== 'backwards')
      return Promise.resolve(all.slice(options.from ?? 0, (options.from ?? 0) + limit));
    const upTo = options.from === undefined ? all : all.slice(0, options.from + 1);
    return upTo.toReversed().slice(0, limit);
  }

  async readMany(streams: readonly { readonly stream: string; readonly after: number }[]) {
    return Promise.resolve(
      new Map(
        streams.map(({ stream, after }) => [
          stream,
          (this.#streams.get(stream) ?? []).slice(after + 1),
        ]),
      ),
    );
  }

  async readSubject(subject: string, options: ReadSubject = {}): Promise<readonly StoredEvent[]> {
    const limit = checkedLimit(options.limit);
    const { after, upTo, types, direction } = options;
    const backwards = direction === 'backwards';
    const place = (event: StoredEvent) => Number(event.meta.position);
    const found = this.#feed.filter(
      (event) =>
        event.meta.subjects.includes(subject) &&
        (types === undefined || types.includes(event.type)) &&
        (upTo === undefined || place(event) <= Number(upTo)) &&
        (after === undefined ||
          (backwards ? place(event) < Number(after) : place(event) > Number(after))),
    );
    const events = (backwards ? found.toReversed() : found).slice(0, limit);
    return Promise.resolve(options.written ? events.map(withWritten) : events);
  }

  async readAll(after: string | undefined, filter: EventFilter = {}, limit?: number) {
    const most = checkedLimit(limit);
    const { types, categories } = filter;
    return Promise.resolve(
      this.#feed
        .slice(Number(after ?? 0))
        .filter(
          ({ type, meta }) =>
            (types === undefined || types.includes(type)) &&
            (categories === undefined ||
              categories.some((category) => meta.stream.startsWith(`${category}-`))),
        )
        .slice(0, most),
    );
  }

  async *subscribe(after: string | undefined, filter: EventFilter = {}, signal?: AbortSignal) {
    for (let place = after; !signal?.aborted;) {
      const events = await this.readAll(place, {}, 100);
      const wanted = new Set(await this.readAll(place, filter, 100));
      for (const event of events) {
        if (wanted.has(event)) yield event;
        place = event.meta.position;
      }
      if (events.length === 0) await this.wake(place, 60_000, signal);
    }
  }

  async head() {
    return Promise.resolve(this.#feed.at(-1)?.meta.position);
  }

  async positionAt(moment: string) {
    return Promise.resolve(
      this.#feed.findLast(({ meta }) => meta.recordedAt <= moment)?.meta.position,
    );
  }

  comparePositions(a: string, b: string): number {
    return Number(a) - Number(b);
  }

  isPosition(text: string): boolean {
    return /^(?:0|[1-9]\d{0,17})$/.test(text);
  }

  async wake(after: string | undefined, milliseconds: number, signal?: AbortSignal) {
    if (this.#feed.length > Number(after ?? 0)) return;
    const over = new AbortController();
    const wake = () => over.abort();
    this.#waiting.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
    if (signal?.aborted) wake();
    // The pause rejects when it is cut short; that is the waking.
    await pause(milliseconds, undefined, { signal: over.signal }).catch(() => undefined);
    this.#waiting.delete(wake);
    signal?.removeEventListener('abort', wake);
  }

  async close(): Promise<void> {
    for (const wake of [...this.#waiting]) wake();
    return Promise.resolve();
  }
}
