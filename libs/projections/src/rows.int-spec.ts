import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase } from '../../../test/support/database.js';
import { groundIn, until, type Ground } from '../spec/ground.js';
import { closed, enterpriseDays, record, spent, traineeTime } from '../spec/workshop.js';
import { BadCursor, rows, Runner, Watermarks, type PageRequest } from './index.js';

let ground: Ground;
let runner: Runner;
let last: string;
const time = () => rows(ground.pool, traineeTime);

/** Five trainees in two enterprises; t5 was only ever in a closed round, so it has no last day. */
beforeAll(async () => {
  ground = await groundIn(await freshDatabase(), [traineeTime, enterpriseDays]);
  const watermarks = new Watermarks(ground.pool, ground.store);
  runner = new Runner({
    ...ground,
    projections: [traineeTime, enterpriseDays],
    onMoved: watermarks.moved,
  });
  await runner.start();
  last = await record(
    ground.store,
    spent({ trainee: 't1', minutes: 30, day: '2026-03-02' }),
    spent({ trainee: 't2', minutes: 20, day: '2026-03-01', enterprise: 'e2' }),
    spent({ trainee: 't3', minutes: 20, day: '2026-03-03' }),
    spent({ trainee: 't4', minutes: 40, day: '2026-03-03', enterprise: 'e2' }),
    closed('t4', 't5'),
  );
  await until(
    async () => (await watermarks.waitFor(['trainee_time_v1'], last, 5_000)) === 'reached',
  );
});
afterAll(async () => {
  await runner.stop();
  await ground.leave();
});

/** All keys in order, walking the pages two by two. */
const walk = async (
  order: PageRequest['order'],
  where: PageRequest['where'] = {},
): Promise<readonly string[]> => {
  const keys: string[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await time().page({ where, ...(order ? { order } : {}), first: 2, after });
    keys.push(...page.rows.map(({ key }) => key));
    if (!page.hasNext) return keys;
    after = page.rows.at(-1)?.cursor;
  }
};

describe('rows of a view', () => {
  it('come by key, and by keys those that exist', async () => {
    expect(await time().byKey('t4')).toMatchObject({
      key: 't4',
      row: { minutes: 40, rounds: 1 },
      position: last,
    });
    expect(await time().byKey('t9')).toBeUndefined();
    expect([...(await time().byKeys(['t1', 't3', 't9'])).keys()].sort()).toEqual(['t1', 't3']);
  });

  it('come in pages, each row once, in every order and in both directions, ties and absent values included', async () => {
    expect(await walk(undefined)).toEqual(['t1', 't2', 't3', 't4', 't5']);
    expect(await walk({ by: 'minutes' })).toEqual(['t5', 't2', 't3', 't1', 't4']);
    expect(await walk({ by: 'minutes', descending: true })).toEqual(['t4', 't1', 't3', 't2', 't5']);
    expect(await walk({ by: 'lastDay' })).toEqual(['t2', 't1', 't3', 't4', 't5']);
    expect(await walk({ by: 'lastDay', descending: true })).toEqual(['t5', 't4', 't3', 't1', 't2']);
  });

  it('answer every kind of condition', async () => {
    const asked = async (where: PageRequest['where']) => (await walk(undefined, where)).join(' ');
    expect(await asked({ minutes: 20 })).toBe('t2 t3');
    expect(await asked({ minutes: { in: [30, 40] } })).toBe('t1 t4');
    expect(await asked({ minutes: { from: 20, to: 30 } })).toBe('t1 t2 t3');
    expect(await asked({ lastDay: null })).toBe('t5');
    expect(await asked({ lastDay: { from: '2026-03-02' }, closed: false })).toBe('t1 t3');
    expect(await asked({ enterprises: { has: 'e2' } })).toBe('t2 t4');
    expect(await asked({ enterprises: { hasAny: ['e1', 'e9'] } })).toBe('t1 t3');
    expect(await time().count({ enterprises: { has: 'e1' } })).toBe(2);
    expect(await time().count()).toBe(5);
    const days = rows(ground.pool, enterpriseDays);
    expect(await days.count({ latest: { prefix: '2026-03' } })).toBe(2);
    expect(await days.count({ latest: { prefix: '2026-03-0_' } })).toBe(0);
  });

  it('are asked for by declared columns only', async () => {
    await expect(time().page({ where: { doc: 'x' }, first: 1 })).rejects.toThrow('no column "doc"');
    await expect(time().page({ where: { 'minutes" or true --': 1 }, first: 1 })).rejects.toThrow(
      'no column',
    );
    await expect(time().page({ order: { by: 'constructor' }, first: 1 })).rejects.toThrow(
      'no column',
    );
    await expect(time().page({ first: 0 })).rejects.toThrow(RangeError);
  });

  it('refuse a cursor that is torn, of another order, or holds another kind of value', async () => {
    const { rows: found } = await time().page({ order: { by: 'minutes' }, first: 1 });
    const forged = Buffer.from(JSON.stringify(['trainee_time_v1:minutes:asc', 'x', 't1'])).toString(
      'base64url',
    );
    for (const [by, after] of [
      ['minutes', 'torn'],
      ['lastDay', found[0]?.cursor],
      ['minutes', forged],
    ] as const)
      await expect(time().page({ order: { by }, first: 1, after })).rejects.toThrow(BadCursor);
  });
});

describe('a watermark', () => {
  it('is reached at once when the views are there, and soon after they arrive', async () => {
    const elsewhere = new Watermarks(ground.pool, ground.store, 5);
    expect(await elsewhere.waitFor(['trainee_time_v1', 'enterprise_days_v1'], last, 1_000)).toBe(
      'reached',
    );
    const next = await record(ground.store, spent({ trainee: 't2' }));
    expect(await elsewhere.waitFor(['trainee_time_v1', 'enterprise_days_v1'], next, 5_000)).toBe(
      'reached',
    );
    expect(await time().byKey('t2')).toMatchObject({ position: next, row: { minutes: 30 } });
  });

  it('times out for a view that does not come so far', async () => {
    const watermarks = new Watermarks(ground.pool, ground.store, 5);
    expect(await watermarks.waitFor(['trainee_time_v1'], '999999', 60)).toBe('timed-out');
    expect(await watermarks.waitFor(['trainee_time_v1', 'nobody'], last, 60)).toBe('timed-out');
  });
});
