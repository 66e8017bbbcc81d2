import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, Producer, RecordMetadata } from 'kafkajs';
import { contentType } from '../cloud-event.js';

/** A message with its place, which is ours to choose. */
export interface Outgoing {
  readonly partition: number;
  /** Null for what has no order of its own, such as a watermark. */
  readonly key: string | null;
  readonly value: Buffer;
}

/** A send came back without having reached everything, or not at all; it is sent again. */
export interface Shortfall {
  /** Messages that were not answered for. */
  readonly messages: number;
  readonly partitions: readonly number[];
  /** Why the whole send failed; absent when it came back as if nothing were wrong. */
  readonly error?: unknown;
}

/** Where it publishes. The topic must be there and have its partitions. */
export interface PublisherOptions {
  readonly kafka: Kafka;
  readonly topic: string;
  /** Told of each shortfall, before the next try. Must not throw. */
  readonly onShortfall?: (shortfall: Shortfall) => void;
  /** Milliseconds for one send, retries of the client included; default 30,000. */
  readonly patienceMs?: number;
}

/** It was told to stop before everything was answered for. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** A broker takes no message, or no send, of that size: trying again is of no use. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** After the word to stop, a send under way has this long. */
const graceMs = 3_000;

/**
 * Sends with `acks=-1` and believes only the answers: a message counts when its partition was answered with error code 0.
 *
 * `producer.send` of kafkajs can resolve without error and without having sent everything, when a broker dies under it and its
 * partitions move to a broker that has answered already (tulios/kafkajs#1303). The client's idempotence stays off: after a lost answer
 * it would take other messages under the same sequence numbers for repeats and drop them, while a repeat costs our readers nothing.
 */
export class Publisher {
  #producer: Producer | undefined;

  constructor(private readonly options: PublisherOptions) {}

  /**
   * Resolves when every message was answered for. What is missing is sent again, for ever, in its old order; `between` is awaited
   * before each further try and ends it by rejecting. Rejects with `Stopped` when `signal` aborts, and with `TooLarge`.
   */
  async publish(
    messages: readonly Outgoing[],
    signal: AbortSignal,
    between: (tries: number) => Promise<void>,
  ): Promise<void> {
    let missing = messages;
    for (let tries = 1; missing.length > 0; tries += 1) {
      if (signal.aborted) throw new Stopped('told to stop');
      const { answers, error } = await this.#send(missing, signal);
      if (isTooLarge(error))
        throw new TooLarge('more than a broker takes at once', { cause: error });
      missing = missingFrom(missing, answers);
      if (missing.length === 0) return;
      const partitions = [...new Set(missing.map(({ partition }) => partition))];
      this.options.onShortfall?.({
        ...{ messages: missing.length, partitions },
        ...(error !== undefined && { error }),
      });
      await between(tries);
    }
  }

  /** Ends the connection; the next publish makes a new one. */
  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.disconnect();
  }

  async #send(
    messages: readonly Outgoing[],
    signal: AbortSignal,
  ): Promise<{ readonly answers: readonly RecordMetadata[]; readonly error?: unknown }> {
    try {
      const answers = await inTime(
        this.#attempt(messages),
        this.options.patienceMs ?? 30_000,
        signal,
      );
      return { answers };
    } catch (error) {
      await this.#startAfresh();
      return { answers: [], error };
    }
  }

  async #attempt(messages: readonly Outgoing[]): Promise<readonly RecordMetadata[]> {
    const producer = (this.#producer ??= this.#open());
    await producer.connect();
    return producer.send({
      topic: this.options.topic,
      acks: -1,
      timeout: 10_000,
      messages: messages.map(({ partition, key, value }) => ({
        ...{ partition, key, value },
        headers: { 'content-type': contentType },
      })),
    });
  }

  #open(): Producer {
    return this.options.kafka.producer({
      allowAutoTopicCreation: false,
      idempotent: false,
      // Every message says where it goes.
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
    });
  }

  /** A client that failed is left to itself: what it still holds of old connections is no help to the next try. */
  async #startAfresh(): Promise<void> {
    const old = this.#producer;
    this.#producer = undefined;
    const leaving = old?.disconnect().catch(() => {
      // It failed before, and nobody uses it any more.
    });
    await Promise.race([leaving, sleep(1_000)]);
  }
}

/** kafkajs wraps what it will not try again. */
const isTooLarge = (error: unknown): boolean => {
  const { type, cause } = (error ?? {}) as { readonly type?: unknown; readonly cause?: unknown };
  if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE') return true;
  return cause !== undefined && cause !== error && isTooLarge(cause);
};

/** Those of partitions that were not answered with error code 0, in their old order. */
export const missingFrom = (
  sent: readonly Outgoing[],
  answers: readonly Pick<RecordMetadata, 'partition' | 'errorCode'>[],
): readonly Outgoing[] => {
  const failed = new Set(
    answers.filter(({ errorCode }) => errorCode !== 0).map(({ partition }) => partition),
  );
  const answered = new Set(answers.map(({ partition }) => partition));
  return sent.filter(({ partition }) => !answered.has(partition) || failed.has(partition));
};

/** Rejects after so many milliseconds, or a grace after the word to stop: kafkajs sets no limit to a send as a whole. */
const inTime = async <T>(
  work: Promise<T>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<T> => {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const expire = () => reject(new Error('the brokers have not answered in time'));
  const timer = setTimeout(expire, milliseconds);
  let grace: NodeJS.Timeout | undefined;
  const stop = () => {
    grace = setTimeout(expire, graceMs);
  };
  signal.addEventListener('abort', stop, { once: true });
  work.catch(() => {
    // Met below when it comes first; later it has nobody to tell.
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    clearTimeout(grace);
    signal.removeEventListener('abort', stop);
  }
};
