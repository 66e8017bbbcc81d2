import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase } from '../../../test/support/database.js';
import { groundIn, until, type Ground } from '../spec/ground.js';
import {
  closed,
  enterpriseDays,
  operation,
  record,
  spent,
  taken,
  traineeTime,
  workshop,
} from '../spec/workshop.js';
import {
  describeFinding,
  isDifference,
  readCheckpoints,
  Runner,
  verify,
  verifyProjections,
  type Finding,
} from './index.js';

const projections = [traineeTime, enterpriseDays];
let ground: Ground;
let runner: Runner;

const settled = () =>
  until(async () => {
    const head = await ground.store.head();
    return (await readCheckpoints(ground.pool)).every(({ position }) => position === head);
  });
const found = async (): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  const deciders = [workshop];
  for await (const finding of verify({ ...ground, deciders, projections, checks: [], batch: 2 }))
    findings.push(finding);
  return findings;
};
/** What a superuser can do to the events: the guards that refuse it are triggers. */
const tamper = async (sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: ground.url });
  await client.connect();
  await client.query(`set session_replication_role = replica; ${sql}`);
  await client.end();
};

beforeEach(async () => {
  ground = await groundIn(await freshDatabase(), projections);
  runner = new Runner({ ...ground, projections });
  await runner.start();
  await record(
    ground.store,
    spent({ trainee: 't1', minutes: 30, enterprise: 'e1' }),
    spent({ trainee: 't2', minutes: 20, enterprise: 'e2' }),
    taken({ trainee: 't1', minutes: 5 }),
    closed('t1', 't2'),
    spent({ trainee: 't2', minutes: 20, enterprise: 'e2' }),
  );
  await settled();
});
afterEach(async () => {
  await runner.stop();
  await ground.leave();
});

describe('a verification', () => {
  it('finds nothing where nothing was touched, and leaves nothing behind', async () => {
    expect(await found()).toEqual([]);
    const left = await ground.pool.query(
      "select 1 from pg_namespace where nspname = 'read_verify'",
    );
    expect(left.rowCount).toBe(0);
  });

  it('tells what rules refused to reactions, the latest first, and counts none of it as a difference', async () => {
    await ground.pool.query(
      `insert into read.reaction_refusals (command_id, reaction, event_id, position, category, command, reasons, refused_at)
select gen_random_uuid(), 'when-x-then-y', '00000000-0000-4000-8000-000000000001', '3', 'praise', 'Praise',
  '[{"code":"E_NEVER","detail":{"minutes":10}}]', '2026-03-02T08:00:00Z'::timestamptz - n * interval '1 hour' from generate_series(0, 101) as n`,
    );
    const findings = await found();
    expect(findings).toHaveLength(101);
    expect(findings.map(describeFinding).slice(0, 1)).toEqual([
      'when-x-then-y: Praise was refused with E_NEVER at 2026-03-02T08:00:00.000000Z, after event 00000000-0000-4000-8000-000000000001, position 3',
    ]);
    expect(findings.at(-1)).toEqual({ kind: 'refused-more', count: 2 });
    expect(findings.filter(isDifference)).toEqual([]);
  });

  it('names a row changed with its fields, a row missing and a row extra, and no other', async () => {
    await ground.pool.query(`
      update read.trainee_time_v1 set doc = jsonb_set(doc::jsonb, '{minutes}', '26')::json where key = 't1';
      update read.trainee_time_v1 set minutes = 41 where key = 't2';
      delete from read.enterprise_days_v1 where key = 'e2';
      insert into read.enterprise_days_v1 (key, doc, position) values ('e3', '{}', '1')`);
    const findings = await found();
    expect(findings).toEqual([
      { kind: 'row-changed', table: 'trainee_time_v1', key: 't1', fields: ['minutes'] },
      { kind: 'row-changed', table: 'trainee_time_v1', key: 't2', fields: ['column minutes'] },
      { kind: 'row-missing', table: 'enterprise_days_v1', key: 'e2' },
      { kind: 'row-extra', table: 'enterprise_days_v1', key: 'e3' },
    ]);
    expect(findings.map(describeFinding)).toContain('trainee_time_v1: row t1 differs in minutes');
  });

  it('takes a row for the same when only its keys stand in another order', async () => {
    await ground.pool.query(
      "update read.trainee_time_v1 set doc = doc::jsonb::json where key = 't1'",
    );
    expect(await found()).toEqual([]);
  });

  it('names the views that no longer follow from an event that a superuser changed', async () => {
    await tamper(
      `update es.events set data = replace(data::text, '30', '31')::json where position = 1`,
    );
    expect(await found()).toEqual([
      {
        kind: 'row-changed',
        table: 'trainee_time_v1',
        key: 't1',
        fields: ['minutes', 'column minutes'],
      },
      { kind: 'row-changed', table: 'enterprise_days_v1', key: 'e1', fields: ['days'] },
    ]);
  });

  it('names an event that its decider cannot fold and one that its schema does not know', async () => {
    await tamper(`
      update es.events set data = replace(data::text, '30', '-1')::json where position = 1;
      update es.events set data = replace(data::text, 'minutes', 'minuten')::json where position = 5`);
    const feed = (await found()).filter((finding) => 'stream' in finding);
    expect(feed).toMatchObject([
      { kind: 'schema', stream: 'workshop-t2', revision: 1, position: '5' },
      {
        kind: 'fold',
        stream: 'workshop-t1',
        revision: 0,
        position: '1',
        detail: expect.stringContaining('RangeError'),
      },
    ]);
  });

  it('names a gap in the positions, in the middle and at the end', async () => {
    await tamper('delete from es.events where position in (2, 5)');
    const findings = await found();
    expect(findings).toContainEqual({ kind: 'position-gap', after: '1', before: '3' });
    expect(findings).toContainEqual({ kind: 'position-gap', after: '4', before: '5' });
    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'row-changed', table: 'trainee_time_v1', key: 't2' }),
    );
  });

  it('names an id that does not follow from its command, a clock turned back, and a revision that was not there', async () => {
    const strange = operation('workshop-t2', 'strange', [spent({ trainee: 't2' })]);
    const [event] = strange.events;
    if (!event) throw new Error('an event was expected');
    const meta = { ...event.meta, basedOn: [{ stream: 'workshop-t1', revision: 7 }] };
    await ground.store.append([
      [{ ...strange, events: [{ ...event, id: '00000000-0000-5000-8000-000000000001', meta }] }],
    ]);
    await tamper(
      "update es.events set recorded_at = recorded_at - interval '1 day' where position = 3",
    );
    await settled();
    expect((await found()).map(({ kind }) => kind).sort()).toEqual([
      'based-on',
      'clock',
      'event-id',
    ]);
  });

  it('says so when a view stands still, and when it claims more than the feed holds', async () => {
    await runner.stop();
    await ground.pool
      .query(`update read.checkpoints set error = 'TypeError at X' where name = 'trainee_time_v1';
      update read.checkpoints set position = '99' where name = 'enterprise_days_v1'`);
    expect(await found()).toEqual([
      expect.objectContaining({
        kind: 'view-behind',
        table: 'enterprise_days_v1',
        detail: expect.stringContaining('99'),
      }),
      expect.objectContaining({
        kind: 'view-behind',
        table: 'trainee_time_v1',
        detail: expect.stringContaining('TypeError'),
      }),
    ]);
  });

  it('compares views while they move', async () => {
    const writing = new AbortController();
    const writer = (async () => {
      for (let minutes = 0; !writing.signal.aborted; minutes += 1)
        await record(
          ground.store,
          ...['t1', 't2', 't3'].map((trainee) => spent({ trainee, minutes })),
        );
    })();
    for (let round = 0; round < 4; round += 1)
      expect(await verifyProjections({ ...ground, projections, batch: 500 })).toEqual([]);
    writing.abort();
    await writer;
    expect(Number(await ground.store.head())).toBeGreaterThan(50);
  });
});
