import { eventStoreMigrations, openPostgresEventStore, type EventStore } from '#event-store';
import type { AnyProjection } from '#kernel';
import { kafkaFeed } from '#messaging';
import { migrate, openPool, type Pool } from '#postgres';
import { PartitionRunner, projectionMigrations, Runner, Watermarks } from '#projections';
import { Kafka, logLevel } from 'kafkajs';
import { contexts } from '../../apps/worker/src/index.js';
import { startCluster } from '../support/kafka/cluster.js';
import { publishFrom } from '../support/publish.js';
import { interleaved, median, type Bench } from './bench.js';
import { fill } from './projector/sessions.js';

const defaults = { events: 60_000, trainees: 2_000, partitions: 6 };
const topic = 'events';

/**
 * All views of the platform folded from nothing to the end of one feed by one process: fed from Kafka, and from the store. The feed is
 * published before anything is measured. Figures are events of the feed per second, from the first commit to the last: how long a group
 * takes to come together is another matter.
 */
export const run: Bench = async (options) => {
  const given = { ...defaults, ...options.parameters };
  const projections = contexts.flatMap((context) => context.projections);
  const store = await openStore(options.databaseUrl);
  const events = await fill(store, given.events, given.trainees);
  const head = (await store.head()) ?? '';
  const cluster = await startCluster({ nodes: 1 });
  try {
    const { partitions } = given;
    const kafka = new Kafka({
      ...{ clientId: 'bench', brokers: [...cluster.brokers], logLevel: logLevel.NOTHING },
    });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({
      topics: [{ topic, numPartitions: partitions, replicationFactor: 1 }],
    });
    await admin.disconnect();
    const producer = kafka.producer();
    await producer.connect();
    await publishFrom(undefined, { store, producer, topic, partitions });
    await producer.disconnect();
    options.say(`${String(events)} events are stored and published`);
    let group = 0;
    const measure = async (
      name: string,
      begin: (pool: Pool, onMoved: Watermarks['moved']) => Promise<{ stop(): Promise<void> }>,
    ): Promise<number> => {
      const pool = await emptyViews(await options.freshDatabase(), projections);
      const watermarks = new Watermarks(pool, store, 10);
      const tables = projections.map(({ table }) => table);
      let begun = 0;
      const runner = await begin(pool, (names, position) => {
        begun ||= performance.now();
        watermarks.moved(names, position);
      });
      const reached = await watermarks.waitFor(tables, head, 600_000);
      const rate = events / ((performance.now() - begun) / 1_000);
      await runner.stop();
      await pool.end();
      if (reached !== 'reached') throw new Error(`${name} did not come to the end`);
      options.say(`${name} ${rate.toFixed(0)}/s`);
      return rate;
    };
    const rates = await interleaved(options.rounds, {
      kafka: () =>
        measure('kafka', async (pool, onMoved) => {
          await atTheBeginning(pool, projections, partitions);
          group += 1;
          const feed = kafkaFeed({
            ...{ kafka, topic, partitions, store },
            group: `bench-${String(group)}`,
          });
          const runner = new PartitionRunner({
            ...{ store: unread(store), pool, projections, feed, onMoved },
          });
          runner.start();
          return runner;
        }),
      store: () =>
        measure('store', (pool, onMoved) => {
          const runner = new Runner({ store, pool, projections, onMoved });
          void runner.start();
          return Promise.resolve(runner);
        }),
    });
    const medians = { kafka: median(rates.kafka), store: median(rates.store) };
    return {
      name: 'projector',
      ratios: { 'projector/store': medians.kafka / medians.store },
      details: { parameters: given, events, medians, rates },
    };
  } finally {
    await cluster.stop();
    await store.close();
  }
};

/** A store that must not be read: what lacks in the feed would be read there without a word, and the figure would be the store's. */
const unread = (store: EventStore): EventStore =>
  new Proxy(store, {
    get: (target, name: keyof EventStore) => {
      if (name === 'readAll') throw new Error('views that are fed from Kafka read the store');
      return (target[name] as (...args: unknown[]) => unknown).bind(target);
    },
  });

const openStore = async (url: string): Promise<EventStore> => {
  const pool = openPool(url, { application: 'bench-migrate', max: 2 });
  await migrate(pool, eventStoreMigrations);
  await pool.end();
  return openPostgresEventStore({ url });
};

const emptyViews = async (url: string, projections: readonly AnyProjection[]): Promise<Pool> => {
  const pool = openPool(url, { application: 'bench', max: 10 });
  await migrate(pool, projectionMigrations(projections));
  return pool;
};

/** Checkpoints that go on at the first offset: without any, a new view would be folded from the store. */
const atTheBeginning = async (
  pool: Pool,
  projections: readonly AnyProjection[],
  of: number,
): Promise<void> => {
  const every = Array.from({ length: of }, (_, partition) => partition);
  const offsetsOf = (some: readonly number[]) =>
    JSON.stringify(Object.fromEntries(some.map((one) => [`${topic}/${String(one)}`, '0'])));
  const rows = projections.flatMap(({ table, partitionedBy }) =>
    partitionedBy === 'subject'
      ? every.map((one) => [`${table}#${String(one)}/${String(of)}`, offsetsOf([one])])
      : [[table, offsetsOf(every)]],
  );
  for (const row of rows)
    await pool.query('insert into read.checkpoints (name, offsets) values ($1, $2)', row);
};
