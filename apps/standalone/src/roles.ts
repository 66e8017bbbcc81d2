import { localKeys, verifier, type Issuer } from '#identity';
import { migrate, openPool } from '#postgres';
import { readCheckpoints } from '#projections';
import type { LogLevel } from '#process';
import { pino } from 'pino';
import { createGateway, readProviders, whereaboutsFrom } from '../../gateway/src/index.js';
import { trustIn, type TokenSource } from '../../gateway/src/token-variables.js';
import {
  contexts,
  explainDatabaseError,
  openPlatform,
  platformMigrations,
  startWorker,
  StoreWatch,
  type Platform,
} from '../../worker/src/index.js';
import { prepareDemo } from './demo.js';
import type { DemoUser } from '../../cli/src/seed/demo-users.js';
import { viewsUpToDate } from './views-up-to-date.js';

/** All that the roles need to know of where they run. */
export interface Surroundings {
  readonly databaseUrl: string;
  /** Where the events are, if not in the database. */
  readonly eventStoreUrl?: string | undefined;
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
  const { databaseUrl, eventStoreUrl, vaultKey } = surroundings;
  const begun: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of begun.splice(0).reverse()) await end();
  };
  try {
    await migrateDatabase(databaseUrl);
    const users = await prepareDemo(surroundings, say, stopping);
    stopping.throwIfAborted();
    const log = pino({ level: surroundings.logLevel });
    const onStoreTrouble = new StoreWatch(log).hear;
    const platform = await openPlatform({ databaseUrl, eventStoreUrl, vaultKey, onStoreTrouble });
    begun.push(() => platform.close());
    const worker = await startWorker(platform, log);
    begun.push(() => worker.stop());
    await bringViewsUp(platform, say, stopping);
    const { tokens } = surroundings;
    const trust = 'sign' in tokens ? { ...tokens, keys: localKeys(tokens.keys) } : trustIn(tokens);
    begun.push(async () => trust.keys.close());
    const gateway = await createGateway({
      ...{ store: platform.store, dispatcher: platform.dispatcher, contexts, log },
      providers: readProviders(platform, contexts),
      whereabouts: whereaboutsFrom(platform),
      verify: verifier(trust),
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
