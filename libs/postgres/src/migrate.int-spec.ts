import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { plainSurroundings } from '../../../test/support/standalone.js';
import { first, slow } from '../spec/steps.js';
import { migrate, migrationState, type Migration } from './migrate.js';
import { openPool, type Pool } from './pool.js';

jest.setTimeout(90_000);
const root = resolve(import.meta.dirname, '../../..');
let database: FreshDatabase;
let pool: Pool;
beforeEach(async () => {
  database = await freshDatabase();
  pool = openPool(database.url, { application: 'spec', max: 4 });
});
afterEach(async () => {
  await pool.end();
  await database.drop();
});

const tables = async () => {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  return rows.map(({ name }) => name);
};

describe('migrations', () => {
  it('run once when several processes begin at the same time', async () => {
    const pools = Array.from({ length: 5 }, () =>
      openPool(database.url, { application: 'rival', max: 1 }),
    );
    try {
      const applied = await Promise.all(pools.map((one) => migrate(one, [first, slow(0.2)])));
      const ids = [first.id, 'spec/0002-slow'];
      expect(applied.flat().sort()).toEqual(ids);
      expect(await migrationState(pool, [first, slow(0.2)])).toEqual({
        ...{ missing: [], changed: [], later: [] },
      });
    } finally {
      for (const one of pools) await one.end();
    }
  });

  it('leave nothing half done when their process is killed, and go on where it stopped', async () => {
    const child = spawn(
      process.execPath,
      [
        '--conditions=source',
        ...['--import', join(root, 'infra/tooling/typescript.mjs')],
        ...[join(root, 'libs/postgres/spec/dying-migration.ts'), database.url],
      ],
      { env: plainSurroundings(), stdio: 'ignore' },
    );
    const ended = once(child, 'exit');
    await eventually('a step under way', async () => {
      const { rows } = await pool.query(
        `select 1 from pg_stat_activity where application_name = 'dying-migration' and wait_event = 'PgSleep'`,
      );
      return rows.length > 0;
    });
    child.kill('SIGKILL');
    await ended;
    await eventually('a lock that is free', async () => {
      const { rows } = await pool.query(`select 1 from pg_locks where locktype = 'advisory'`);
      return rows.length === 0;
    });
    expect(await tables()).toEqual(['first', 'skilltrace_migrations']);
    const steps = [first, slow(600)];
    expect((await migrationState(pool, steps)).missing).toEqual(['spec/0002-slow']);
  });

  it('are refused whole when one was changed after it had been applied', async () => {
    await migrate(pool, [first]);
    const changed: Migration = { id: first.id, sql: 'create table other (n int)' };
    await expect(migrate(pool, [changed, slow(0)])).rejects.toThrow(
      'migration spec/0001-first was changed after it had been applied',
    );
    expect(await tables()).toEqual(['first', 'skilltrace_migrations']);
  });

  it('that fail are taken back, and those before them stay', async () => {
    const broken: Migration = {
      id: 'spec/0002-broken',
      sql: 'create table half (n int); select 1/0',
    };
    await expect(migrate(pool, [first, broken])).rejects.toThrow('division by zero');
    expect(await tables()).toEqual(['first', 'skilltrace_migrations']);
    expect(await migrate(pool, [first, slow(0)])).toEqual(['spec/0002-slow']);
  });

  it('tell a database that was never migrated, and one that a later release was at', async () => {
    expect(await migrationState(pool, [first])).toEqual({
      ...{ missing: [first.id], changed: [], later: [] },
    });
    const view: Migration = { id: 'spec/table-old_v1', sql: 'create table old_v1 (n int)' };
    await migrate(pool, [first, view, slow(0)]);
    expect(await migrationState(pool, [first])).toEqual({
      ...{ missing: [], changed: [], later: ['spec/0002-slow'] },
    });
    expect((await migrationState(pool, [first, slow(0)])).later).toEqual([]);
  });
});
