import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { StoreUnavailable, type EventStore } from '#event-store';
import {
  listParked,
  PartitionRunner,
  readCheckpoints,
  retryParked,
  verifyProjections,
  Watermarks,
  type RunnerOptions,
  type Trouble,
} from '#projections';
import { freshDatabase } from '../../../test/support/database.js';
import { brokersOfTheRun, describeWithKafka } from '../../../test/support/kafka/describe.js';
import { publishFrom } from '../../../test/support/publish.js';
import { groundIn, until, type Ground } from '../../projections/spec/ground.js';
import { poisonous, poisonousBySubject } from '../../projections/spec/poison.js';
import { closed, enterpriseDays, record, spent } from '../../projections/spec/workshop.js';
import { keyOf, partitionOf } from './index.js';
import { kafkaFeed } from './projection-feed.js';

const partitions = 4;
const projections = (mended = true) => [
  enterpriseDays,
  poisonous(mended),
  poisonousBySubject(mended),
];
const tables = projections().map(({ table }) => table);

let ground: Ground;
let kafka: Kafka;
let producer: Producer;
let topic: string;
let relayed: string | undefined;
let ending: (() => Promise<unknown>)[];
let troubles: Trouble[];

const run = (more: Partial<RunnerOptions> = {}, store = ground.store): PartitionRunner => {
  const runner = new PartitionRunner({
    ...{ ...ground, projections: projections(), batch: 50, leaseMs: 1_000 },
    onTrouble: (trouble) => troubles.push(trouble),
    feed: kafkaFeed({ kafka, topic, partitions, store, group: `${topic}.views` }),
    ...more,
  });
  ending.push(() => runner.stop());
  runner.start();
  return runner;
};
const relay = async (): Promise<void> => {
  relayed = await publishFrom(relayed, { store: ground.store, producer, topic, partitions });
};
/** Until every view is somebody's: what is published from then on comes by way of Kafka. */
const ready = (...runners: readonly PartitionRunner[]) =>
  until(
    () =>
      tables.every((table) =>
        runners.some((runner) =>
          runner.health().some(({ name, state }) => name === table && state === 'running'),
        ),
      ),
    20_000,
  );
let turn = 0;
const some = (count: number) =>
  record(
    ground.store,
    ...Array.from({ length: count }, () => {
      turn += 1;
      const [trainee, enterprise] = [`t${String(turn % 13)}`, `e${String(turn % 3)}`];
      return turn % 11 === 0
        ? closed('t1', trainee)
        : spent({ trainee, enterprise, minutes: 1 + (turn % 9) });
    }),
  );
const level = async (milliseconds = 20_000) => {
  const watermarks = new Watermarks(ground.pool, ground.store, 10);
  const head = (await ground.store.head()) ?? '';
  expect(await watermarks.waitFor(tables, head, milliseconds)).toBe('reached');
};
const differences = () =>
  verifyProjections({
    ...{ ...ground, projections: projections() },
    partitionOf: ({ meta }, of) => partitionOf(keyOf(meta), of),
  });

describeWithKafka('views fed from Kafka', () => {
  beforeEach(async () => {
    [relayed, ending, troubles] = [undefined, [], []];
    ground = await groundIn(await freshDatabase(), projections());
    topic = `events-${randomBytes(4).toString('hex')}`;
    kafka = new Kafka({
      ...{ clientId: 'spec', brokers: [...brokersOfTheRun()], logLevel: logLevel.NOTHING },
    });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({
      topics: [{ topic, numPartitions: partitions, replicationFactor: 1 }],
    });
    await admin.disconnect();
    producer = kafka.producer();
    await producer.connect();
  }, 60_000);
  afterEach(async () => {
    await Promise.all(ending.map((end) => end()));
    await producer.disconnect();
    await ground.leave();
  });

  it('equal a fold from the beginning, through a restart that goes on where the last commit was', async () => {
    const first = run();
    await ready(first);
    await some(300);
    await relay();
    await level();
    await first.stop();
    await some(300);
    await relay();
    run();
    await level();
    expect(await differences()).toEqual([]);
    const checkpoints = await readCheckpoints(ground.pool);
    expect(checkpoints.map(({ name }) => name)).toContain('poisonous_by_subject_v1#3/4');
    const read = checkpoints.flatMap(({ offsets = {} }) => Object.keys(offsets));
    expect([...new Set(read)].sort()).toEqual([0, 1, 2, 3].map((one) => `${topic}/${String(one)}`));
  }, 60_000);

  it('are shared by three that were started by mistake, and one that is taken away is covered within 15 s', async () => {
    const [one, ...others] = [run(), run(), run()];
    await ready(one, ...others);
    await some(200);
    await relay();
    await level(30_000);
    await one.stop();
    const gone = performance.now();
    await some(200);
    await relay();
    await level(15_000);
    expect(performance.now() - gone).toBeLessThan(15_000);
    expect(await differences()).toEqual([]);
  }, 90_000);

  it('begin in the store where the topic holds no more, and after what nobody can read', async () => {
    await some(200);
    relayed = await ground.store.head();
    run();
    await level();
    for (let partition = 0; partition < partitions; partition += 1)
      await producer.send({ topic, messages: [{ partition, value: 'torn' }] });
    await until(() => troubles.some(({ kind }) => kind === 'unreadable'), 20_000);
    await some(20);
    await relay();
    await level();
    expect(await differences()).toEqual([]);
  }, 60_000);

  it('believe no message about a place that the store does not have', async () => {
    await ready(run());
    await some(100);
    await relay();
    await level();
    const ours = { specversion: '1.0', id: 'x', source: '/skilltrace/events' };
    const foreign = [
      { specversion: '1.0', type: 'skilltrace.Zz', position: '999999999999' },
      { ...ours, type: 'skilltrace.Zz', position: '999999999999' },
      { ...ours, type: 'skilltrace.Zz', position: '7-7' },
      { ...ours, type: 'skilltrace.watermark', time: '2026-03-02T00:00:00Z', position: '999999' },
    ];
    for (let partition = 0; partition < partitions; partition += 1)
      await producer.send({
        topic,
        messages: foreign.map((message) => ({ partition, value: JSON.stringify(message) })),
      });
    await some(100);
    await relay();
    await level();
    const head = Number(await ground.store.head());
    const places = (await readCheckpoints(ground.pool)).map(({ position }) => Number(position));
    expect(places.every((place) => place <= head)).toBe(true);
    expect(await differences()).toEqual([]);
  }, 60_000);

  it('wait while the store cannot tell whether it has a place', async () => {
    let [asked, isAway] = [0, true];
    const store = new Proxy(ground.store, {
      get: (target, name: keyof EventStore) =>
        name === 'head'
          ? () => {
              asked += 1;
              return isAway ? Promise.reject(new StoreUnavailable('away')) : target.head();
            }
          : (target[name] as () => unknown).bind(target),
    });
    await ready(run({}, store));
    await some(100);
    await relay();
    await until(() => asked > 2, 20_000);
    isAway = false;
    await level();
    expect(troubles.filter(({ kind }) => kind === 'unreadable')).toEqual([]);
    expect(await differences()).toEqual([]);
  }, 60_000);

  it('park an event with its rows while the others’ lag stays unhurt, and equal their rebuild once it was tried again', async () => {
    await ready(run({ projections: projections(false) }));
    await record(ground.store, ...[13, 20].map((minutes) => spent({ trainee: 't1', minutes })));
    await some(100);
    await relay();
    await level();
    const keys = async () =>
      (await listParked(ground.pool, { first: 50 })).rows.map(({ view }) => view);
    expect(new Set(await keys())).toEqual(new Set(['poisonous_v1', 'poisonous_by_subject_v1']));
    for (const view of ['poisonous_v1', 'poisonous_by_subject_v1'])
      await retryParked({ ...ground, projections: projections() }, { view });
    await some(20);
    await relay();
    await level();
    expect(await keys()).toEqual([]);
    expect(await differences()).toEqual([]);
  }, 60_000);
});
