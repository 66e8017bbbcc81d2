import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isUsed, keysIn, type Keys } from './keys.js';
import { holderOf, takeLock, type Lock } from './lock.js';
import { accountFor, canUse } from './postgres/account.js';
import { makePassable, rootsPlace } from './postgres/binaries.js';
import { superuser } from './postgres/cluster.js';
import { readPidFile, settle } from './postgres/postmaster.js';
import { readIfThere, signal, until } from './processes.js';
import { explainFileError, StartFailure } from './start-failure.js';

export interface DataDirectory {
  readonly path: string;
  /** Where the embedded server keeps its files. */
  readonly cluster: string;
  readonly keys: Keys;
  readonly lock: Lock;
}

/** Makes `path` ready for this process alone. Throws `StartFailure` when another works on it or it cannot be used. */
export const openDataDirectory = async (path: string): Promise<DataDirectory> => {
  const home = resolve(path);
  try {
    makeDirectory(home);
    // The server's account passes through; what is inside guards itself.
    chmodSync(home, 0o711);
    const lock = takeLock(lockOf(home));
    if ('heldBy' in lock)
      throw new StartFailure(
        `Another copy (process ${lock.heldBy}) is at work on ${home}: stop that one, or set DATA_DIR to another directory and PORT to another port.`,
      );
    try {
      const cluster = clusterOf(home);
      return { path: home, cluster, lock, keys: await keysIn(join(home, 'keys'), isUsed(cluster)) };
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    return explainFileError(error, home);
  }
};

/** Step by step: Node's own recursion tries for ever where a file system makes no directories, as under `/proc`. */
const makeDirectory = (path: string): void => {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path);
};

/** Asks the process that works on `path` to stop and waits until it has. Answers its number, or undefined when there is none. */
export const stopWorkOn = async (path: string): Promise<number | undefined> => {
  const home = resolve(path);
  const pid = holderOf(lockOf(home));
  if (pid === undefined) return undefined;
  signal(pid, 'SIGTERM');
  if (!(await until(() => holderOf(lockOf(home)) === undefined, 60_000)))
    throw new StartFailure(
      `Process ${pid} does not stop: end it with kill -9 ${pid}; nothing is lost.`,
    );
  return pid;
};

/** How another process of this machine reaches what a running copy works on. */
export interface RunningCopy {
  readonly pid: number;
  /** Of its server, as superuser. */
  readonly databaseUrl: string;
  /** The key kept beside the data. */
  readonly vaultKey: string;
}

/** The copy at work on `path`, or undefined when there is none. Throws `StartFailure` when its server does not come up. */
export const runningCopyOn = async (path: string): Promise<RunningCopy | undefined> => {
  const home = resolve(path);
  const pid = holderOf(lockOf(home));
  if (pid === undefined) return undefined;
  const cluster = clusterOf(home);
  const ready = () => readPidFile(cluster)?.ready === true;
  if (!(await until(ready, 30_000)))
    throw new StartFailure(
      `Process ${pid} is at work on ${home}, but its PostgreSQL is not: wait until it has started.`,
    );
  const port = readIfThere(join(cluster, 'postmaster.pid'))?.split('\n')[3]?.trim() ?? '';
  const keys = await keysIn(join(home, 'keys'), true);
  return {
    pid,
    databaseUrl: `postgres://${superuser}:${keys.database}@127.0.0.1:${port}/postgres`,
    vaultKey: keys.vault,
  };
};

/** Removes all data and keys for good. Throws `StartFailure` while a process works on them. */
export const resetDataDirectory = async (path: string): Promise<void> => {
  const home = resolve(path);
  const pid = holderOf(lockOf(home));
  if (pid !== undefined)
    throw new StartFailure(`Process ${pid} is at work on ${home}: stop it first.`);
  const cluster = clusterOf(home);
  if (isUsed(cluster)) await settle(cluster);
  const beside = dirname(cluster);
  for (const target of beside === home ? [home] : [beside, home])
    rmSync(target, { recursive: true, force: true });
};

/** Beside the keys – or, where only root may enter, in a place that the server's account can reach. */
const clusterOf = (home: string): string => {
  const inside = join(home, 'postgres');
  const account = accountFor(inside);
  if (account.uid === undefined || canUse(account, home, 'enter')) return inside;
  const elsewhere = join(rootsPlace, createHash('sha256').update(home).digest('hex').slice(0, 12));
  makePassable(rootsPlace);
  makePassable(elsewhere);
  return join(elsewhere, 'postgres');
};

const lockOf = (home: string) => join(home, 'lock');
