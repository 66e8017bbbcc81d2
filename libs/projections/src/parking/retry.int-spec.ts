import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDatabase } from '../../../../test/support/database.js';
import type { Ground } from '../../spec/ground.js';
import { parkings, table, views, type Parkings } from '../../spec/parkings.js';
import { poisonous } from '../../spec/poison.js';
import { closed, record, spent } from '../../spec/workshop.js';
import { listParked, retryParked, UnknownView } from '../index.js';

let all: Parkings;
const run: Parkings['run'] = (options) => all.run(options);
const allReach: Parkings['allReach'] = (position) => all.allReach(position);
const waiting: Parkings['waiting'] = (view) => all.waiting(view);
const differences: Parkings['differences'] = (projections) => all.differences(projections);
let ground: Ground;
const mended = () => ({ ...ground, projections: views(true) });
beforeEach(async () => {
  all = await parkings(await freshDatabase());
  ({ ground } = all);
});
afterEach(() => all.leave());

describe('trying again', () => {
  const poisoned = async () => {
    const last = await record(
      ground.store,
      spent({ trainee: 't1', minutes: 20 }),
      spent({ trainee: 't1', minutes: 13 }),
      spent({ trainee: 't1', minutes: 30 }),
      closed('t1', 't2'),
      spent({ trainee: 't3', minutes: 13 }),
      spent({ trainee: 't2', minutes: 40 }),
    );
    await allReach(last);
  };

  it('by mended code gives the rows of a fold from the beginning', async () => {
    await run();
    await poisoned();
    expect(await retryParked(mended(), { view: table })).toEqual({ tried: 5, waiting: 0 });
    expect(await retryParked(mended(), { view: 'poisonous_by_subject_v1' })).toMatchObject({
      waiting: 0,
    });
    expect(await waiting()).toEqual([]);
    expect(await differences()).toEqual([]);
    // The runner that parked them finds the rows free, in its very next batch.
    await allReach(await record(ground.store, spent({ trainee: 't1', minutes: 1 })));
    expect(await ground.stored(poisonous())).toMatchObject({ t1: { minutes: 64, rounds: 1 } });
    expect(await differences()).toEqual([]);
  });

  it('tries what is bound to a key and nothing else', async () => {
    await run();
    await poisoned();
    expect(await retryParked(mended(), { view: table, key: 't2' })).toEqual({
      tried: 4,
      waiting: 0,
    });
    expect(await waiting()).toEqual(['t3']);
    expect(await retryParked(mended(), { view: table, key: 't9' })).toEqual({
      tried: 0,
      waiting: 0,
    });
  });

  it('by code that still fails leaves all as it was and counts the attempt', async () => {
    await run();
    await poisoned();
    const before = await ground.stored(poisonous());
    expect(await retryParked({ ...ground, projections: views() }, { view: table })).toMatchObject({
      tried: 5,
      waiting: 5,
      reason: expect.stringContaining('RangeError'),
    });
    expect(await ground.stored(poisonous())).toEqual(before);
    const { rows } = await listParked(ground.pool, { view: table, first: 10 });
    expect(rows.map(({ key, attempts }) => [key, attempts])).toEqual([
      ['t1', 1],
      ['t2', 1],
      ['t3', 1],
    ]);
  });

  it('goes as far as the first event that fails again', async () => {
    await run();
    await record(
      ground.store,
      spent({ trainee: 't1', minutes: 13 }),
      spent({ trainee: 't1', minutes: 20 }),
    );
    await allReach(await record(ground.store, spent({ trainee: 't1', minutes: 1_001 })));
    const half = poisonous(true);
    const view = { ...half, values: poisonous().values };
    expect(await retryParked({ ...ground, projections: [view] }, { view: table })).toMatchObject({
      tried: 3,
      waiting: 1,
      reason: expect.stringContaining('SQLSTATE 22007'),
    });
    expect(await ground.stored(poisonous())).toMatchObject({ t1: { minutes: 33 } });
    const { rows } = await listParked(ground.pool, { view: table, first: 10 });
    expect(rows).toMatchObject([{ key: 't1', position: '3', waiting: 1 }]);
  });

  it('and the runner never apply an event twice or leave one out, at work at once', async () => {
    await run({ batch: 7 });
    let through = 0;
    const writing = (async () => {
      for (let round = 0; round < 60; round += 1)
        await record(
          ground.store,
          ...['t1', 't2', 't3'].map((trainee, place) =>
            spent({ trainee, minutes: (round + place) % 5 === 0 ? 13 : 10 }),
          ),
          ...(round % 7 === 0 ? [closed('t1', 't2')] : []),
        );
    })();
    for (let round = 0; round < 40; round += 1) {
      const { tried, waiting: left } = await retryParked(mended(), { view: table });
      through += tried - left;
      await retryParked(mended(), { view: 'poisonous_by_subject_v1' });
    }
    await writing;
    await allReach((await ground.store.head()) ?? '');
    await retryParked(mended(), { view: table });
    await retryParked(mended(), { view: 'poisonous_by_subject_v1' });
    expect(await differences()).toEqual([]);
    expect(through).toBeGreaterThan(0);
  });

  it('is refused for a view that is not there', async () => {
    await expect(retryParked(mended(), { view: 'nobody_v1' })).rejects.toThrow(UnknownView);
  });
});
