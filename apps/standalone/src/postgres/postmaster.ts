import { execFileSync } from 'node:child_process';
import { readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StartFailure } from '#process';
import { isAlive, readIfThere, signal, until } from '../processes.js';

interface PidFile {
  readonly pid: number;
  readonly ready: boolean;
}

/** What `postmaster.pid` says; undefined when there is none or it is still being written. */
export const readPidFile = (directory: string): PidFile | undefined => {
  const lines = readIfThere(join(directory, 'postmaster.pid'))?.split('\n');
  const pid = Number(lines?.[0]);
  if (!lines || !Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, ready: lines[7]?.trim() === 'ready' };
};

/**
 * Leaves nobody at work on the data: a server that outlived the process that had started it is shut down, and a pid file whose
 * number now belongs to a stranger is removed. The caller holds the lock on the data.
 */
export const settle = async (directory: string): Promise<void> => {
  const left = readPidFile(directory);
  if (left && isAlive(left.pid)) {
    if (worksOn(left.pid, directory)) await shutDown(left.pid);
    else if (serversOn(directory).length === 0)
      rmSync(join(directory, 'postmaster.pid'), { force: true });
  }
  await gone(
    () => serversOn(directory).length === 0,
    30_000,
    `a PostgreSQL process that works on ${directory}`,
  );
};

/** Kills what an earlier process left at work on a directory that never became a server's; there is nothing in it to lose. */
export const endWorkersOn = async (directory: string): Promise<void> => {
  if (process.platform !== 'linux') return;
  for (const pid of workersOn(directory)) signal(pid, 'SIGKILL');
  await gone(
    () => workersOn(directory).length === 0,
    10_000,
    `a process that works on ${directory}`,
  );
};

/** Fast shutdown: clients are sent away, everything is written, the process ends. Immediate shutdown when it takes too long. */
export const shutDown = async (pid: number): Promise<void> => {
  signal(pid, 'SIGINT');
  const ended = await until(() => !isAlive(pid), 60_000);
  if (ended) return;
  signal(pid, 'SIGQUIT');
  await gone(() => !isAlive(pid), 10_000, `PostgreSQL (process ${pid})`);
};

/** PostgreSQL's processes keep the data directory as their working directory, which no reused process number can imitate. */
const worksOn = (pid: number, directory: string): boolean => {
  if (process.platform === 'linux') return linkOf(`/proc/${pid}/cwd`) === realpathSync(directory);
  const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return command.includes('postgres') && command.includes(directory);
};

const serversOn = (directory: string): readonly number[] => {
  if (process.platform !== 'linux') {
    const pid = readPidFile(directory)?.pid;
    return pid !== undefined && isAlive(pid) && worksOn(pid, directory) ? [pid] : [];
  }
  return workersOn(directory);
};

const workersOn = (directory: string): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(
      (pid) =>
        worksOn(pid, directory) &&
        /^[^\0]*(?:postgres|initdb)/.test(readIfThere(`/proc/${pid}/cmdline`) ?? ''),
    );

const linkOf = (path: string): string | undefined => {
  try {
    return readlinkSync(path);
  } catch {
    // Gone meanwhile, or another user's process: either way not one of ours.
    return undefined;
  }
};

const gone = async (
  condition: () => boolean,
  milliseconds: number,
  what: string,
): Promise<void> => {
  if (!(await until(condition, milliseconds)))
    throw new StartFailure(`${what} does not end: stop it by hand, then start again.`);
};
