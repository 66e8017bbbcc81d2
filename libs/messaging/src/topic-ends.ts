import { randomUUID } from 'node:crypto';
import type { Position } from '#kernel';
import type { EachBatchPayload, Kafka } from 'kafkajs';
import type { EventPlace } from './cloud-event.js';
import { decodeRecord } from './record.js';

/** How far a partition was filled, by what stands last in it. */
export interface TopicEnd {
  readonly partition: number;
  readonly position: Position;
  /** The event at that position, where the message tells it. */
  readonly last?: EventPlace;
}

/** Messages looked at in a partition, from its last one back: somebody else's may stand between ours. */
const looked = 20n;
const patienceMs = 20_000;

interface Range {
  readonly partition: number;
  /** The first that is looked at, and the last there was when this was asked. */
  readonly from: bigint;
  readonly last: bigint;
}

/**
 * The end of every partition in which something of ours stands. Rejects with the client's error when the topic is not there or the
 * brokers are out of reach, and when `signal` aborts. Takes as long as joining a consumer group, in a group of its own that leaves
 * nothing behind.
 */
export const topicEnds = async (
  kafka: Kafka,
  topic: string,
  signal: AbortSignal,
): Promise<readonly TopicEnd[]> => {
  const ranges = await rangesOf(kafka, topic);
  if (ranges.length === 0) return [];
  const consumer = kafka.consumer({
    ...{ groupId: `${topic}.ends.${randomUUID()}`, allowAutoTopicCreation: false },
    maxWaitTimeInMs: 100,
  });
  const { promise, resolve, reject } = Promise.withResolvers<readonly TopicEnd[]>();
  const giveUp = () => reject(new Error('the ends of the topic could not be read in time'));
  const late = setTimeout(giveUp, patienceMs);
  signal.addEventListener('abort', giveUp, { once: true });
  const found = new Map<number, TopicEnd>();
  const waiting = new Map(ranges.map(({ partition, last }) => [partition, last]));
  consumer.on(consumer.events.CRASH, ({ payload: { error } }) => reject(error));
  const take = ({ batch }: EachBatchPayload): void => {
    const end = endIn(batch.partition, batch.messages) ?? found.get(batch.partition);
    if (end) found.set(batch.partition, end);
    const last = waiting.get(batch.partition);
    if (last !== undefined && BigInt(batch.lastOffset()) >= last) waiting.delete(batch.partition);
    if (waiting.size === 0) resolve([...found.values()]);
  };
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatch: async (payload) => take(payload) });
    for (const { partition, from } of ranges)
      consumer.seek({ topic, partition, offset: String(from) });
    return await promise;
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', giveUp);
    promise.catch(() => {
      // Met above, unless something else failed before.
    });
    await consumer.disconnect();
  }
};

const rangesOf = async (kafka: Kafka, topic: string): Promise<readonly Range[]> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    return offsets
      .map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }))
      .filter(({ low, high }) => low < high)
      .map(({ partition, low, high }): Range => ({
        ...{ partition, last: high - 1n },
        from: high - looked > low ? high - looked : low,
      }));
  } finally {
    await admin.disconnect();
  }
};

/** By the last of the messages that is ours. */
const endIn = (
  partition: number,
  messages: readonly { readonly value: Buffer | null }[],
): TopicEnd | undefined => {
  for (const message of messages.toReversed()) {
    const record = decodeRecord(message);
    if (record.kind === 'unreadable') continue;
    if (record.kind === 'event') {
      const { id, stream, revision, position } = record.event.meta;
      return { partition, position, last: { id, stream, revision } };
    }
    const { position, last } = record;
    return { partition, position, ...(last && { last }) };
  }
  return undefined;
};
