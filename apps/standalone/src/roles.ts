import { verifier, type Issuer } from '#identity';
import { readCheckpoints } from '#projections';
import { isUnreachable, migrate, openPool } from '#postgres';
import { VaultKeyError } from '#vault';
import { pino } from 'pino';
import { createGateway, readProviders, whereaboutsFrom } from '../../gateway/src/index.js';
import {
  contexts,
  openPlatform,
  platformMigrations,
  startWorker,
  type Platform,
} from '../../worker/src/index.js';
import { prepareDemo } from './demo.js';
import type { DemoUser } from '../../cli/src/seed/demo-users.js';
import type { LogLevel, TokenSource } from './configuration.js';
import { StartFailure } from './start-failure.js';
import { viewsUpToDate } from './views-up-to-date.js';

/** All that the roles need to know of where they run. */
export interface Surroundings {
  readonly databaseUrl: string;
  /** 32 bytes as hex. */
  readonly vaultKey: string;
  readonly tokens: TokenSource | Issuer;
  /** Signs tokens for the demo users; only in embedded mode, and only when no other issuer was configured. */
  readonly development: Issuer | undefined;
  /** On 127.0.0.1. */
  readonly port: number;
  readonly logLevel: LogLevel;
  /** Whether an empty store is filled with demo data first. */
  readonly demo: boolean;
}

export interface RunningRoles {
  /** What a person should read first: addresses and tokens, one line each. */
  readonly greeting: readonly string[];
  /** Takes no new work, finishes what was begun, and lets go of every connection. */
  stop(): Promise<void>;
}

/**
 * Migrates the database and starts every role in this process. Rejects when one cannot start, and with the signal's reason when it is
 * told to stop on the way; then none is left running.
 */
export const startRoles = async (
  surroundings: Surroundings,
  say: (line: string) => void,
  stopping: AbortSignal,
): Promise<RunningRoles> => {
  const { databaseUrl, vaultKey } = surroundings;
  const begun: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of begun.splice(0).reverse()) await end();
  };
  try {
    await migrateDatabase(databaseUrl);
    const users = await prepareDemo(surroundings, say, stopping);
    stopping.throwIfAborted();
    const platform = await openPlatform({ databaseUrl, vaultKey });
    begun.push(() => platform.close());
    const log = pino({ level: surroundings.logLevel });
    const worker = startWorker(platform, log);
    begun.push(() => worker.stop());
    await bringViewsUp(platform, say, stopping);
    const gateway = await createGateway({
      ...{ store: platform.store, dispatcher: platform.dispatcher, contexts, log },
      providers: readProviders(platform, contexts),
      whereabouts: whereaboutsFrom(platform),
      verify: verifier(surroundings.tokens),
      explorer: surroundings.development !== undefined,
      port: surroundings.port,
    });
    begun.push(() => gateway.close());
    return { greeting: await greet(await gateway.getUrl(), surroundings, users), stop };
  } catch (error) {
    await stop();
    throw explainDatabaseError(error, databaseUrl);
  }
};

const views = contexts.flatMap(({ projections }) => projections.map(({ table }) => table));
const bringViewsUp = (
  { store, pool, watermarks }: Platform,
  say: (line: string) => void,
  stop: AbortSignal,
): Promise<void> => {
  const checkpoints = () => readCheckpoints(pool);
  return viewsUpToDate({ head: () => store.head(), watermarks, checkpoints }, views, say, { stop });
};

const greet = async (
  url: string,
  { development }: Surroundings,
  users: readonly DemoUser[],
): Promise<readonly string[]> => {
  const opening = ['SkillTrace is at work.', `GraphQL endpoint: ${url}/graphql`];
  if (!development) return opening;
  const tokens = await Promise.all(
    users.map(async ({ name, zh, actor }) => `  ${name} ${zh}: ${await development.sign(actor)}`),
  );
  return [
    ...opening,
    `Explorer: open ${url}/graphql in a browser`,
    'Tokens, good for twelve hours, to be sent as "authorization: Bearer TOKEN":',
    ...tokens,
  ];
};

const migrateDatabase = async (databaseUrl: string): Promise<void> => {
  const pool = openPool(databaseUrl, { application: 'skilltrace-migrate', max: 2 });
  try {
    await migrate(pool, platformMigrations);
  } finally {
    await pool.end();
  }
};

/** The line for people when the database is not what it should be; any other error comes back as it is. */
export const explainDatabaseError = (error: unknown, databaseUrl: string): unknown => {
  const { hostname, port, pathname, username } = new URL(databaseUrl);
  const place = `${hostname}:${port || '5432'}`;
  const { code } = error as { code?: string };
  if (error instanceof VaultKeyError) return new StartFailure(error.message);
  if (code === '28P01' || code === '28000')
    return new StartFailure(
      `PostgreSQL at ${place} does not let ${username} in: check name and password in DATABASE_URL.`,
    );
  if (code === '3D000')
    return new StartFailure(
      `There is no database ${pathname.slice(1)} at ${place}: create it, or correct DATABASE_URL.`,
    );
  if (isUnreachable(error) || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new StartFailure(
      `PostgreSQL at ${place} cannot be reached: start it, or correct DATABASE_URL.`,
    );
  return error;
};
