import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { decodeRecord, type DecodedRecord } from '#messaging';

/** A message as a consumer was given it. */
export interface Seen {
  readonly partition: number;
  readonly offset: bigint;
  readonly record: DecodedRecord;
  /** When it arrived, in milliseconds of `performance.now()`. */
  readonly at: number;
}

export interface Reader {
  /** Everything so far, each message once however often it was fetched; a partition's messages in its order. */
  seen(): readonly Seen[];
  stop(): Promise<void>;
}

/** A consumer of a whole topic from its beginning, in a group of its own. */
export const startReader = async (brokers: readonly string[], topic: string): Promise<Reader> => {
  const kafka = new Kafka({
    ...{ clientId: 'test-reader', brokers: [...brokers], logLevel: logLevel.NOTHING },
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 1_000 },
  });
  const consumer = kafka.consumer({ groupId: `test-${randomUUID()}`, sessionTimeout: 10_000 });
  const seen = new Map<string, Seen>();
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch: { partition, messages } }) => {
      const at = performance.now();
      for (const message of messages) {
        const id = `${String(partition)}/${message.offset}`;
        if (!seen.has(id))
          seen.set(id, {
            partition,
            offset: BigInt(message.offset),
            record: decodeRecord(message),
            at,
          });
      }
    },
  });
  return { seen: () => [...seen.values()], stop: () => consumer.disconnect() };
};

/** All that stands in a topic at this moment, read by a consumer that has seen nothing of what happened before. */
export const wholeTopic = async (
  brokers: readonly string[],
  topic: string,
): Promise<readonly Seen[]> => {
  const kafka = new Kafka({
    ...{ clientId: 'test-ends', brokers: [...brokers], logLevel: logLevel.NOTHING },
  });
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const reader = await startReader(brokers, topic);
  const last = (partition: number) =>
    reader
      .seen()
      .reduce(
        (most, one) => (one.partition === partition && one.offset > most ? one.offset : most),
        -1n,
      );
  const deadline = performance.now() + 60_000;
  try {
    while (!ends.every(({ partition, high }) => last(partition) >= BigInt(high) - 1n)) {
      if (performance.now() > deadline) throw new Error(`${topic} could not be read to its end`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return reader.seen();
  } finally {
    await reader.stop();
  }
};
