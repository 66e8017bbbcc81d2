import type { Delivery, FeedListener, FeedMembership, FeedRecord, Offset } from '#projections';
import type { Batch, Consumer, EachBatchPayload } from 'kafkajs';
import { oneHasAll, shared } from './feed-assigners.js';
import type { KafkaFeedOptions } from './projection-feed.js';
import { pause, pauseAfter } from './pause.js';
import { believed, type StoreEnd } from './store-end.js';
import { recordOf } from './wanted-record.js';

const sessionTimeout = 6_000;
const heartbeatInterval = 1_500;
/** How often the group is told how far its members have read. */
const commitEveryMs = 5_000;
const longestPauseMs = 5_000;
/** What takes longer is waited for without holding up the other partitions. */
const soonMs = 250;

/** What a membership needs beside what the caller gives. */
interface Needs extends KafkaFeedOptions {
  readonly end: StoreEnd;
}

/** One membership in a consumer group, kept up through lost brokers until it is left. */
export class KafkaMembership implements FeedMembership {
  readonly #ending = new AbortController();
  readonly #running: Promise<void>;
  /** Partitions that may be delivered, of the present assignment. */
  #open = new Set<number>();
  #turn = 0;
  readonly #read = new Map<number, Offset>();
  /** Of each partition, until more of it may come. */
  readonly #rooms = new Map<number, Promise<void>>();
  #committedAt = 0;

  constructor(
    private readonly how: 'shared' | 'alone',
    private readonly listener: FeedListener,
    private readonly options: Needs,
  ) {
    this.#running = this.#run();
  }

  async leave(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    let wait = 100;
    while (!signal.aborted) {
      try {
        await this.#takePart(() => (wait = 100));
      } catch (error) {
        this.options.onTrouble?.(error);
      }
      await pause(wait, signal);
      wait = Math.min(wait * 2, longestPauseMs);
    }
  }

  /** From joining to leaving, or to a failure from which the client does not recover by itself. */
  async #takePart(joined: () => void): Promise<void> {
    const { kafka, group, topic, partitions } = this.options;
    const consumer = kafka.consumer({
      groupId: `${group}.${this.how === 'shared' ? 'divided' : 'whole'}`,
      ...{ sessionTimeout, heartbeatInterval, rebalanceTimeout: 10_000 },
      partitionAssigners: [this.how === 'shared' ? shared : oneHasAll],
      maxWaitTimeInMs: 100,
      allowAutoTopicCreation: false,
    });
    // Resolved with the failure instead of rejected: it may come before anybody waits for it.
    const ended = Promise.withResolvers<Error | undefined>();
    const letGo = () => ended.resolve(undefined);
    this.#ending.signal.addEventListener('abort', letGo, { once: true });
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      this.options.onTrouble?.(error);
      if (!restart) ended.resolve(error);
    });
    consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
      joined();
      this.#assigned(consumer, memberAssignment[topic] ?? []).catch((error: unknown) =>
        this.options.onTrouble?.(error),
      );
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: partitions,
        eachBatch: (payload) => this.#deliver(consumer, payload),
      });
      const failure = await ended.promise;
      if (failure) throw failure;
    } finally {
      this.#turn += 1;
      this.#open = new Set();
      this.#ending.signal.removeEventListener('abort', letGo);
      await consumer.disconnect();
    }
  }

  /**
   * The client begins to fetch by its own idea of where: everything is held back until the listener has told, and the first batch after
   * that is one that was asked for from there.
   */
  async #assigned(consumer: Consumer, partitions: readonly number[]): Promise<void> {
    const { topic } = this.options;
    this.#turn += 1;
    const turn = this.#turn;
    this.#open = new Set();
    this.#read.clear();
    this.#rooms.clear();
    this.options.end.forget();
    if (partitions.length > 0) consumer.pause([{ topic, partitions: [...partitions] }]);
    const begin = await this.listener.assigned(partitions);
    if (turn !== this.#turn) return;
    for (const [partition, offset] of begin) consumer.seek({ topic, partition, offset });
    this.#open = new Set(begin.keys());
    if (begin.size > 0) consumer.resume([{ topic, partitions: [...begin.keys()] }]);
  }

  async #deliver(
    consumer: Consumer,
    { batch, pause: holdBack, resolveOffset, isStale, heartbeat }: EachBatchPayload,
  ): Promise<void> {
    const { partition } = batch;
    const turn = this.#turn;
    if (isStale() || !this.#open.has(partition)) return;
    const from = fetchedOffset(batch);
    const last = batch.lastOffset();
    const next = String(BigInt(last) + 1n);
    const records = batch.messages.map((message): FeedRecord => ({
      ...recordOf(message.value, this.listener),
      offset: message.offset,
    }));
    const trusted = this.#trusted(records, turn);
    const room = this.#hand({ partition, from, next }, trusted, turn);
    if (!(await isSettled(trusted)))
      await Promise.race([trusted, pause(soonMs, this.#ending.signal)]);
    const hasRoom = await isSettled(room);
    // What would be held back now is another assignment's.
    if (turn !== this.#turn) return;
    resolveOffset(last);
    this.#read.set(partition, next);
    if (!hasRoom) {
      const resume = holdBack();
      void room.then(() => {
        if (turn === this.#turn) resume();
      });
    }
    await heartbeat();
    await this.#commit(consumer);
  }

  /** Tries until the store has answered, unless another assignment has come: then the answer is of no account. */
  async #trusted(records: readonly FeedRecord[], turn: number): Promise<readonly FeedRecord[]> {
    const { end, onTrouble } = this.options;
    const { signal } = this.#ending;
    for (let tries = 1; turn === this.#turn && !signal.aborted; tries += 1) {
      try {
        return await believed(records, end, signal);
      } catch (error) {
        onTrouble?.(error);
        await pause(pauseAfter(tries), signal);
      }
    }
    return [];
  }

  /** In the order in which they came, and nothing of an assignment that is over. */
  #hand(
    place: Omit<Delivery, 'records'>,
    trusted: Promise<readonly FeedRecord[]>,
    turn: number,
  ): Promise<void> {
    const before = this.#rooms.get(place.partition);
    const room = (async () => {
      await before;
      const records = await trusted;
      if (turn === this.#turn && !this.#ending.signal.aborted)
        await this.listener.delivered({ ...place, records });
    })();
    this.#rooms.set(place.partition, room);
    return room;
  }

  /** Only for those who watch the lag: a failure is of no account, and the next will tell more. */
  async #commit(consumer: Consumer): Promise<void> {
    if (Date.now() - this.#committedAt < commitEveryMs) return;
    this.#committedAt = Date.now();
    const { topic } = this.options;
    const offsets = [...this.#read].map(([partition, offset]) => ({ topic, partition, offset }));
    try {
      await consumer.commitOffsets(offsets);
    } catch (error) {
      this.options.onTrouble?.(error);
    }
  }
}

/** From where the client asked for the batch, which its types keep to themselves. */
const fetchedOffset = (batch: Batch): Offset => {
  const { fetchedOffset: offset } = batch as Batch & { readonly fetchedOffset?: unknown };
  if (typeof offset !== 'string')
    throw new Error('kafkajs no longer tells where a batch was asked for');
  return offset;
};

const isSettled = (promise: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    promise.then(() => true),
    new Promise<boolean>((resolve) => setImmediate(resolve, false)),
  ]);
