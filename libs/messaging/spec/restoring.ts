import { setTimeout as sleep } from 'node:timers/promises';
import { openPool, type Pool } from '#postgres';

const tablesOf = async (pool: Pool): Promise<readonly string[]> => {
  const found = await pool.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('es', 'read') and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  return found.rows.map(({ name }) => name);
};

const keptAs = (table: string) => `kept."${table}"`;

/** Keeps what store and views hold now, for `restore`. */
export const keep = async (pool: Pool): Promise<void> => {
  await pool.query('create schema kept');
  for (const table of await tablesOf(pool))
    await pool.query(`create table ${keptAs(table)} as table ${table}`);
};

/**
 * Makes the database what it was when it was kept, as a restore does: for a while it lets nobody in, whoever was connected is cut off,
 * and then they meet the result.
 */
export const restore = async (url: string): Promise<void> => {
  const name = new URL(url).pathname.slice(1);
  const server = new URL(url);
  server.pathname = '/postgres';
  const inside = openPool(url, { max: 1, application: 'restore' });
  const outside = openPool(server.href, { max: 1, application: 'restore' });
  try {
    const tables = await tablesOf(inside);
    await outside.query(`alter database ${name} allow_connections false`);
    await outside.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name <> 'restore'`,
      [name],
    );
    await inside.query(
      [
        ...['begin', `set local session_replication_role = 'replica'`],
        `truncate ${tables.join(', ')}`,
        ...tables.map((table) => `insert into ${table} select * from ${keptAs(table)}`),
        ...['commit', 'drop schema kept cascade'],
      ].join('; '),
    );
    await sleep(1_000);
  } finally {
    await outside.query(`alter database ${name} allow_connections true`);
    await inside.end();
    await outside.end();
  }
};
