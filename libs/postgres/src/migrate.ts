import { createHash } from 'node:crypto';
import { transaction, type Pool } from './pool.js';

/** One forward step. `id` is `library/0001-what`, unique; its SQL never changes once released. */
export interface Migration {
  readonly id: string;
  readonly sql: string;
}

/** Any number, the same in every process: migrations of one database run one at a time. */
const migrationLock = 7_315_202_210;

/**
 * Applies what is missing, in the order given, each in its own transaction, under a lock that other migrating processes wait for.
 * Rejects, before anything is applied, when an applied migration's SQL differs from what this release holds.
 * Answers the ids applied now.
 */
export const migrate = async (
  pool: Pool,
  migrations: readonly Migration[],
): Promise<readonly string[]> => {
  const guard = await pool.connect();
  try {
    await guard.query('select pg_advisory_lock($1)', [migrationLock]);
    await guard.query(
      'create table if not exists public.skilltrace_migrations (id text primary key, digest text not null, applied_at timestamptz not null default now())',
    );
    const applied = await guard.query<{ id: string; digest: string }>(
      'select id, digest from public.skilltrace_migrations',
    );
    const known = new Map(applied.rows.map(({ id, digest }) => [id, digest]));
    const changed = migrations.find(
      ({ id, sql }) => known.has(id) && known.get(id) !== digestOf(sql),
    );
    if (changed) throw new Error(`migration ${changed.id} was changed after it had been applied`);
    const missing = migrations.filter(({ id }) => !known.has(id));
    for (const { id, sql } of missing) {
      await transaction(pool, async (client) => {
        await client.query(sql);
        await client.query(
          'insert into public.skilltrace_migrations (id, digest) values ($1, $2)',
          [id, digestOf(sql)],
        );
      });
    }
    return missing.map(({ id }) => id);
  } finally {
    // A connection that is gone has let go of its lock.
    await guard.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    guard.release();
  }
};

const digestOf = (sql: string) => createHash('sha256').update(sql).digest('hex');
