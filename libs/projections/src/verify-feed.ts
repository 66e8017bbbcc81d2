import { reservationName, uuidFrom, type EventStore, type StoredEvent } from '#event-store';
import type { AnyDecider, Position } from '#kernel';
import type { Finding, OnProgress } from './findings.js';
import { deciderOf, refoldStreams } from './refold-streams.js';

/** What is read and by which code it is judged. */
export interface VerifyFeed {
  readonly store: EventStore;
  /** Every decider there is, reservations included: a stream of no decider is a finding. */
  readonly deciders: readonly AnyDecider[];
  readonly onProgress?: OnProgress;
  /** Events per read, 1 to 10,000; default 2,000. */
  readonly batch?: number;
}

/** Bits of one event that are wrong, with the place filled in. */
type About = Extract<Finding, { readonly revision: number }>;

/**
 * Reads the feed once from end to end, up to where it ended when this began, and then every stream by itself: positions and
 * revisions dense, moments rising where the store promises it, event ids derived from their commands, payloads as their schemas say, `basedOn` naming revisions
 * that were there, and each stream folding through its decider without an exception. Memory grows with the number of streams
 * (about 100 bytes each), not of events. Rejects with `StoreUnavailable`.
 */
export async function* verifyFeed(options: VerifyFeed): AsyncGenerator<Finding> {
  const { store, batch = 2_000, onProgress } = options;
  const head = await store.head();
  const reading = new FeedReading(options.deciders, store.capabilities.strictMoments);
  let last: Position | undefined;
  let done = 0;
  while (head !== undefined && (last === undefined || store.comparePositions(last, head) < 0)) {
    const events = await store.readAll(last, undefined, batch);
    for (const event of events) yield* reading.findings(event);
    done += events.length;
    onProgress?.({ phase: 'feed', done });
    if (events.length === 0) {
      yield { kind: 'position-gap', after: last ?? '', before: head };
      break;
    }
    last = events.at(-1)?.meta.position;
  }
  yield* refoldStreams(options, reading.revisions);
}

/** What must be remembered of the events before to judge the next one. */
class FeedReading {
  /** Last revision of each stream met. */
  readonly revisions = new Map<string, number>();
  #position: Position | undefined;
  #recordedAt = '';
  #command = '';
  #ofCommand = new Map<string, number>();

  constructor(
    private readonly deciders: readonly AnyDecider[],
    private readonly strictMoments: boolean,
  ) {}

  *findings(event: StoredEvent): Generator<Finding> {
    const { meta } = event;
    const before = this.#position ?? (isCounted(meta.position) ? '0' : undefined);
    if (before !== undefined && !follows(before, meta.position))
      yield { kind: 'position-gap', after: before, before: meta.position };
    for (const { kind, detail } of this.#wrongs(event)) {
      const { stream, revision, position } = meta;
      yield { kind, stream, revision, position, detail };
    }
    this.#position = meta.position;
    this.#recordedAt = meta.recordedAt;
    this.revisions.set(meta.stream, meta.revision);
  }

  *#wrongs(event: StoredEvent): Generator<Pick<About, 'kind' | 'detail'>> {
    const { meta, type, data } = event;
    const expected = (this.revisions.get(meta.stream) ?? -1) + 1;
    if (meta.revision !== expected)
      yield { kind: 'revision-gap', detail: `revision ${expected} was expected` };
    if (this.strictMoments && meta.recordedAt <= this.#recordedAt)
      yield {
        kind: 'clock',
        detail: `recorded at ${meta.recordedAt}, not after ${this.#recordedAt}`,
      };
    if (!this.#idFits(event))
      yield {
        kind: 'event-id',
        detail: `id ${meta.id} does not follow from command ${meta.commandId}`,
      };
    const unseen = meta.basedOn.find(
      ({ stream, revision }) => revision > (this.revisions.get(stream) ?? -1),
    );
    if (unseen)
      yield {
        kind: 'based-on',
        detail: `rests on ${unseen.stream}@${unseen.revision}, which was not there`,
      };
    const decider = deciderOf(this.deciders, meta.stream);
    if (!decider) yield { kind: 'unknown-category', detail: 'belongs to no decider' };
    const parsed = decider?.events.safeParse({ type, data });
    const fields = parsed?.error?.issues.map(({ path }) => path.join('.') || type);
    if (fields)
      yield { kind: 'schema', detail: `${type} does not fit its schema at ${fields.join(', ')}` };
  }

  /** A unit is unbroken in the feed, so counting within the present command is enough. */
  #idFits({ meta }: StoredEvent): boolean {
    if (meta.commandId !== this.#command) this.#ofCommand = new Map();
    this.#command = meta.commandId;
    const index = this.#ofCommand.get(meta.stream) ?? 0;
    this.#ofCommand.set(meta.stream, index + 1);
    const names = [String(index), reservationName(meta.stream, meta.revision)];
    return names.some((name) => uuidFrom(meta.commandId, name) === meta.id);
  }
}

/** Positions that count events can be checked for gaps; others only for their order, which reading follows anyhow. */
const isCounted = (position: Position) => /^\d+$/.test(position);
const follows = (before: Position, next: Position) =>
  !isCounted(before) || !isCounted(next) || BigInt(next) === BigInt(before) + 1n;
