import { EventStoreUrlError, StoreUnavailable } from '#event-store';
import { migrate, openPool } from '#postgres';
import { key256, optional, postgresUrl, readEnvironment, type Environment } from '#process';
import { z } from 'zod';
import { readConfiguration } from '../../standalone/src/configuration.js';
import { openDataDirectory, runningCopyOn } from '../../standalone/src/data-directory.js';
import { startEmbeddedPostgres } from '../../standalone/src/postgres/embedded-postgres.js';
import {
  explainDatabaseError,
  openPlatform,
  platformMigrations,
  type Platform,
} from '../../worker/src/index.js';
import { CommandFailure, exitCodes } from './exit-codes.js';
import { seedMigrations } from './seed/seed-record.js';

const placeVariables = z.object({
  DATABASE_URL: optional(postgresUrl),
  EVENT_STORE_URL: optional(z.string()),
  VAULT_KEY: optional(key256),
});

/** The database a command works on. */
export interface Workplace {
  readonly databaseUrl: string;
  /** Where the events are, if not in the database. */
  readonly eventStoreUrl?: string | undefined;
  readonly vaultKey: string;
  /** Whether a copy of the program is at work on it and keeps the views up to date. */
  readonly served: boolean;
  /** Ids of the migrations that had to be applied on the way. */
  readonly applied: readonly string[];
}

export const dataDirectoryOf = (environment: Environment): string => {
  const configuration = readConfiguration({
    ...environment,
    ...{ DATABASE_URL: '', EVENT_STORE_URL: '' },
  });
  return configuration.mode === 'embedded' ? configuration.dataDirectory : '.data';
};

/**
 * Runs `work` on the database of the environment: the one of `DATABASE_URL`, or the embedded one under `DATA_DIR` – through the
 * server of a copy that runs there, or one that is started for it and stopped after it.
 */
export const atWorkplace = async <T>(
  environment: Environment,
  work: (workplace: Workplace) => Promise<T>,
): Promise<T> => {
  const {
    DATABASE_URL: databaseUrl,
    EVENT_STORE_URL: eventStoreUrl,
    VAULT_KEY: vaultKey,
  } = readEnvironment(placeVariables, environment);
  if (databaseUrl) {
    if (!vaultKey) throw new CommandFailure('With DATABASE_URL, VAULT_KEY must be set as well.');
    return explained({ databaseUrl, eventStoreUrl }, () =>
      work({ databaseUrl, eventStoreUrl, vaultKey, served: true, applied: [] }),
    );
  }
  if (eventStoreUrl)
    throw new CommandFailure('With EVENT_STORE_URL, DATABASE_URL must be set as well.');
  const directory = dataDirectoryOf(environment);
  const running = await runningCopyOn(directory);
  return running
    ? work({ ...running, vaultKey: vaultKey || running.vaultKey, served: true, applied: [] })
    : embedded(directory, vaultKey, work);
};

const embedded = async <T>(
  directory: string,
  vaultKey: string | undefined,
  work: (workplace: Workplace) => Promise<T>,
): Promise<T> => {
  const stop = stopOnSignals();
  const { cluster, keys, lock } = await openDataDirectory(directory);
  try {
    const server = await startEmbeddedPostgres({
      ...{ directory: cluster, password: keys.database, durable: true },
    });
    try {
      const databaseUrl = server.url;
      const applied = await migrated(databaseUrl);
      const workplace = { databaseUrl, vaultKey: vaultKey || keys.vault, served: false, applied };
      return await Promise.race([work(workplace), abortOf(stop)]);
    } finally {
      await server.stop();
    }
  } finally {
    lock.release();
  }
};

/** Aborted when the process is told to end, so that the server that was started for it does not outlive it. */
const stopOnSignals = (): AbortSignal => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stop.abort(new CommandFailure('Interrupted.', exitCodes.interrupted)));
  return stop.signal;
};

const abortOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const tell = () => reject(signal.reason as CommandFailure);
    if (signal.aborted) tell();
    else signal.addEventListener('abort', tell, { once: true });
  });

/** The workplace with the platform open on it. */
export const withPlatform = <T>(
  environment: Environment,
  work: (platform: Platform, workplace: Workplace) => Promise<T>,
): Promise<T> =>
  atWorkplace(environment, async (workplace) => {
    const platform = await openPlatform(workplace);
    try {
      return await work(platform, workplace);
    } finally {
      await platform.close();
    }
  });

/** Applies what is missing. Answers the ids of what was applied now. */
export const migrated = async (databaseUrl: string): Promise<readonly string[]> => {
  const pool = openPool(databaseUrl, { application: 'skilltrace-migrate', max: 2 });
  try {
    return await migrate(pool, [...platformMigrations, ...seedMigrations]);
  } finally {
    await pool.end();
  }
};

/** The line for people when the database is not what it should be; any other error comes through as it is. */
const explained = async <T>(
  { databaseUrl, eventStoreUrl }: Pick<Workplace, 'databaseUrl' | 'eventStoreUrl'>,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const { code } = error as { code?: string };
    if (error instanceof EventStoreUrlError) throw new CommandFailure(error.message);
    if (eventStoreUrl !== undefined && error instanceof StoreUnavailable)
      throw new CommandFailure(
        'The event store cannot be reached: start it, or correct EVENT_STORE_URL.',
      );
    if (code === '42P01' || code === '3F000')
      throw new CommandFailure(
        `The database at ${new URL(databaseUrl).host} is not ready: run skilltrace migrate.`,
      );
    throw explainDatabaseError(error, databaseUrl);
  }
};

/** Migrates the database of `DATABASE_URL`, for which no other variable is needed. Answers the ids of what was applied now. */
export const migrateService = (environment: Environment): Promise<readonly string[]> => {
  const { DATABASE_URL } = readEnvironment(z.object({ DATABASE_URL: postgresUrl }), environment);
  return explained({ databaseUrl: DATABASE_URL }, () => migrated(DATABASE_URL));
};
