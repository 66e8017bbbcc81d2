import { randomUUID } from 'node:crypto';
import { deletedBefore, type Feed } from './feed.js';
import type { LoggedEvent } from './logged-event.js';

export type Expected = bigint | 'any' | 'no_stream' | 'stream_exists';

export type Proposed = Pick<LoggedEvent, 'id' | 'type' | 'contentType' | 'metadata' | 'data'>;

export type Written =
  | { readonly kind: 'success'; readonly revision: number; readonly position: number }
  /** `current` is -1 for no stream. */
  | { readonly kind: 'wrong-expected-version'; readonly current: number }
  | { readonly kind: 'stream-deleted' };

/** As many ids are remembered for appends that expect nothing exact; the real server's cache is of that order. */
const remembered = 100_000;

/** What an append, a delete and a tombstone do, by the rules of EventStoreDB: revisions, idempotence, deletion. */
export class Writes {
  readonly #feed: Feed;
  readonly #recent = new Map<string, number>();

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  append(name: string, expected: Expected, events: readonly Proposed[]): Written {
    const stream = this.#feed.stream(name);
    if (stream?.tombstoned) return { kind: 'stream-deleted' };
    const current = this.#current(name);
    const verdict = this.#judge(name, expected, events);
    if (verdict === 'wrong') return { kind: 'wrong-expected-version', current };
    if (verdict === 'stored') return this.#alreadyThere(name, expected, events);
    const made = events.map((event, index): LoggedEvent => ({
      ...event,
      stream: name,
      revision: current + 1 + index,
      created: ticks(),
    }));
    const revived =
      stream?.truncateBefore === Infinity ? [this.#metadata(name, String(current + 1))] : [];
    this.#feed.append([...revived, ...made]);
    made.forEach(({ id }, index) => this.#remember(id, this.#feed.length - made.length + index));
    return this.#success(name, current + made.length);
  }

  /** Hides what is in the stream; appending to it later goes on after the last revision. */
  delete(name: string, expected: Expected): Written {
    const refusal = this.#refusal(name, expected);
    if (refusal) return refusal;
    this.#feed.append([this.#metadata(name, deletedBefore)]);
    return this.#success(`$$${name}`, this.#current(`$$${name}`));
  }

  /** Ends the stream for good. */
  tombstone(name: string, expected: Expected): Written {
    const refusal = this.#refusal(name, expected);
    if (refusal) return refusal;
    const revision = this.#current(name) + 1;
    const event = { ...system, id: randomUUID(), type: '$streamDeleted', created: ticks() };
    this.#feed.append([{ ...event, stream: name, revision }]);
    const number = this.#feed.length - 1;
    return { kind: 'success', revision, position: this.#feed.position(number) };
  }

  /** Last revision, whether visible or not; -1 for none. */
  #current(name: string): number {
    const stream = this.#feed.stream(name);
    const last = stream?.events.at(-1);
    return last === undefined ? -1 : (stream?.events.length ?? 0) - 1;
  }

  #refusal(name: string, expected: Expected): Written | undefined {
    if (this.#feed.stream(name)?.tombstoned) return { kind: 'stream-deleted' };
    const current = this.#current(name);
    return this.#meets(name, expected) ? undefined : { kind: 'wrong-expected-version', current };
  }

  #meets(name: string, expected: Expected): boolean {
    const current = this.#current(name);
    const gone = current < 0 || this.#feed.stream(name)?.truncateBefore === Infinity;
    switch (expected) {
      case 'any':
        return true;
      case 'no_stream':
        return gone;
      case 'stream_exists':
        return !gone;
      default:
        return expected === BigInt(current);
    }
  }

  /** A retry is known by its ids: exactly where it would have been written, or among recent ones where nothing exact is said. */
  #judge(
    name: string,
    expected: Expected,
    events: readonly Proposed[],
  ): 'new' | 'stored' | 'wrong' {
    const meets = this.#meets(name, expected);
    if (expected === 'any' || expected === 'stream_exists') {
      const known = events.filter(({ id }) => this.#recentIn(name, id) !== undefined);
      if (known.length === 0) return meets ? 'new' : 'wrong';
      return known.length === events.length ? 'stored' : 'wrong';
    }
    if (meets) return 'new';
    const first = expected === 'no_stream' ? 0 : Number(expected) + 1;
    const numbers = this.#feed.stream(name)?.events.slice(first, first + events.length) ?? [];
    const same =
      numbers.length === events.length &&
      numbers.every((number, index) => this.#feed.event(number).id === events[index]?.id);
    return same && events.length > 0 ? 'stored' : 'wrong';
  }

  #alreadyThere(name: string, expected: Expected, events: readonly Proposed[]): Written {
    if (typeof expected === 'bigint') return this.#success(name, Number(expected) + events.length);
    if (expected === 'no_stream') return this.#success(name, events.length - 1);
    const number = this.#recentIn(name, events.at(-1)?.id ?? '') ?? 0;
    return this.#success(name, this.#feed.event(number).revision);
  }

  #recentIn(name: string, id: string): number | undefined {
    const number = this.#recent.get(id);
    return number !== undefined && this.#feed.about(number).stream === name ? number : undefined;
  }

  #remember(id: string, number: number): void {
    this.#recent.set(id, number);
    if (this.#recent.size <= remembered) return;
    const [oldest] = this.#recent.keys();
    if (oldest !== undefined) this.#recent.delete(oldest);
  }

  #success(name: string, revision: number): Written {
    const number = this.#feed.stream(name)?.events[revision];
    const position = number === undefined ? 0 : this.#feed.position(number);
    return { kind: 'success', revision, position };
  }

  #metadata(name: string, before: string): LoggedEvent {
    const stream = `$$${name}`;
    return {
      ...system,
      ...{ id: randomUUID(), type: '$metadata', created: ticks(), stream },
      revision: this.#current(stream) + 1,
      data: Buffer.from(`{"$tb":${before}}`),
    };
  }
}

const system = {
  contentType: 'application/json',
  metadata: new Uint8Array(),
  data: new Uint8Array(),
};

const ticks = () => String(BigInt(Date.now()) * 10_000n);
