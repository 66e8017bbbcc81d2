import { createHash } from 'node:crypto';
import type { Client, Pool } from './pool.js';

/** One forward step. `id` is `library/0001-what`, unique; its SQL never changes once released. */
export interface Migration {
  readonly id: string;
  readonly sql: string;
}

/** How a database stands to the migrations that a release holds; ids each. */
export interface MigrationState {
  /** Not applied yet. */
  readonly missing: readonly string[];
  /** Applied with other SQL than this release holds: somebody broke the rule, or it is another program's database. */
  readonly changed: readonly string[];
  /** Applied, and beyond the last step that this release knows of the library: a later release was here. */
  readonly later: readonly string[];
}

/** Any number, the same in every process: migrations of one database run one at a time. */
const migrationLock = 7_315_202_210;

/**
 * Applies what is missing, in the order given, each in its own transaction, under a lock that other migrating processes wait for.
 * Lock and transactions are of one connection: whoever loses it, or is killed, leaves the step in hand undone and the lock free.
 * Rejects, before anything is applied, when an applied migration's SQL differs from what this release holds.
 * Answers the ids applied now.
 */
export const migrate = async (
  pool: Pool,
  migrations: readonly Migration[],
): Promise<readonly string[]> => {
  const client = await pool.connect();
  try {
    await client.query(noticeDeath);
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query(
      'create table if not exists public.skilltrace_migrations (id text primary key, digest text not null, applied_at timestamptz not null default now())',
    );
    const state = await stateIn(client, migrations);
    if (state.changed.length > 0)
      throw new Error(
        `migration ${state.changed.join(', ')} was changed after it had been applied`,
      );
    for (const migration of migrations)
      if (state.missing.includes(migration.id)) await apply(client, migration);
    return state.missing;
  } finally {
    // Thrown away: the lock, and a step that failed, go with the connection.
    client.release(true);
  }
};

/**
 * While it runs a statement a server looks only now and then, if told to, whether its client is still there: a killed process would
 * hold the lock until its step had run to its end. Not every system can look.
 */
const noticeDeath = `do $$ begin
  perform set_config('client_connection_check_interval', '1s', false);
exception when others then
  raise notice 'clients that die are noticed late on this system';
end $$`;

/** How the database stands; a database that was never migrated lacks everything. Rejects with the driver's error. */
export const migrationState = async (
  pool: Pool,
  migrations: readonly Migration[],
): Promise<MigrationState> => {
  const { rows } = await pool.query<{ there: boolean }>(
    `select to_regclass('public.skilltrace_migrations') is not null as there`,
  );
  if (rows[0]?.there) return stateIn(pool, migrations);
  return { missing: migrations.map(({ id }) => id), changed: [], later: [] };
};

const stateIn = async (
  db: Pick<Pool, 'query'>,
  migrations: readonly Migration[],
): Promise<MigrationState> => {
  const applied = await db.query<{ id: string; digest: string }>(
    'select id, digest from public.skilltrace_migrations order by id',
  );
  const digests = new Map(applied.rows.map(({ id, digest }) => [id, digest]));
  const ids = migrations.map(({ id }) => id);
  return {
    missing: ids.filter((id) => !digests.has(id)),
    changed: migrations
      .filter(({ id, sql }) => digests.has(id) && digests.get(id) !== digestOf(sql))
      .map(({ id }) => id),
    later: [...digests.keys()].filter((id) => isLater(id, ids)),
  };
};

/** Steps without a number, such as the tables of views, come and go with their code and tell no order. */
const isLater = (id: string, known: readonly string[]): boolean => {
  const step = stepOf(id);
  const steps = known.map(stepOf).filter((one) => one?.library === step?.library);
  return (
    step !== undefined && steps.length > 0 && steps.every((one) => one && one.number < step.number)
  );
};

const stepOf = (id: string) => {
  const { library, number } = /^(?<library>[^/]+)\/(?<number>\d+)-/.exec(id)?.groups ?? {};
  return library === undefined ? undefined : { library, number: Number(number) };
};

const apply = async (client: Client, { id, sql }: Migration): Promise<void> => {
  await client.query('begin');
  await client.query(sql);
  await client.query('insert into public.skilltrace_migrations (id, digest) values ($1, $2)', [
    id,
    digestOf(sql),
  ]);
  await client.query('commit');
};

const digestOf = (sql: string) => createHash('sha256').update(sql).digest('hex');
