import type { EventStore } from '#event-store';
import type { Position } from '#kernel';
import { pause, pauseAfter } from '../pause.js';
import { quietly } from '../quietly.js';
import { aheadOf } from '../topic-ahead.js';
import type { TopicEnd } from '../topic-ends.js';
import { TopicDiffers } from '../topics.js';
import { batchOf, watermarks, type Batch, type RelayedTo } from './batch.js';
import type { RelayLease } from './lease.js';
import { Stopped, TooLarge, type Outgoing, type Publisher, type Shortfall } from './publisher.js';
import { ReadAhead } from './read-ahead.js';

/** What keeps a relay from going on, or did for a moment. `error` may quote anything: log its name and code only. */
export type RelayTrouble =
  | { readonly kind: 'retrying'; readonly error: unknown }
  | ({ readonly kind: 'sent-again' } & Shortfall)
  /** Another has taken over; this one stands by. */
  | { readonly kind: 'relieved' }
  /** It stands still until people act; `reason` says in one line what they can do. */
  | { readonly kind: 'stopped'; readonly reason: string };

/** From which store to which topic, and under which lease: of several relays of one topic one holds it. */
export interface RelayOptions {
  readonly store: EventStore;
  readonly publisher: Pick<Publisher, 'publish' | 'close'>;
  readonly lease: RelayLease;
  /** Partitions of the topic, as it is. */
  readonly partitions: number;
  /** Its name, for people. */
  readonly topic: string;
  /** Made sure of before anything is published, and again until it resolves: the topic. */
  readonly prepare: () => Promise<void>;
  /** How far the topic was filled, for whoever takes the lease: `topicEnds`. */
  readonly ends: (signal: AbortSignal) => Promise<readonly TopicEnd[]>;
  /** Whether a failure of `prepare` is for people: the relay then stops with its message. */
  readonly isFinal: (error: unknown) => boolean;
  /** Most events in one send, 1 to 10,000; default 1,000. */
  readonly batch?: number;
  /** Most bytes of one partition in one send; default 900,000, below a broker's default limit. */
  readonly partitionBytes?: number;
  /** Must not throw. */
  readonly onTrouble?: (trouble: RelayTrouble) => void;
}

/** Where it stands; `position` is absent before the first send of this process. */
export interface RelayHealth {
  /** `behind`: it cannot go on for a reason that may pass. `stopped`: it stands still until people act. */
  readonly state: 'running' | 'standing-by' | 'behind' | 'stopped';
  /** Everything up to here was published. */
  readonly position?: Position;
  /** Why it is stopped. */
  readonly detail?: string;
}

/** Without events a watermark goes out this often, so that readers know there are none. */
const watermarkMs = 1_000;

/**
 * Publishes the feed of the store: every event at least once, in the order of the store within each partition, first deliveries
 * without a gap. One batch is under way at a time; the checkpoint moves when all of it was answered for. Of several relays one
 * publishes and the others stand by. One that lost its lease without knowing can at most repeat: what it sends begins where its
 * successor began or earlier, and is whole in each partition.
 */
export class Relay {
  readonly #ending = new AbortController();
  #running: Promise<void> | undefined;
  #state: RelayHealth['state'] = 'standing-by';
  #failure: string | undefined;
  #publishedAt = -Infinity;

  constructor(private readonly options: RelayOptions) {}

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the batch in hand, but waits for brokers that do not answer only for seconds; then lets go of the lease. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  health(): RelayHealth {
    const { position } = this.options.lease;
    return {
      state: this.#state,
      ...(position !== undefined && { position }),
      ...(this.#failure !== undefined && { detail: this.#failure }),
    };
  }

  async #run(): Promise<void> {
    const { lease, publisher } = this.options;
    const { signal } = this.#ending;
    let prepared = false;
    for (let tries = 1; !signal.aborted && this.#failure === undefined; tries += 1) {
      try {
        if (!prepared) await this.options.prepare();
        prepared = true;
        if (await this.#keep()) await this.#follow(() => (tries = 0));
        else await pause(lease.leaseMs / 3, signal);
      } catch (error) {
        await this.#failed(error, tries);
      }
    }
    await publisher.close().catch((error: unknown) => this.#tell({ kind: 'retrying', error }));
    await lease.release().catch((error: unknown) => this.#tell({ kind: 'retrying', error }));
  }

  /** Publishes until the lease is lost, the relay is stopped or something fails. */
  async #follow(progress: () => void): Promise<void> {
    const { lease } = this.options;
    let from = await this.#alive(this.#begin());
    // Whatever was in the way is over, also where there is nothing to publish yet.
    this.#state = 'running';
    const batches = new ReadAhead((behind) => this.#read(behind), from);
    let moving = Promise.resolve();
    try {
      while (!this.#ending.signal.aborted && (await this.#keep())) {
        const batch = await batches.next();
        if (batch) {
          from = batch.last;
          // While the brokers write, the next batches are read and made, and the checkpoint of the last one moves.
          await this.#publish(batch.messages).catch((error: unknown) => {
            throw error instanceof TooLarge ? this.#tooLarge(batch) : error;
          });
          await moving;
          moving = quietly(lease.moveTo(from.position, batch.events));
        } else {
          await moving;
          await this.#idle(from);
        }
        progress();
      }
    } finally {
      // Never two moves at once: the next one compares with what this one leaves.
      await moving;
    }
  }

  /** Where it goes on. Rejects with `TopicDiffers` when the topic is not this store's: nothing may be published then. */
  async #begin(): Promise<RelayedTo | undefined> {
    const { topic, ends, store, lease } = this.options;
    const found = await ends(this.#ending.signal);
    const unfit = await aheadOf(topic, found, store);
    if (unfit !== undefined) throw new TopicDiffers(unfit);
    const { position } = lease;
    if (position === undefined) return undefined;
    const event = found.find((end) => end.position === position)?.last;
    return { position, ...(event && { event }) };
  }

  async #read(from: RelayedTo | undefined): Promise<Batch | undefined> {
    const { store, partitions, batch = 1_000, partitionBytes = 900_000 } = this.options;
    const events = await store.readAll(from?.position, undefined, batch);
    if (events.length === 0) return undefined;
    const limits = { partitions, partitionBytes, events: batch };
    return batchOf(events, limits, new Date().toISOString());
  }

  async #publish(messages: readonly Outgoing[]): Promise<void> {
    const { signal } = this.#ending;
    const sent = this.options.publisher.publish(messages, signal, async (tries) => {
      this.#state = 'behind';
      await pause(pauseAfter(tries), signal);
      if (!(await this.#keep())) throw new Relieved();
    });
    await this.#alive(sent);
    this.#publishedAt = performance.now();
    this.#state = 'running';
  }

  /** Nobody else could do better while brokers are slow or away: it keeps its lease. */
  async #alive<T>(work: Promise<T>): Promise<T> {
    const { lease } = this.options;
    const alive = setInterval(() => void quietly(lease.keep()), lease.leaseMs / 3);
    try {
      return await work;
    } finally {
      clearInterval(alive);
    }
  }

  /** Nothing to publish: says so once a second, and waits for more. */
  async #idle(from: RelayedTo | undefined): Promise<void> {
    const { store, partitions } = this.options;
    const silent = performance.now() - this.#publishedAt;
    if (from !== undefined && silent >= watermarkMs)
      await this.#publish(watermarks(from, partitions, new Date().toISOString()));
    const wait = from === undefined ? watermarkMs : Math.max(watermarkMs - silent, 1);
    await store.wake(
      from?.position,
      silent >= watermarkMs ? watermarkMs : wait,
      this.#ending.signal,
    );
  }

  #tooLarge({ greatest: { position, bytes } }: Batch): TopicDiffers {
    return new TopicDiffers(
      `topic ${this.options.topic} does not take what is to be published: the largest of it, the event at position ${position}, has ${String(bytes)} bytes; raise its max.message.bytes (kafka-configs), then start the relay again`,
    );
  }

  async #keep(): Promise<boolean> {
    const mine = await this.options.lease.keep();
    if (!mine && this.#state !== 'standing-by') {
      this.#tell({ kind: 'relieved' });
      this.#state = 'standing-by';
    }
    if (mine && this.#state === 'standing-by') this.#state = 'running';
    return mine;
  }

  async #failed(error: unknown, tries: number): Promise<void> {
    if (error instanceof Stopped || error instanceof Relieved) return;
    if (error instanceof TopicDiffers || this.options.isFinal(error)) {
      this.#failure = error instanceof Error ? error.message : 'it cannot go on';
      this.#state = 'stopped';
      this.#tell({ kind: 'stopped', reason: this.#failure });
      return;
    }
    this.options.lease.doubt();
    this.#state = 'behind';
    this.#tell({ kind: 'retrying', error });
    await pause(pauseAfter(tries), this.#ending.signal);
  }

  #tell(trouble: RelayTrouble): void {
    this.options.onTrouble?.(trouble);
  }
}

class Relieved extends Error {
  override readonly name = 'Relieved';
}
