import { EventLog, type Place } from './log.js';
import type { LoggedEvent } from './logged-event.js';

/** One stream: the numbers of its events in the feed, and what deletion did to it. */
export interface Stream {
  readonly events: number[];
  /** Events before this revision are gone: `$tb` of its metadata. */
  truncateBefore: number;
  tombstoned: boolean;
}

/** What a deleted stream's `$tb` says: nothing before the end of time is there. */
export const deletedBefore = '9223372036854775807';

/** The log and, in memory, where each event lies: by number along the feed, and by stream. */
export class Feed {
  readonly #log: EventLog;
  readonly #offsets: number[] = [];
  readonly #lengths: number[] = [];
  readonly #types: string[] = [];
  readonly #names: string[] = [];
  readonly #streams = new Map<string, Stream>();
  readonly #interned = new Map<string, string>();
  readonly #listeners = new Set<() => void>();

  constructor(folder: string) {
    this.#log = EventLog.open(folder, (event, place) => this.#take(event, place));
  }

  get length(): number {
    return this.#offsets.length;
  }

  append(events: readonly LoggedEvent[]): void {
    this.#log.append(events).forEach((place, index) => this.#take(events[index]!, place));
    for (const listener of this.#listeners) listener();
  }

  stream(name: string): Stream | undefined {
    return this.#streams.get(name);
  }

  event(number: number): LoggedEvent {
    return this.#log.read({ offset: this.position(number), length: this.#lengths[number]! });
  }

  position(number: number): number {
    const offset = this.#offsets[number];
    if (offset === undefined) throw new RangeError(`no event ${String(number)} in the feed`);
    return offset;
  }

  /** Type and stream of an event, without reading it. */
  about(number: number): { readonly type: string; readonly stream: string } {
    return { type: this.#types[number] ?? '', stream: this.#names[number] ?? '' };
  }

  /** Subscriptions, which alone wait for appends. */
  get listening(): number {
    return this.#listeners.size;
  }

  /** The first event at a position or after it. */
  from(position: bigint): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (BigInt(this.#offsets[middle]!) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Calls back after each append until the answer is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#log.close();
  }

  #take(event: LoggedEvent, { offset, length }: Place): void {
    const number = this.#offsets.push(offset) - 1;
    this.#lengths.push(length);
    this.#types.push(this.#intern(event.type));
    this.#names.push(this.#intern(event.stream));
    const stream = this.#opened(event.stream);
    if (event.type === '$streamDeleted') stream.tombstoned = true;
    else stream.events.push(number);
    if (event.stream.startsWith('$$')) this.#truncate(event);
  }

  #truncate({ stream, data }: LoggedEvent): void {
    const text = Buffer.from(data).toString('utf8');
    // As text: the number of a deleted stream is beyond what JSON numbers hold.
    const before = /"\$tb":\s*(\d+)/.exec(text)?.[1];
    if (before !== undefined)
      this.#opened(stream.slice(2)).truncateBefore =
        before === deletedBefore ? Infinity : Number(before);
  }

  #opened(name: string): Stream {
    const known = this.#streams.get(name);
    if (known) return known;
    const stream = { events: [], truncateBefore: 0, tombstoned: false };
    this.#streams.set(this.#intern(name), stream);
    return stream;
  }

  #intern(text: string): string {
    const known = this.#interned.get(text);
    if (known !== undefined) return known;
    this.#interned.set(text, text);
    return text;
  }
}
