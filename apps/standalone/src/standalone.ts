import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { developmentIssuer } from '#identity';
import type { JWK } from 'jose';
import {
  readConfiguration,
  type Configuration,
  type EmbeddedConfiguration,
} from './configuration.js';
import { openDataDirectory } from './data-directory.js';
import { ensurePortIsFree, explainPortError } from './port.js';
import { supervisePostgres } from './postgres/supervisor.js';
import type { Surroundings } from './roles.js';

type Environment = Readonly<Record<string, string | undefined>>;
type Say = (line: string) => void;
/** What has to be taken back at the end, in the order it was begun. */
type Begun = (() => Promise<void> | void)[];

/**
 * Runs everything in this process until `stop` is aborted, then lets go of all of it in reverse order. Resolves after a stop that
 * was asked for, whenever it came; rejects with `StartFailure` when a person has to do something first.
 */
export const runStandalone = async (
  environment: Environment,
  say: Say,
  stop: AbortSignal,
): Promise<void> => {
  const configuration = readConfiguration(environment);
  const begun: Begun = [];
  try {
    if (configuration.port !== 0) await ensurePortIsFree(configuration.port);
    // Loading the roles' code takes about as long as the server needs to start: the one happens while the other does.
    const [surroundings, { startRoles }] = await Promise.all([
      prepare(configuration, begun, say),
      import('./roles.js'),
    ]);
    stop.throwIfAborted();
    const roles = await startRoles(surroundings, say, stop).catch((error: unknown) => {
      throw explainPortError(error, configuration.port);
    });
    begun.push(() => roles.stop());
    for (const line of roles.greeting) say(line);
    if (!stop.aborted) await once(stop, 'abort');
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    await takeBack(begun);
  }
};

const prepare = async (
  configuration: Configuration,
  begun: Begun,
  say: Say,
): Promise<Surroundings> =>
  configuration.mode === 'embedded'
    ? prepareEmbedded(configuration, begun, say)
    : { ...configuration, development: undefined, demo: false };

const prepareEmbedded = async (
  { dataDirectory, port, logLevel, vaultKey, tokens, demo }: EmbeddedConfiguration,
  begun: Begun,
  say: Say,
): Promise<Surroundings> => {
  const { path, cluster, keys, lock } = await openDataDirectory(dataDirectory);
  begun.push(() => lock.release());
  if (!cluster.startsWith(path))
    say(`PostgreSQL may not enter ${path}; its data is in ${cluster}.`);
  const server = await supervisePostgres(
    { directory: cluster, password: keys.database, durable: true },
    say,
  );
  begun.push(() => server.stop());
  const development = tokens ? undefined : await developmentIssuer(JSON.parse(keys.token) as JWK);
  return {
    databaseUrl: server.url,
    vaultKey: vaultKey ?? keys.vault,
    tokens: tokens ?? (development as NonNullable<typeof development>),
    development,
    port,
    logLevel,
    demo,
  };
};

/** One step that fails must not leave the next ones undone. */
const takeBack = async (begun: Begun): Promise<void> => {
  const failures: unknown[] = [];
  for (const step of begun.reverse()) {
    try {
      await inTime(step);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not everything could be stopped');
};

const patience = 30_000;

/** What does not end must not keep PostgreSQL from being shut down after it. */
const inTime = async (step: Begun[number]): Promise<void> => {
  const timer = new AbortController();
  const late = sleep(patience, undefined, { signal: timer.signal }).then(
    () => {
      throw new Error(`a part of the program did not stop within ${patience / 1_000} seconds`);
    },
    // The step was in time and has called the timer off.
    () => undefined,
  );
  try {
    await Promise.race([step(), late]);
  } finally {
    timer.abort();
  }
};
