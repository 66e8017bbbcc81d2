import { setTimeout as sleep } from 'node:timers/promises';
import { migrationState, openPool } from '#postgres';
import type { Finding, Readiness } from '#process';
import type { Logger } from 'pino';
import { explainDatabaseError, isAway } from './database-errors.js';
import { platformMigrations } from './migrations.js';
import { openPlatform, type Platform, type PlatformOptions } from './platform.js';
import { StoreWatch } from './store-watch.js';

export interface Opening {
  readonly readiness: Readiness;
  readonly log: Logger;
  readonly stopping: AbortSignal;
}

const pauseMs = 500;

/**
 * Opens the platform when the database is there and migrated to this release, however long that takes: meanwhile the process lives,
 * is not ready, and says why. Then readiness asks the database and the store themselves. Rejects with `StartFailure` for what no
 * waiting mends – a wrong password, a database that does not exist, the key of another vault – and when `stopping` aborts.
 */
export const openWhenReady = async (
  options: PlatformOptions,
  { readiness, log, stopping }: Opening,
): Promise<Platform> => {
  let finding: Finding = { ok: false, says: 'not asked yet' };
  readiness.set('database', () => finding);
  const waitFor = async (says: string) => {
    if (finding.says !== says) log.warn({ reason: says }, 'waiting for the database');
    finding = { ok: false, says };
    await sleep(pauseMs, undefined, { signal: stopping });
  };
  for (;;) {
    stopping.throwIfAborted();
    try {
      const schema = await schemaOf(options.databaseUrl);
      if (schema.ok) {
        if (schema.says !== current) log.warn(schema.says);
        const watch = new StoreWatch(log);
        const platform = await openPlatform({ ...options, onStoreTrouble: watch.hear });
        readiness.set('database', () => schemaIn(platform.pool));
        readiness.set('store', () => storeOf(platform, watch));
        return platform;
      }
      await waitFor(schema.says);
    } catch (error) {
      stopping.throwIfAborted();
      if (!isAway(error)) throw explainDatabaseError(error, options.databaseUrl);
      await waitFor('the database cannot be reached');
    }
  }
};

const storeOf = async ({ store }: Platform, watch: StoreWatch): Promise<Finding> => {
  await store.head();
  return watch.finding();
};

const current = 'migrated to this release';

const schemaOf = async (databaseUrl: string): Promise<Finding> => {
  const pool = openPool(databaseUrl, { application: 'skilltrace-start', max: 1 });
  try {
    return await schemaIn(pool);
  } finally {
    await pool.end();
  }
};

/**
 * Whether the database fits this release. A later release's migrations only add to what this one knows, so it serves on beside the
 * later one, and says so; see docs/adr/0009.
 */
const schemaIn = async (pool: Platform['pool']): Promise<Finding> => {
  const { missing, changed, later } = await migrationState(pool, platformMigrations);
  if (changed.length > 0)
    return { ok: false, says: `migration ${changed.join(', ')} is not the one of this release` };
  if (missing.length > 0)
    return { ok: false, says: `${missing.length} migrations are missing: run skilltrace migrate` };
  return { ok: true, says: later.length > 0 ? 'migrated to a later release' : current };
};
