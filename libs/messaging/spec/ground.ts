import { randomUUID } from 'node:crypto';
import { eventStoreMigrations, openPostgresEventStore, type EventStore } from '#event-store';
import { migrate, openPool, type Pool } from '#postgres';
import { projectionMigrations, TailLease } from '#projections';
import type { Kafka } from 'kafkajs';
import { freshDatabase } from '../../../test/support/database.js';
import { brokersOfTheRun } from '../../../test/support/kafka/describe.js';
import {
  ensureTopic,
  openKafka,
  Publisher,
  Relay,
  topicEnds,
  type RelayOptions,
  type TopicSettings,
} from '../src/index.js';

/** A store in a new database, and a topic name that nobody else uses. */
export interface Ground {
  readonly url: string;
  readonly pool: Pool;
  readonly store: EventStore;
  readonly kafka: Kafka;
  readonly brokers: readonly string[];
  readonly topic: TopicSettings;
  /** A relay of this store to this topic; the caller starts and stops it. */
  relay(options?: Partial<RelayOptions>, leaseMs?: number): Relay;
  leave(): Promise<void>;
}

export const newGround = async (): Promise<Ground> => {
  const { url, drop } = await freshDatabase();
  const pool = openPool(url, { max: 6, application: 'messaging-spec' });
  await migrate(pool, [...eventStoreMigrations, ...projectionMigrations([])]);
  const store = await openPostgresEventStore({ url });
  const brokers = brokersOfTheRun();
  const kafka = openKafka({ brokers }, { clientId: 'messaging-spec' });
  const topic = {
    ...{ topic: `events-${randomUUID()}`, partitions: 4 },
    ...{ replication: 1, minInsyncReplicas: 1 },
  };
  return {
    ...{ url, pool, store, kafka, brokers, topic },
    relay: (options = {}, leaseMs = 1_000) =>
      new Relay({
        ...{ store, partitions: topic.partitions, isFinal: () => false },
        prepare: () => ensureTopic(kafka, topic),
        topic: topic.topic,
        ends: (signal) => topicEnds(kafka, topic.topic, signal),
        lease: new TailLease(pool, `relay:${topic.topic}`, leaseMs),
        publisher: new Publisher({ kafka, topic: topic.topic }),
        ...options,
      }),
    leave: async () => {
      await store.close();
      await pool.end();
      await drop();
    },
  };
};

/** Whether `condition` came true within so many milliseconds. */
export const until = async (
  condition: () => boolean | Promise<boolean>,
  milliseconds = 15_000,
): Promise<boolean> => {
  const end = performance.now() + milliseconds;
  while (!(await condition())) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
};
