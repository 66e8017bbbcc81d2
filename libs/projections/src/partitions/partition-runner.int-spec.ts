import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AnyProjection } from '#kernel';
import { openPool, type Pool } from '#postgres';
import { freshDatabase } from '../../../../test/support/database.js';
import { groundIn, heldUp, until, type Ground } from '../../spec/ground.js';
import { MemoryFeed, partitionOf } from '../../spec/memory-feed.js';
import { poisonous, poisonousBySubject } from '../../spec/poison.js';
import { someDays } from '../../spec/some-days.js';
import { closed, enterpriseDays, record, spent, traineeTime } from '../../spec/workshop.js';
import {
  listParked,
  PartitionRunner,
  readCheckpoints,
  retryParked,
  Runner,
  verifyProjections,
  Watermarks,
  type RunnerOptions,
  type Trouble,
} from '../index.js';

const projections = (mended = true): readonly AnyProjection[] => [
  ...[traineeTime, enterpriseDays],
  ...[poisonous(mended), poisonousBySubject(mended)],
];
const tables = projections().map(({ table }) => table);
const of = 3;

let ground: Ground;
/** What the spec itself asks: its connections are not those that are cut. */
let watch: Pool;
let feed: MemoryFeed;
let watermarks: Watermarks;
let troubles: Trouble[];
let ending: (() => Promise<void>)[];

const options = (more: Partial<RunnerOptions> = {}): RunnerOptions => ({
  ...{ ...ground, projections: projections(), batch: 20, leaseMs: 300, onMoved: watermarks.moved },
  onTrouble: (trouble) => troubles.push(trouble),
  ...more,
});
const run = (more?: Partial<RunnerOptions>): PartitionRunner => {
  const runner = new PartitionRunner({ ...options(more), feed });
  ending.push(() => runner.stop());
  runner.start();
  return runner;
};
const runFromStore = async (more?: Partial<RunnerOptions>): Promise<Runner> => {
  const runner = new Runner(options(more));
  ending.push(() => runner.stop());
  await runner.start();
  return runner;
};
const level = async () => {
  const elsewhere = new Watermarks(watch, ground.store, 10);
  const head = (await ground.store.head()) ?? '';
  expect(await elsewhere.waitFor(tables, head, 20_000)).toBe('reached');
};
const differences = () =>
  verifyProjections({ ...ground, pool: watch, projections: projections(), partitionOf });
let some: ReturnType<typeof someDays>;

beforeEach(async () => {
  ground = await groundIn(await freshDatabase(), projections());
  some = someDays(ground.store);
  watch = openPool(ground.url, { application: 'watch', max: 4 });
  feed = new MemoryFeed(of, ground.store);
  watermarks = new Watermarks(ground.pool, ground.store, 10);
  troubles = [];
  ending = [];
});
afterEach(async () => {
  await Promise.all(ending.map((end) => end()));
  await watch.end();
  await ground.leave();
});

describe('views fed in partitions', () => {
  it('fold divided views by partition and the others whole, and answer `atLeast` by the last of them', async () => {
    const runner = run();
    // Until the first comes by the feed, what is in the store already would be taken from there.
    await some(6);
    await feed.relay();
    await level();
    const last = await some(60);
    expect(await watermarks.waitFor(['poisonous_by_subject_v1'], last, 100)).toBe('timed-out');
    await feed.relay();
    await level();
    expect(await watermarks.waitFor(tables, last, 1_000)).toBe('reached');
    const names = (await readCheckpoints(ground.pool)).map(({ name }) => name);
    expect(names).toEqual([
      ...['enterprise_days_v1', 'poisonous_by_subject_v1#0/3', 'poisonous_by_subject_v1#1/3'],
      ...['poisonous_by_subject_v1#2/3', 'poisonous_v1', 'trainee_time_v1'],
    ]);
    expect(runner.health()).toMatchObject(
      tables.map(() => ({ state: 'running', parked: 0 })).slice(0, 4),
    );
    expect(await differences()).toEqual([]);
  });

  it('share the partitions among several, and none applies what another has taken over', async () => {
    run();
    run();
    await some(30);
    await feed.relay();
    await level();
    feed.rebalance({ zombies: true });
    run();
    await some(40);
    await feed.relay();
    await level();
    expect(await differences()).toEqual([]);
  });

  it('are taken over from one that ends', async () => {
    const first = run();
    await some(30);
    await feed.relay();
    await level();
    run();
    await first.stop();
    await some(30);
    await feed.relay();
    await level();
    expect(await differences()).toEqual([]);
  });

  it('read from the store what the feed holds no more, and what it cannot tell', async () => {
    await some(50);
    await feed.relay();
    feed.forget(0.6);
    const runner = run();
    await level();
    await runner.stop();
    await some(50);
    await feed.relay();
    feed.forget(0.9);
    run();
    await level();
    await some(5);
    for (let partition = 0; partition < of; partition += 1)
      feed.put(partition, { kind: 'unreadable', reason: 'torn' });
    await level();
    expect(troubles).toContainEqual({ kind: 'unreadable', partitions: [0], reason: 'torn' });
    await feed.relay();
    await some(5);
    await feed.relay();
    await level();
    expect(await differences()).toEqual([]);
  });

  it('go on in the store when they were interrupted there', async () => {
    await some(80);
    await feed.relay();
    feed.forget(1);
    const gate = Promise.withResolvers<undefined>();
    let reads = 0;
    const slow = heldUp(ground.store, () => {
      reads += 1;
      return reads > 8 ? gate.promise : Promise.resolve();
    });
    const first = run({ store: slow, batch: 5 });
    await until(() => reads > 8);
    const stopping = first.stop();
    gate.resolve(undefined);
    await stopping;
    const places = (await readCheckpoints(watch)).map(({ position = '80' }) => position);
    expect(places.some((position) => position !== '80')).toBe(true);
    run();
    await feed.relay();
    await level();
    expect(await differences()).toEqual([]);
  });

  it('change from the store to the feed and back, to another number of partitions, and lose and double nothing', async () => {
    const fromStore = await runFromStore();
    await some(40);
    await level();
    await fromStore.stop();
    const runner = run();
    await some(40);
    await feed.relay();
    await level();
    await runner.stop();
    feed = new MemoryFeed(5, ground.store);
    await feed.relay();
    const other = run();
    await some(40);
    await feed.relay();
    await level();
    expect(await readCheckpoints(ground.pool)).toHaveLength(8);
    await some(10);
    await other.stop();
    await runFromStore();
    await some(10);
    await level();
    expect(await readCheckpoints(ground.pool)).toHaveLength(4);
    expect(await differences()).toEqual([]);
  });

  it('let another kind of runner that was started by mistake have them, and take them back when it is gone', async () => {
    run();
    await some(20);
    await feed.relay();
    await level();
    const mistake = await runFromStore();
    await some(20);
    await level();
    await mistake.stop();
    await feed.relay();
    await some(20);
    await feed.relay();
    await level();
    expect(await differences()).toEqual([]);
  });

  it('park an event with its rows, and go on once it was mended and tried again', async () => {
    run({ projections: projections(false) });
    await record(
      ground.store,
      ...['t1', 't2', 't3'].map((trainee) => spent({ trainee })),
      ...[13, 20].map((minutes) => spent({ trainee: 't1', minutes })),
      closed('t1', 't3'),
      spent({ trainee: 't2' }),
    );
    await feed.relay();
    await level();
    const keys = async () =>
      (await listParked(ground.pool, { first: 10 })).rows.map(({ view, key }) => `${view} ${key}`);
    expect(await keys()).toEqual([
      ...['poisonous_by_subject_v1 t1', 'poisonous_v1 t1', 'poisonous_v1 t3'],
    ]);
    expect(await ground.stored(poisonousBySubject())).toMatchObject({
      ...{ t1: { minutes: 10 }, t2: { minutes: 20 } },
    });
    for (const view of ['poisonous_v1', 'poisonous_by_subject_v1'])
      await retryParked({ ...ground, projections: projections() }, { view });
    await record(ground.store, spent({ trainee: 't1' }), closed('t1', 't3'));
    await feed.relay();
    await level();
    expect(await keys()).toEqual([]);
    expect(await differences()).toEqual([]);
  });
});

describe('whatever happens', () => {
  const happening = fc.constantFrom(
    ...([
      'write',
      'relay',
      'relay',
      'again',
      'rebalance',
      'zombies',
      'join',
      'leave',
      'forget',
      'torn',
      'cut',
      'unknown',
    ] as const),
  );

  it('the rows come out as a fold from the beginning makes them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 8, maxLength: 25 }), async (happenings) => {
        const runners = [run(), run()];
        for (const what of happenings) {
          if (what === 'write') await some(15);
          if (what === 'relay') await feed.relay();
          if (what === 'again') await feed.relay('3');
          if (what === 'rebalance' || what === 'zombies')
            feed.rebalance({ zombies: what === 'zombies' });
          if (what === 'join' && runners.length < 4) runners.push(run());
          if (what === 'leave' && runners.length > 1) await runners.shift()?.stop();
          if (what === 'forget') feed.forget(0.5);
          if (what === 'torn') feed.put(1, { kind: 'unreadable', reason: 'torn' });
          // Where one view goes on in the partitions is no longer known, as if it were new or had been away.
          if (what === 'unknown')
            await watch.query(
              "update read.checkpoints set offsets = null where name like 'poisonous%'",
            );
          if (what === 'cut')
            await watch.query(
              "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'projections-spec' and pid <> pg_backend_pid() and datname = current_database()",
            );
        }
        await some(5);
        await feed.relay();
        await level();
        await Promise.all(runners.map((runner) => runner.stop()));
        expect(await differences()).toEqual([]);
      }),
      { numRuns: process.env['LONG'] ? 100 : 8, endOnFailure: true },
    );
  }, 600_000);
});
