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
