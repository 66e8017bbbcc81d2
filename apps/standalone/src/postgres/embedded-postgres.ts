import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartFailure } from '#process';
import { explainFileError } from '../file-errors.js';
import { accountFor, canUse, type Account } from './account.js';
import { binariesFor, type Binaries } from './binaries.js';
import { ensureCluster, plainEnvironment, superuser } from './cluster.js';
import { readPidFile, settle, shutDown } from './postmaster.js';
import { settingsFor } from './settings.js';

export interface EmbeddedPostgresOptions {
  /** The data directory; made when absent. The caller makes sure that no other process starts a server on it. */
  readonly directory: string;
  /** Of the superuser; given to the server when the directory is made, and needed again at every later start. */
  readonly password: string;
  /** False lets a crash of the machine lose data, for tests. */
  readonly durable: boolean;
  /** Default: any free port. */
  readonly port?: number;
}

export interface EmbeddedPostgres {
  /** Of the database `postgres`, as superuser, on 127.0.0.1. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Fast shutdown; resolves when the server has ended. May be called again. */
  stop(): Promise<void>;
}

interface Setting {
  readonly options: EmbeddedPostgresOptions;
  readonly programs: Binaries;
  readonly account: Account;
}

/**
 * A PostgreSQL 18 server on `directory`, ready for connections. A server that an earlier process left behind on the same data is
 * shut down first. Rejects with `StartFailure` when a person has to do something.
 */
export const startEmbeddedPostgres = async (
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> => {
  const account = accountFor(options.directory);
  const programs = binariesFor(account);
  await ensureCluster(options, programs, account);
  if (!canUse(account, options.directory, 'write'))
    throw new StartFailure(
      `${options.directory} cannot be entered by the user PostgreSQL runs under: set DATA_DIR to a directory that everyone may enter.`,
    );
  await settle(options.directory);
  const setting = { options, programs, account };
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const started = await launch(setting, port);
    if ('url' in started) return started;
    await reconsider(started.log, options, attempt);
  }
};

/** Waits and returns when another attempt may succeed. */
const reconsider = async (
  log: string,
  options: EmbeddedPostgresOptions,
  attempt: number,
): Promise<void> => {
  // Processes of a server that was killed need a moment to notice that it is gone.
  const held = /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(
    log,
  );
  if (held && attempt <= 60) return sleep(500);
  const taken = /could not (?:bind|create any TCP\/IP sockets)/.test(log);
  if (taken && attempt <= (options.port === undefined ? 5 : 20)) return sleep(100);
  if (/No space left on device/.test(log))
    explainFileError(Object.assign(new Error(log), { code: 'ENOSPC' }), options.directory);
  const reason =
    log.split('\n').findLast((line) => /FATAL|PANIC/.test(line)) ?? 'it gave no reason';
  throw new StartFailure(
    `PostgreSQL does not start on ${options.directory} (${reason.replace(/^.*?(FATAL|PANIC):\s*/, '')}): see ${logFile(options)}.`,
  );
};

const launch = async (
  { options, programs, account }: Setting,
  port: number,
): Promise<EmbeddedPostgres | { readonly log: string }> => {
  const { directory, password, durable } = options;
  const settings = Object.entries(settingsFor(durable)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const log = openSync(logFile(options), 'a', 0o600);
  const from = statSync(logFile(options)).size;
  // In a session of its own, so that Ctrl-C reaches this process alone and the server is stopped last.
  const child = spawn(programs.postgres, ['-D', directory, '-p', String(port), ...settings], {
    ...account,
    cwd: directory,
    detached: true,
    stdio: ['ignore', log, log],
    env: plainEnvironment(),
  });
  closeSync(log);
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  );
  if (!(await becomesReady(child, directory)))
    return { log: readFileSync(logFile(options)).subarray(from).toString('utf8') };
  const pid = child.pid as number;
  return {
    url: `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid,
    ended,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) await shutDown(pid);
      await ended;
    },
  };
};

/** However long it takes: after a crash the server first replays what it had written ahead. */
const becomesReady = async (child: ChildProcess, directory: string): Promise<boolean> => {
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const file = readPidFile(directory);
    if (file?.pid === child.pid && file.ready) return true;
    await sleep(20);
  }
  return false;
};

const logFile = ({ directory }: EmbeddedPostgresOptions) => `${directory}.log`;

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('no port was given')),
      );
    });
  });
