import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDatabase } from '../../../../test/support/database.js';
import { until, type Ground } from '../../spec/ground.js';
import { parkings, table, type Parkings } from '../../spec/parkings.js';
import { poisonous, poisonousBySubject } from '../../spec/poison.js';
import { closed, record, spent, traineeTime } from '../../spec/workshop.js';
import {
  listParked,
  readCheckpoints,
  retryParked,
  verifyProjections,
  type ParkingActs,
} from '../index.js';

let all: Parkings;
const run: Parkings['run'] = (options) => all.run(options);
const allReach: Parkings['allReach'] = (position) => all.allReach(position);
const waiting: Parkings['waiting'] = (view) => all.waiting(view);
const differences: Parkings['differences'] = (projections) => all.differences(projections);
let ground: Ground;
beforeEach(async () => {
  all = await parkings(await freshDatabase());
  ({ ground } = all);
});
afterEach(() => all.leave());

describe('an event that a view cannot fold', () => {
  it('waits with its row and what comes after it there, and all else goes on', async () => {
    const runner = await run();
    const last = await record(
      ground.store,
      spent({ trainee: 't1', minutes: 20 }),
      spent({ trainee: 't1', minutes: 13 }),
      spent({ trainee: 't1', minutes: 30 }),
      spent({ trainee: 't2', minutes: 40 }),
    );
    await allReach(last);
    expect(await ground.stored(poisonous())).toMatchObject({
      t1: { minutes: 20 },
      t2: { minutes: 40 },
    });
    expect(await ground.stored(traineeTime)).toMatchObject({
      t1: { minutes: 63 },
      t2: { minutes: 40 },
    });
    const { rows } = await listParked(ground.pool, { view: table, first: 10 });
    expect(rows).toMatchObject([
      {
        key: 't1',
        subject: 'workshop-t1',
        position: '2',
        type: 'TimeSpent',
        reason: expect.stringContaining('RangeError at TimeSpent'),
        attempts: 0,
        waiting: 2,
      },
    ]);
    const told = all.troubles.filter(({ kind }) => kind === 'parked');
    expect(told).toHaveLength(2);
    expect(JSON.stringify([rows, told])).not.toContain('secret');
    await until(() => runner.health().some(({ name, parked }) => name === table && parked === 1));
    expect(runner.health().map(({ state }) => state)).toEqual(['running', 'running', 'running']);
  });

  it('spreads to the other rows of an event that touches one that waits', async () => {
    await run({ batch: 1 });
    const last = await record(
      ground.store,
      spent({ trainee: 't1', minutes: 13 }),
      closed('t1', 't2'),
      spent({ trainee: 't2', minutes: 40 }),
      spent({ trainee: 't3', minutes: 50 }),
    );
    await allReach(last);
    expect(await ground.stored(poisonous())).toEqual({ t3: { minutes: 50, rounds: 0 } });
    expect(await waiting()).toEqual(['t1', 't2']);
    expect(await waiting('poisonous_by_subject_v1')).toEqual(['t1']);
  });

  it.each([
    ['a row that the table refuses', 1_001, 'SQLSTATE 22007'],
    ['a row that has no values', 57, 'TypeError in the values'],
  ])('waits in the same way for %s, also in the middle of a batch', async (_, minutes, reason) => {
    const last = await record(
      ground.store,
      ...[10, 20, minutes, 100].map((some) =>
        spent({ trainee: some === 10 ? 't1' : 't2', minutes: some }),
      ),
      ...Array.from({ length: 40 }, (_one, place) => spent({ trainee: `o${String(place)}` })),
    );
    await run();
    await allReach(last);
    const { rows } = await listParked(ground.pool, { view: table, first: 10 });
    expect(rows).toMatchObject([
      { key: 't2', position: '3', reason: expect.stringContaining(reason), waiting: 2 },
    ]);
    expect(JSON.stringify(rows)).not.toContain('secret');
    expect(await ground.stored(poisonous())).toMatchObject({
      ...{ t1: { minutes: 10 }, t2: { minutes: 20 } },
      o39: { minutes: 10 },
    });
  });

  it('makes all of its subject wait when its rows cannot be told, and stops a view of many subjects', async () => {
    const runner = await run();
    const before = await record(ground.store, spent({ trainee: 't1' }), spent({ trainee: 't2' }));
    const last = await record(
      ground.store,
      spent({ trainee: 't1', enterprise: 'nobody' }),
      spent({ trainee: 't1' }),
      spent({ trainee: 't2' }),
    );
    await until(() => runner.health().some(({ state }) => state === 'stopped'));
    await until(async () =>
      (await readCheckpoints(ground.pool)).every(
        ({ name, position, error }) =>
          position === (name === table ? before : last) && (name !== table || error !== undefined),
      ),
    );
    expect(await waiting('poisonous_by_subject_v1')).toEqual(['subject:workshop-t1', 't1']);
    expect(await ground.stored(poisonousBySubject())).toMatchObject({
      t1: { minutes: 10 },
      t2: { minutes: 20 },
    });
  });

  it('stops the view when more would wait than may', async () => {
    const runner = await run({ parkedAtMost: 3 });
    const last = await record(
      ground.store,
      ...['t1', 't2', 't3', 't4', 't5'].map((trainee) => spent({ trainee, minutes: 13 })),
    );
    await until(() => runner.health().filter(({ state }) => state === 'stopped').length === 2);
    const [found] = await readCheckpoints(ground.pool, [table]);
    expect(found).toMatchObject({ position: '3' });
    expect(await waiting()).toEqual(['t1', 't2', 't3']);
    await until(
      async () => (await readCheckpoints(ground.pool, ['trainee_time_v1']))[0]?.position === last,
    );
  });
});

describe('a verification', () => {
  it('names what waits and what cannot be folded, and compares all other rows', async () => {
    await run();
    await allReach(
      await record(ground.store, spent({ trainee: 't1', minutes: 13 }), spent({ trainee: 't2' })),
    );
    await ground.pool.query(
      `update read.${table} set doc = '{"minutes":1,"rounds":0}' where key = 't2'`,
    );
    const found = await differences([poisonous()]);
    expect(found).toEqual([
      expect.objectContaining({ kind: 'poison', table, position: '1' }),
      { kind: 'row-changed', table, key: 't2', fields: ['minutes'] },
      expect.objectContaining({ kind: 'parked', table, key: 't1', position: '1' }),
    ]);
    expect((await differences([poisonous(true)])).map(({ kind }) => kind)).toEqual([
      'row-changed',
      'parked',
    ]);
  });

  it('leaves out what is discarded on record, as the live view does, and tells it', async () => {
    await run();
    await allReach(
      await record(
        ground.store,
        ...[20, 13, 30].map((minutes) => spent({ trainee: 't1', minutes })),
      ),
    );
    const [poison] = (await listParked(ground.pool, { view: table, first: 1 })).rows;
    const discarded = poison?.eventId ?? '';
    const acts: ParkingActs = {
      requests: [],
      requestOf: () => undefined,
      streamOf: () => 'workshop-t1',
      discardedBy: ({ meta }) => (meta.id === discarded ? discarded : undefined),
      confirmDiscard: () => ({ category: 'none', command: { type: 'None', data: {} } }),
    };
    const projections = [poisonous()];
    expect(await retryParked({ ...ground, projections, acts }, { view: table })).toEqual({
      tried: 2,
      waiting: 0,
    });
    expect(await ground.stored(poisonous())).toMatchObject({ t1: { minutes: 50 } });
    expect(await verifyProjections({ ...ground, projections, acts })).toEqual([
      { kind: 'discarded', table, event: discarded },
    ]);
    // Whoever folds it from the beginning passes it over too, by code that would have taken it.
    await ground.pool.query(
      `delete from read.${table}; delete from read.checkpoints where name = '${table}'`,
    );
    await run({ projections: [poisonous(true)], acts });
    await until(async () => (await readCheckpoints(ground.pool, [table]))[0]?.position === '3');
    expect(await ground.stored(poisonous())).toMatchObject({ t1: { minutes: 50 } });
  });
});
