import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process of that number is at work. A zombie is not: it only waits to be counted by its parent. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EPERM') return false;
  }
  return statOf(pid)?.[0] !== 'Z';
};

/**
 * Tells a process from a later one of the same number: when it was started, and in which run of the machine. Undefined when there
 * is no such process.
 */
export const birthOf = (pid: number): string | undefined => {
  if (!isAlive(pid)) return undefined;
  if (process.platform === 'linux') {
    const boot = readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
    const ticks = statOf(pid)?.[19];
    return ticks === undefined ? undefined : `${boot} ${ticks}`;
  }
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() || undefined;
};

/** Sends a signal to a process that may be gone already. */
export const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ESRCH') throw error;
  }
};

/** Whether `condition` came true within so many milliseconds. */
export const until = async (condition: () => boolean, milliseconds: number): Promise<boolean> => {
  const end = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > end) return false;
    await sleep(20);
  }
  return true;
};

/** The text of a file, or undefined when there is none – for files of /proc also when the process has just ended. */
export const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as { code?: string }).code ?? '')) return undefined;
    throw error;
  }
};

/** From the third field of `/proc/PID/stat`, the state, on: the second is the command's name and may hold anything. */
const statOf = (pid: number): readonly string[] | undefined => {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
};
