import { randomUUID } from 'node:crypto';
import { openPostgresEventStore, uuidFrom, type EventStore, type StoredEvent } from '#event-store';
import type { Admin } from 'kafkajs';
import { openKafka, type TopicSettings } from '#messaging';
import { migrate, openPool, type Pool } from '#postgres';
import { readCheckpoints } from '#projections';
import { platformMigrations } from '../../../apps/worker/src/index.js';
import { freshDatabase } from '../../support/database.js';
import type { KafkaCluster } from '../../support/kafka/cluster.js';
import { hoursFor } from '../../support/hours.js';

/** A store in a new database and a topic of its own on three nodes. */
export interface Rig {
  readonly url: string;
  readonly pool: Pool;
  readonly store: EventStore;
  readonly topic: TopicSettings;
  /** Everything in the store. */
  stored(): Promise<readonly StoredEvent[]>;
  /** How far the relay of the topic has come. */
  relayed(): Promise<string | undefined>;
  /** The node that leads a partition, and whether all copies of all partitions are in step; asked of these brokers, or of any. */
  leader(
    partition: number,
    of?: readonly string[],
  ): Promise<{ readonly node: number; readonly whole: boolean }>;
  /** Makes the topic on given nodes: per partition the leader first, then who has copies. */
  place(nodes: readonly (readonly number[])[]): Promise<void>;
  leave(): Promise<void>;
}

export const newRig = async (cluster: KafkaCluster): Promise<Rig> => {
  const { url, drop } = await freshDatabase();
  const pool = openPool(url, { application: 'kafka-faults', max: 4 });
  await migrate(pool, platformMigrations);
  const store = await openPostgresEventStore({ url });
  const admin = async <T>(
    use: (one: Admin) => Promise<T>,
    brokers = cluster.brokers,
  ): Promise<T> => {
    const one = openKafka({ brokers }, { clientId: 'test-rig' }).admin();
    await one.connect();
    try {
      return await use(one);
    } finally {
      await one.disconnect();
    }
  };
  const topic = `faults-${randomUUID()}`;
  return {
    ...{ url, pool, store },
    topic: { topic, partitions: 12, replication: 3, minInsyncReplicas: 2 },
    stored: async () => {
      const all: StoredEvent[] = [];
      for (;;) {
        const more = await store.readAll(all.at(-1)?.meta.position, undefined, 10_000);
        if (more.length === 0) return all;
        all.push(...more);
      }
    },
    relayed: async () => (await readCheckpoints(pool, [`relay:${topic}`]))[0]?.position,
    leader: (partition, of) =>
      admin(async (one) => {
        const { topics } = await one.fetchTopicMetadata({ topics: [topic] });
        const partitions = topics[0]?.partitions ?? [];
        const node = partitions.find(({ partitionId }) => partitionId === partition)?.leader ?? -1;
        return {
          node,
          whole: partitions.every(({ isr, replicas }) => isr.length === replicas.length),
        };
      }, of),
    place: (nodes) =>
      admin(async (one) => {
        const replicaAssignment = nodes.map((replicas, partition) => ({
          partition,
          replicas: [...replicas],
        }));
        await one.createTopics({ topics: [{ topic, replicaAssignment }], waitForLeaders: true });
      }),
    leave: async () => {
      await store.close();
      await pool.end();
      await drop();
    },
  };
};

const space = '5d3c6f0a-8f0e-4f0c-9a86-52b1c0f2a9d4';
const people = 2_000;

/** Appends so many lines of hours, of people in turn, in groups; resolves when the last is stored. */
export const append = async (store: EventStore, count: number): Promise<void> => {
  for (let from = 0; from < count; from += 500) {
    const units = Array.from({ length: Math.min(500, count - from) }, (_, index) => {
      const person = uuidFrom(space, `person ${String((from + index) % people)}`);
      return hoursFor({ person, entry: randomUUID(), turn: from + index }, ['TrainingHoursLogged']);
    });
    const refused = (await store.append(units)).find(({ ok }) => !ok);
    if (refused) throw new Error(`refused: ${JSON.stringify(refused)}`);
  }
};

/** Appends events at a steady rate until it is told to end. */
export const steadily = (
  store: EventStore,
  perSecond: number,
): { readonly end: () => Promise<void> } => {
  const stop = new AbortController();
  const writing = (async () => {
    const begun = performance.now();
    let written = 0;
    while (!stop.signal.aborted) {
      const due = Math.floor(((performance.now() - begun) / 1_000) * perSecond) - written;
      if (due > 0) await append(store, due);
      written += Math.max(due, 0);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  return {
    end: async () => {
      stop.abort();
      await writing;
    },
  };
};

/** Waits until `condition` holds, asking again when it rejects; throws after `milliseconds` with what was waited for. */
export const eventually = async (
  what: string,
  condition: () => boolean | Promise<boolean>,
  milliseconds = 90_000,
  every = 50,
): Promise<void> => {
  const end = performance.now() + milliseconds;
  let reason = '';
  while (performance.now() < end) {
    try {
      if (await condition()) return;
    } catch (error) {
      reason = ` (${String(error)})`;
    }
    await new Promise((resolve) => setTimeout(resolve, every));
  }
  throw new Error(`waited in vain until ${what}${reason}`);
};
