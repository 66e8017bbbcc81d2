import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import {
  PartitionRunner,
  readCheckpoints,
  verifyProjections,
  Watermarks,
  type LaneHealth,
  type Trouble,
} from '#projections';
import { freshDatabase } from '../../../test/support/database.js';
import { brokersOfTheRun, describeWithKafka } from '../../../test/support/kafka/describe.js';
import { publishFrom } from '../../../test/support/publish.js';
import { groundIn, until, type Ground } from '../../projections/spec/ground.js';
import { enterpriseDays, record, spent, traineeTime } from '../../projections/spec/workshop.js';
import { keep, restore } from '../spec/restoring.js';
import { keyOf, kafkaFeed, partitionOf } from './index.js';

const projections = [enterpriseDays, { ...traineeTime, partitionedBy: 'subject' as const }];
const tables = projections.map(({ table }) => table);
const partitions = 3;

let ground: Ground;
let kafka: Kafka;
let producer: Producer;
let topic: string;
let ending: (() => Promise<unknown>)[];
let troubles: Trouble[];

const run = (more: { readonly topic?: string; readonly partitions?: number } = {}) => {
  const of = { topic, partitions, ...more };
  const runner = new PartitionRunner({
    ...{ ...ground, projections, leaseMs: 1_000 },
    onTrouble: (trouble) => troubles.push(trouble),
    feed: kafkaFeed({
      ...{ kafka, ...of, store: ground.store, group: `${of.topic}.views` },
      onTrouble: (error) => troubles.push({ kind: 'retrying', error }),
    }),
  });
  ending.push(() => runner.stop());
  runner.start();
  return runner;
};
const make = async (name: string) => {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: [{ topic: name, numPartitions: partitions, replicationFactor: 1 }],
  });
  await admin.disconnect();
};
const publish = (after?: string) =>
  publishFrom(after, { store: ground.store, producer, topic, partitions });
const some = (count: number) =>
  record(
    ground.store,
    ...Array.from({ length: count }, (_, at) =>
      spent({ trainee: `t${String(at % 7)}`, enterprise: 'e1', minutes: 1 + (at % 5) }),
    ),
  );
const level = async () => {
  const watermarks = new Watermarks(ground.pool, ground.store, 10);
  const head = (await ground.store.head()) ?? '';
  expect(await watermarks.waitFor(tables, head, 20_000)).toBe('reached');
};
const differences = () =>
  verifyProjections({
    ...{ ...ground, projections },
    partitionOf: ({ meta }, of) => partitionOf(keyOf(meta), of),
  });
const allUnfit = (health: readonly LaneHealth[]) =>
  health.every(({ state, unfit }) => state === 'stopped' && unfit !== undefined);

describeWithKafka('a topic that is not what views have to be fed from', () => {
  beforeEach(async () => {
    [ending, troubles] = [[], []];
    ground = await groundIn(await freshDatabase(), projections);
    topic = `events-${randomBytes(4).toString('hex')}`;
    kafka = new Kafka({
      ...{ clientId: 'spec', brokers: [...brokersOfTheRun()], logLevel: logLevel.NOTHING },
    });
    producer = kafka.producer();
    await producer.connect();
  }, 60_000);
  afterEach(async () => {
    await Promise.all(ending.map((end) => end()));
    await producer.disconnect();
    await ground.leave();
  });

  it.each([
    ['more', 5],
    ['fewer', 2],
  ])(
    'stops them with one line when the variable says %s partitions',
    async (_, said) => {
      await make(topic);
      await some(20);
      await publish();
      const runner = run({ partitions: said });
      await until(() => allUnfit(runner.health()), 20_000);
      const line = `topic ${topic} has 3 partitions and KAFKA_PARTITIONS says ${String(said)}: another number breaks the order of what is in it, so have KAFKA_PARTITIONS say 3, or name a new topic`;
      expect(runner.health().map(({ error }) => error)).toEqual([line, line]);
      expect(troubles).toContainEqual({ kind: 'stopped', name: topic, reason: line });
      expect(await readCheckpoints(ground.pool)).toEqual([]);
    },
    60_000,
  );

  it('is waited for while it is not there yet', async () => {
    const runner = run();
    await some(20);
    await until(() => troubles.length > 0, 20_000);
    expect(runner.health().map(({ state }) => state)).toEqual(['standing-by', 'standing-by']);
    await make(topic);
    await publish();
    await level();
    expect(await differences()).toEqual([]);
  }, 60_000);

  it.each([
    ['which then lacks what was published last', 0],
    ['which has then gone past that with other events', 30],
  ])(
    'stops them when the store was restored to an earlier moment, %s, until a new one is named',
    async (_, others) => {
      await make(topic);
      await some(40);
      const relayed = await publish();
      const first = run();
      await level();
      await first.stop();
      await keep(ground.pool);
      await some(15);
      await publish(relayed);
      await restore(ground.url);
      if (others > 0) await some(others);
      const runner = run();
      await until(() => allUnfit(runner.health()), 20_000);
      expect(runner.health()[0]?.unfit).toMatch(
        /^topic \S+ is ahead of the store: .* set a new KAFKA_TOPIC/,
      );
      const positions = (await readCheckpoints(ground.pool)).map(({ position }) => position);
      expect(new Set(positions)).toEqual(new Set(['40']));
      await runner.stop();
      topic = `${topic}-2`;
      await make(topic);
      run();
      await some(5);
      await publish();
      await level();
      expect(await differences()).toEqual([]);
    },
    60_000,
  );

  it('is noticed by those who are at work while the store is restored', async () => {
    await make(topic);
    await some(40);
    const relayed = await publish();
    const runner = run();
    await level();
    await keep(ground.pool);
    await some(15);
    await publish(relayed);
    await level();
    await restore(ground.url);
    await until(() => allUnfit(runner.health()), 30_000);
    // Neither a new division of the partitions nor new events make it fit.
    const second = run();
    await until(() => allUnfit(second.health()), 30_000);
    await some(30);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect([runner, second].every((one) => allUnfit(one.health()))).toBe(true);
    const positions = (await readCheckpoints(ground.pool)).map(({ position }) => position);
    expect(positions.every((position) => position === '40')).toBe(true);
  }, 60_000);
});
