import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openPool, type Pool } from '#postgres';
import { freshDatabase } from '../../../test/support/database.js';
import { groundIn, until, type Ground } from '../spec/ground.js';
import { enterpriseDays, record, spent, traineeTime } from '../spec/workshop.js';
import { readCheckpoints, Runner, verifyProjections } from './index.js';

const projections = [traineeTime, enterpriseDays];
const rounds = process.env['LONG'] ? 100 : 15;
let ground: Ground;
let ownPool: Pool;

beforeEach(async () => {
  ground = await groundIn(await freshDatabase(), projections);
  ownPool = openPool(ground.url, { max: 3, application: 'doomed' });
});
afterEach(async () => {
  await ownPool.end();
  await ground.leave();
});

/** Ends the runner's connection whatever it is doing: as a kill of either side looks to the other. */
const cut = async (): Promise<number> => {
  const ended = await ground.pool.query(
    "select pg_terminate_backend(pid), xact_start is not null as busy from pg_stat_activity where application_name = 'doomed'",
  );
  return ended.rows.filter(({ busy }: { busy: boolean }) => busy).length;
};
const someTime = (most: number) =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * most));
const entries = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    spent({ trainee: `t${index % 7}`, enterprise: `e${index % 2}` }),
  );

describe('a runner whose connections are cut', () => {
  it('applies every event exactly once, cut in the middle of batches and taken over as it runs', async () => {
    await record(ground.store, ...entries(3_000));
    const crew: Runner[] = [];
    const join = async () => {
      const runner = new Runner({ ...ground, pool: ownPool, projections, batch: 40, leaseMs: 400 });
      crew.push(runner);
      await runner.start();
    };
    await join();
    let inTransaction = 0;
    for (let round = 0; round < rounds; round += 1) {
      await someTime(60);
      inTransaction += await cut();
      if (round % 5 === 2) await join();
      await record(ground.store, ...entries(20));
    }
    const head = await ground.store.head();
    await until(
      async () => (await readCheckpoints(ground.pool)).every(({ position }) => position === head),
      30_000,
    );
    await Promise.all(crew.map((runner) => runner.stop()));
    const rows = Object.values(await ground.stored(traineeTime)) as { entries: number }[];
    expect(rows.reduce((sum, row) => sum + row.entries, 0)).toBe(Number(head));
    expect((await readCheckpoints(ground.pool)).map(({ events }) => events)).toEqual([
      Number(head),
      Number(head),
    ]);
    expect(await verifyProjections({ ...ground, projections })).toEqual([]);
    expect(inTransaction).toBeGreaterThan(0);
  }, 60_000);
});
