import { randomBytes } from 'node:crypto';
import { uuidFrom } from '#event-store';
import { migrate, openPool } from '#postgres';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Parked } from '#projections';
import { pino } from 'pino';
import { freshDatabase } from '../../../test/support/database.js';
import { hoursFor, poison } from '../../../test/support/hours.js';
import {
  openPlatform,
  platformMigrations,
  startWorker,
  type Platform,
  type Worker,
} from '../../worker/src/index.js';
import { skilltrace } from './command-line.js';

const view = 'hours_ledger_v1';
const person = '7c1e5a7e-3f0b-4a68-9d7a-52d0f1b6e001';
const [entry, another] = ['one', 'two'].map((name) => uuidFrom(person, name)) as [string, string];

describe('skilltrace parked', () => {
  let platform: Platform;
  let worker: Worker;
  let drop: () => Promise<void>;
  let environment: Readonly<Record<string, string>>;
  const run = (...args: string[]) => skilltrace(['parked', ...args], environment).ended;

  beforeAll(async () => {
    const database = await freshDatabase();
    ({ drop } = database);
    const vaultKey = randomBytes(32).toString('hex');
    environment = { DATABASE_URL: database.url, VAULT_KEY: vaultKey };
    const pool = openPool(database.url, { application: 'spec', max: 2 });
    await migrate(pool, platformMigrations);
    await pool.query(poison(view, entry));
    await pool.query(`alter table read.${view} add constraint too check (key <> '${another}')`);
    await pool.end();
    platform = await openPlatform({ databaseUrl: database.url, vaultKey });
    worker = await startWorker(platform, pino({ level: 'silent' }));
    const types = ['TrainingHoursLogged', 'TrainingHoursConfirmed'];
    await platform.store.append(
      [entry, another].map((one, turn) => hoursFor({ person, entry: one, turn }, types)),
    );
    const head = (await platform.store.head()) ?? '';
    expect(await platform.watermarks.waitFor([view], head, 20_000)).toBe('reached');
  }, 120_000);
  afterAll(async () => {
    await worker.stop();
    await platform.close();
    await drop();
  });

  it('lists what waits and for what, for people and for scripts', async () => {
    const told = await run('list');
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(told.out).toMatch(
      new RegExp(`${view}: row ${entry}, 2 events since position 1, event .*SQLSTATE 23514`),
    );
    const json = await run('list', '--view', view, '--json');
    const { parked } = JSON.parse(json.out) as { parked: { key: string; waiting: number }[] };
    expect(parked.map(({ key, waiting }) => [key, waiting]).sort()).toEqual(
      [
        [entry, 2],
        [another, 2],
      ].sort(),
    );
  }, 60_000);

  it('ends a retry with exit code 3 while something still waits, and with 0 when it went through', async () => {
    expect(await run('retry', view, '--key', entry)).toMatchObject({
      code: 3,
      err: '1 row waits on.\n',
    });
    await platform.pool.query(`alter table read.${view} drop constraint poison`);
    expect(await run('retry', view, '--key', entry)).toMatchObject({
      code: 0,
      out: 'Done: nothing of it waits any more.\n',
    });
    expect(await run('retry', view, '--key', entry)).toMatchObject({
      code: 4,
      err: `Nothing is parked in ${view} with ${entry}.\n`,
    });
  }, 60_000);

  it('discards for a reason, until nothing waits', async () => {
    const parked = async () =>
      (JSON.parse((await run('list', '--json')).out) as { parked: { eventId: string }[] }).parked;
    const [first] = await parked();
    const event = first?.eventId ?? '';
    expect(await run('discard', view, event)).toMatchObject({ code: 2 });
    expect(await run('discard', view, event, '--reason', 'boredom')).toMatchObject({
      code: 2,
      err: expect.stringContaining('E_INPUT'),
    });
    expect(await run('discard', view, event, '--reason', 'superseded')).toMatchObject({ code: 3 });
    const [second] = await parked();
    expect(second?.eventId).not.toBe(event);
    const last = await run('discard', view, second?.eventId ?? '', '--reason', 'superseded');
    expect(last).toMatchObject({ code: 0 });
    expect(await run('list')).toMatchObject({ code: 0, out: 'Nothing is parked.\n' });
  }, 90_000);

  it('says that a request was given up and why, and that a discard stands even so', async () => {
    const third = uuidFrom(person, 'three');
    const { pool, store, watermarks } = platform;
    await pool.query(`alter table read.${view} add constraint third check (key <> '${third}')`);
    await pool.query(
      `create function read.no() returns trigger language plpgsql as $$ begin raise exception 'secret' using errcode = '42501'; end $$;
create trigger no before delete on read.parked_events for each row execute function read.no()`,
    );
    await store.append([hoursFor({ person, entry: third, turn: 2 }, ['TrainingHoursLogged'])]);
    expect(await watermarks.waitFor([view], (await store.head()) ?? '', 20_000)).toBe('reached');
    await pool.query(`alter table read.${view} drop constraint third`);
    const why = 'refused by the database, SQLSTATE 42501';
    const then = '1 row waits on: put that right, then ask for a retry.\n';
    expect(await run('retry', view)).toMatchObject({
      code: 3,
      err: `It was given up after some tries: ${why}. ${then}`,
    });
    const listed = async () =>
      (JSON.parse((await run('list', '--json')).out) as { parked: Parked[] }).parked;
    const [row] = await listed();
    expect(row).toMatchObject({ key: third, attempts: 1, givenUp: why });
    const discarding = ['discard', view, row?.eventId ?? '', '--reason', 'superseded'] as const;
    const stands = `the event is discarded, but what waits behind it could not be retried: ${why}`;
    expect(await run(...discarding)).toMatchObject({
      code: 3,
      err: `It was given up after some tries: ${stands}. ${then}`,
    });
    expect(await listed()).toMatchObject([{ key: third, attempts: 2, givenUp: stands }]);
    expect((await run('list')).out).toContain(`; the last request was given up: ${stands}`);
    expect(await run(...discarding)).toMatchObject({
      code: 3,
      err: expect.stringContaining('is discarded on record already'),
    });
    await pool.query('drop trigger no on read.parked_events');
    expect(await run('retry', view)).toMatchObject({ code: 0 });
  }, 120_000);

  it('names views and events that are not there', async () => {
    expect(await run('retry', 'nobody_v1')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no view nobody_v1: they are '),
    });
    expect(await run('discard', view, entry, '--reason', 'superseded')).toMatchObject({ code: 4 });
    const help = await run('--help');
    expect(help.out).toMatch(/parked retry trainees_v1 --key <row>/);
  }, 60_000);
});
