import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '#event-store';
import { freshDatabase } from '../../../test/support/database.js';
import { groundIn, until, type Ground } from '../spec/ground.js';
import { closed, enterpriseDays, record, spent, taken, traineeTime } from '../spec/workshop.js';
import { readCheckpoints, Runner, type RunnerOptions, type Trouble } from './index.js';

const views = [traineeTime, enterpriseDays];

let ground: Ground;
let runners: Runner[];
let troubles: Trouble[];
const run = async (options: Partial<RunnerOptions> = {}): Promise<Runner> => {
  const { store, pool } = ground;
  const onTrouble = (trouble: Trouble) => troubles.push(trouble);
  const runner = new Runner({ store, pool, projections: views, onTrouble, ...options });
  runners.push(runner);
  await runner.start();
  return runner;
};
const reached = (name: string, position: string) =>
  until(async () => (await readCheckpoints(ground.pool, [name]))[0]?.position === position);

beforeEach(async () => {
  ground = await groundIn(await freshDatabase(), views);
  runners = [];
  troubles = [];
});
afterEach(async () => {
  await Promise.all(runners.map((runner) => runner.stop()));
  await ground.leave();
});

describe('a runner', () => {
  it('folds every event once, each into the rows it is about', async () => {
    await run();
    const last = await record(
      ground.store,
      spent({ trainee: 't1', minutes: 30 }),
      spent({ trainee: 't2', minutes: 50, enterprise: 'e2' }),
      taken({ trainee: 't1', minutes: 5 }),
      closed('t1', 't2', 't2'),
    );
    await reached('trainee_time_v1', last);
    expect(await ground.stored(traineeTime)).toEqual({
      t1: { minutes: 25, entries: 1, rounds: 1, lastDay: '2026-03-02', enterprises: ['e1'] },
      t2: { minutes: 50, entries: 1, rounds: 1, lastDay: '2026-03-02', enterprises: ['e2'] },
    });
    expect((await readCheckpoints(ground.pool, ['trainee_time_v1']))[0]).toMatchObject({
      events: 4,
    });
  });

  it('gives rows back to the fold as they were, order of keys included, whatever the batches', async () => {
    const days = ['2026-10-10', '2026-1-2', '2026-03-03', '2026-1-2'];
    const last = await record(
      ground.store,
      ...['e1', 'e2'].flatMap((enterprise) =>
        days.map((day) => spent({ enterprise, day: day.replace('-1-2', '-01-02') })),
      ),
    );
    await run({ batch: 1 });
    await reached('enterprise_days_v1', last);
    const rows = await ground.stored(enterpriseDays);
    expect(rows['e1']).toEqual({
      days: { '2026-10-10': 10, '2026-01-02': 20, '2026-03-03': 10 },
      latest: '2026-03-03',
    });
    expect(rows['e2']).toEqual(rows['e1']);
  });

  it('takes up a new view from the beginning and lets it catch up with the others', async () => {
    const first = await run({ projections: [traineeTime] });
    await reached('trainee_time_v1', await record(ground.store, spent(), spent({ trainee: 't2' })));
    await first.stop();
    await run({ batch: 1 });
    const last = await record(ground.store, spent({ trainee: 't2' }));
    await reached('enterprise_days_v1', last);
    await reached('trainee_time_v1', last);
    expect(await ground.stored(traineeTime)).toMatchObject({
      t1: { entries: 1 },
      t2: { entries: 2 },
    });
    expect(await ground.stored(enterpriseDays)).toMatchObject({ e1: { latest: '2026-03-02' } });
  });
});

describe('two runners at once', () => {
  /** A store whose readers stop at a gate after they have read. */
  const gated = (store: EventStore, gate: Promise<unknown>): EventStore =>
    new Proxy(store, {
      get: (target, name: keyof EventStore) =>
        name === 'readAll'
          ? async (...args: Parameters<EventStore['readAll']>) => {
              const events = await target.readAll(...args);
              if (events.length > 0) await gate;
              return events;
            }
          : (target[name] as () => unknown).bind(target),
    });

  it('lets a paused one apply nothing of what its successor has applied (pitfall 5)', async () => {
    const gate = Promise.withResolvers<unknown>();
    const paused = await run({ store: gated(ground.store, gate.promise), leaseMs: 60_000 });
    const last = await record(ground.store, spent({ trainee: 't1' }), spent({ trainee: 't2' }));
    await run();
    await reached('trainee_time_v1', last);
    gate.resolve('open');
    await until(() => troubles.some(({ kind }) => kind === 'relieved'));
    await until(() => paused.health().every(({ state }) => state === 'standing-by'));
    const later = await record(ground.store, spent({ trainee: 't2' }));
    await reached('trainee_time_v1', later);
    expect(await ground.stored(traineeTime)).toMatchObject({
      t1: { entries: 1 },
      t2: { entries: 2 },
    });
  });

  it('lets the one that stands by take over when the other falls silent', async () => {
    const patient = await run({ leaseMs: 300 });
    const rival = await run({ leaseMs: 60_000 });
    await reached('trainee_time_v1', await record(ground.store, spent({ trainee: 't1' })));
    await until(() => patient.health().every(({ state }) => state === 'standing-by'));
    await rival.stop();
    await reached('trainee_time_v1', await record(ground.store, spent({ trainee: 't2' })));
    expect(await ground.stored(traineeTime)).toMatchObject({
      t1: { entries: 1 },
      t2: { entries: 1 },
    });
  });
});
