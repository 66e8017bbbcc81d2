import { LRUCache } from 'lru-cache';
import type { Position } from '#kernel';
import { StoreUnavailable, type StoredEvent, type UnitOutcome } from '../port.js';
import type { PreparedEvent, PreparedUnit } from '../prepare.js';
import { subjectSeparator } from '../prepare.js';
import type { AppendAnswer, WireEvent } from './append-message.js';
import type { AppendPipe } from './append-pipe.js';
import { conflictIn, namedBy } from './expectations.js';
import type { IdLookup } from './id-lookup.js';
import { KeyedLock } from './keyed-lock.js';
import type { Moments } from './moments.js';
import { beginning, comparePositions, positionOf } from './positions.js';
import { lastRevision, readLast, readRest, readStream } from './readers.js';
import type { Reading } from './reading.js';
import { repeatOf, type Whereabouts } from './repeats.js';
import { keptMeta } from './stored.js';
import { within } from './within.js';

export interface AppenderParts {
  readonly pipe: Pick<AppendPipe, 'append'>;
  readonly reading: Reading;
  readonly lookup: IdLookup;
  readonly moments: Moments;
  /** Told of every position written. */
  readonly saw: (position: Position) => void;
}

/** Ids and streams of this process that are remembered: the index is behind by less. */
const remembered = 50_000;

/** A unit of one stream on its way. */
interface Task {
  readonly stream: string;
  readonly unit: PreparedUnit;
  readonly events: readonly PreparedEvent[];
  readonly latest: number;
}

/**
 * Writes units one stream at a time, always at an exact revision: that alone is idempotent on this server without doubt. What says
 * `any` or `exists` is written at the revision that the stream is at, and again if another was first.
 */
export class Appender {
  readonly #parts: AppenderParts;
  readonly #locks = new KeyedLock();
  readonly #recent = new LRUCache<string, Whereabouts>({ max: remembered });
  readonly #ends = new LRUCache<string, number>({ max: remembered });
  /** Streams with an append whose outcome nobody knows, and the revision that it was to follow. */
  readonly #doubts = new Map<string, number>();
  #furthest: Position = beginning;

  constructor(parts: AppenderParts) {
    this.#parts = parts;
  }

  /** Nothing is sent after `latest`, on the clock of `performance.now()`. */
  async append(unit: PreparedUnit, latest = Infinity): Promise<UnitOutcome> {
    const twice = unit.ids.find((id, index) => unit.ids.indexOf(id) < index);
    if (twice !== undefined) return { ok: false, reason: 'id-reused', eventId: twice };
    const [stream, ...others] = new Set(unit.operations.map(({ operation }) => operation.stream));
    if (others.length > 0) return { ok: false, reason: 'spans-streams' };
    if (stream === undefined) return this.#checked();
    const events = unit.operations.flatMap((operation) => operation.events);
    const task = { stream, unit, events, latest };
    const { deadline } = this.#parts.reading;
    // The same id is never looked for and written at the same time.
    const until = performance.now() + deadline;
    const work = this.#locks.run([stream, ...unit.ids], async () => {
      // Its caller has given it up while others were before it.
      if (performance.now() > until) throw new StoreUnavailable('event store is overloaded');
      const earlier = task.events.length > 0 ? await this.#earlier(task) : undefined;
      return earlier ?? this.#write(task);
    });
    return within(deadline, work);
  }

  /** The outcome for ids that are stored already, or nothing when all are new. */
  async #earlier(task: Task): Promise<UnitOutcome | undefined> {
    await this.#clear(task.stream);
    const { ids } = task.unit;
    const known = new Map<string, Whereabouts>();
    for (const id of ids) {
      const where = this.#recent.get(id);
      if (where) known.set(id, where);
    }
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length > 0) {
      const found = await this.#parts.lookup.find(unknown);
      for (const id of unknown) {
        const where = found.get(id);
        if (where) known.set(id, where);
      }
    }
    return repeatOf(this.#parts.reading, task, known);
  }

  /** What became of an append that was not answered is read from the stream before anything else is written to it. */
  async #clear(stream: string): Promise<void> {
    const after = this.#doubts.get(stream);
    if (after === undefined) return;
    this.#remember(await readRest(this.#parts.reading, stream, after));
    this.#doubts.delete(stream);
  }

  async #write(task: Task): Promise<UnitOutcome> {
    const { stream, events } = task;
    const operations = task.unit.operations.map(({ operation }) => operation);
    let known = namedBy(operations) ?? this.#ends.get(stream);
    for (let isFresh = false; ;) {
      if (known === undefined || (events.length === 0 && !isFresh)) {
        known = await lastRevision(this.#parts.reading, stream);
        isFresh = true;
      }
      const conflict = conflictIn(operations, known);
      if (conflict && isFresh) return conflict;
      if (conflict) {
        known = undefined;
        continue;
      }
      if (events.length === 0) return this.#checked();
      if (performance.now() > task.latest) return { ok: false, reason: 'late' };
      const answer = await this.#send(task, known);
      if (answer.kind === 'outcome') return answer.outcome;
      const earlier = await this.#afterAll(task, known);
      if (earlier) return earlier;
      known = answer.actual;
      isFresh = true;
    }
  }

  async #send(task: Task, revision: number): Promise<Sent> {
    const { stream, events } = task;
    const { pipe, moments } = this.#parts;
    const before = this.#furthest;
    const stamps = events.map(() => moments.next());
    const wire = events.map((event, index) => wireEvent(event, stamps[index]!));
    let answer: AppendAnswer;
    try {
      answer = await pipe.append({ stream, revision, events: wire, latest: task.latest });
    } catch (error) {
      if (error instanceof StoreUnavailable) this.#doubt(stream, revision);
      throw error;
    }
    if (answer.kind === 'timeout') return this.#tooLate(task, revision);
    if (answer.kind === 'refused') throw new RangeError(`${stream}: ${answer.reason}`);
    if (answer.kind === 'conflict') return answer;
    const position = positionOf(answer.place);
    const outcome = {
      ...({ ok: true, repeated: false, position } as const),
      recordedAt: stamps.at(-1) ?? '',
      revisions: { [stream]: answer.revision },
    };
    this.#note(task, answer.revision, position);
    // The server knew the ids: something older than this call.
    if (comparePositions(position, before) > 0) return { kind: 'outcome', outcome };
    return { kind: 'outcome', outcome: (await this.#afterAll(task, revision)) ?? outcome };
  }

  /** If it is written – also later, as an append on its way to a frozen server can be – it stands right behind this revision. */
  #doubt(stream: string, revision: number): void {
    this.#doubts.set(stream, Math.min(revision, this.#doubts.get(stream) ?? revision));
    this.#ends.delete(stream);
  }

  #tooLate({ stream, latest }: Task, revision: number): Sent {
    this.#doubt(stream, revision);
    if (latest === Infinity) throw new StoreUnavailable('event store ran out of time');
    return { kind: 'outcome', outcome: { ok: false, reason: 'late' } };
  }

  /** Looks behind a revision for the task's own ids: another process may have written them, or this one without hearing of it. */
  async #afterAll(task: Task, revision: number): Promise<UnitOutcome | undefined> {
    const { reading } = this.#parts;
    const limit = Math.min(task.events.length + 1_000, 10_000);
    const behind = await readStream(reading, task.stream, { from: revision + 1, limit });
    this.#remember(behind);
    const wanted = new Set(task.unit.ids);
    const known = behind.filter(({ meta }) => wanted.has(meta.id));
    return repeatOf(reading, task, new Map(known.map(({ meta }) => [meta.id, meta])));
  }

  #note({ stream, unit }: Task, last: number, position: Position): void {
    const first = last - unit.ids.length + 1;
    unit.ids.forEach((id, index) => this.#recent.set(id, { stream, revision: first + index }));
    this.#ends.set(stream, last);
    this.#doubts.delete(stream);
    this.#reach(position);
  }

  #remember(events: readonly StoredEvent[]): void {
    for (const { meta } of events) {
      this.#recent.set(meta.id, { stream: meta.stream, revision: meta.revision });
      this.#parts.moments.saw(meta.recordedAt);
      this.#reach(meta.position);
    }
  }

  #reach(position: Position): void {
    if (comparePositions(position, this.#furthest) <= 0) return;
    this.#furthest = position;
    this.#parts.saw(position);
  }

  /** Nothing was to be written and everything is as expected. */
  async #checked(): Promise<UnitOutcome> {
    const last = await readLast(this.#parts.reading);
    const position = last?.meta.position ?? beginning;
    const recordedAt = last?.meta.recordedAt ?? '1970-01-01T00:00:00.000000Z';
    return { ok: true, position, recordedAt, revisions: {}, repeated: false };
  }
}

type Sent =
  | { readonly kind: 'outcome'; readonly outcome: UnitOutcome }
  | { readonly kind: 'conflict'; readonly actual: number };

const encoder = new TextEncoder();

const wireEvent = (event: PreparedEvent, recordedAt: string): WireEvent => {
  const subjects = event.subjects === '' ? [] : event.subjects.split(subjectSeparator);
  return {
    id: event.id,
    type: event.type,
    data: encoder.encode(event.data),
    meta: encoder.encode(keptMeta(event.meta, subjects, recordedAt)),
  };
};
