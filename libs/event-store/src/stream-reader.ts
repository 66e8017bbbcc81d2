import { LRUCache } from 'lru-cache';
import type { Folding, Message, Recorded } from '#kernel';
import type { EventStore, StoredEvent } from './port.js';

/** A stream as it stood at one moment of reading. */
export interface Folded<T> {
  readonly stream: string;
  /** -1 for a stream without events. */
  readonly revision: number;
  readonly state: T;
}

interface Kept {
  readonly revision: number;
  readonly state: unknown;
}
/** What a fold takes besides its events, counted in events. */
const ofItsOwn = 3;

/**
 * Streams read from their beginning in one round trip. Their events are all in memory until the last is folded, and hundreds of
 * long ones at once cost more in collecting that memory than in reading it.
 */
const wholeAtOnce = 16;

interface Waiting {
  readonly stream: string;
  readonly after: number;
  readonly resolve: (events: readonly StoredEvent[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Folds streams with what it remembers of them and what the store has added since. Every call asks the store, so the answer is
 * never older than the call; only the folding of what was already known is saved. Calls made while a read is under way go out
 * together in the next one.
 */
export class StreamReader {
  readonly #kept: LRUCache<string, Kept>;
  readonly #foldings = new Map<object, number>();
  #waiting: Waiting[] = [];
  #reading = false;

  /**
   * `remember` bounds what is kept in memory: the events that the kept folds were made of, together. Streams differ a
   * thousandfold in length, so their number would bound nothing; an event takes about half a kilobyte of its fold.
   */
  constructor(
    private readonly store: EventStore,
    remember = 100_000,
  ) {
    this.#kept = new LRUCache({
      maxSize: remember,
      sizeCalculation: ({ revision }) => revision + ofItsOwn,
    });
  }

  /** Rejects with `StoreUnavailable`. */
  async fold<T>(stream: string, folding: Folding<T>): Promise<Folded<T>> {
    const key = `${this.#numberOf(folding)}:${stream}`;
    const kept = this.#kept.get(key) ?? { revision: -1, state: folding.initial };
    const events = await this.#read(stream, kept.revision);
    const state = events.reduce(
      (sum, event) => folding.evolve(sum, event as Recorded<Message>),
      kept.state as T,
    );
    const revision = events.at(-1)?.meta.revision ?? kept.revision;
    if (events.length > 0) this.#keep(key, { revision, state });
    return { stream, revision, state };
  }

  #keep(key: string, folded: Kept): void {
    const present = this.#kept.get(key);
    if (!present || present.revision < folded.revision) this.#kept.set(key, folded);
  }

  #numberOf(folding: object): number {
    const known = this.#foldings.get(folding);
    if (known !== undefined) return known;
    this.#foldings.set(folding, this.#foldings.size);
    return this.#foldings.size - 1;
  }

  /** The stream's events after a revision (-1 for all), as stored now; shares its read with the folds. Rejects with `StoreUnavailable`. */
  after(stream: string, revision: number): Promise<readonly StoredEvent[]> {
    return this.#read(stream, revision);
  }

  #read(stream: string, after: number): Promise<readonly StoredEvent[]> {
    const answer = new Promise<readonly StoredEvent[]>((resolve, reject) => {
      this.#waiting.push({ stream, after, resolve, reject });
    });
    if (!this.#reading) {
      this.#reading = true;
      setImmediate(() => void this.#drain());
    }
    return answer;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) await this.#answer(this.#take());
    this.#reading = false;
  }

  /** Who waits longest, up to the first that is one whole stream too many. */
  #take(): readonly Waiting[] {
    let whole = 0;
    const beyond = this.#waiting.findIndex(({ after }) => after < 0 && ++whole > wholeAtOnce);
    return this.#waiting.splice(0, beyond < 0 ? this.#waiting.length : beyond);
  }

  async #answer(batch: readonly Waiting[]): Promise<void> {
    const earliest = new Map<string, number>();
    for (const { stream, after } of batch) {
      earliest.set(stream, Math.min(after, earliest.get(stream) ?? after));
    }
    try {
      const found = await this.store.readMany(
        [...earliest].map(([stream, after]) => ({ stream, after })),
      );
      for (const { stream, after, resolve } of batch) {
        resolve((found.get(stream) ?? []).filter((event) => event.meta.revision > after));
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
