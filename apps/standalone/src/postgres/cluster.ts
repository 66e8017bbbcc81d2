import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartFailure } from '#process';
import { explainFileError } from '../file-errors.js';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { endWorkersOn } from './postmaster.js';

export interface NewCluster {
  readonly directory: string;
  readonly password: string;
  readonly durable: boolean;
}

/** The one superuser of an embedded server. */
export const superuser = 'skilltrace';

/**
 * Makes the data directory when it is not there yet: UTF-8, locale C, checksums on every page. It is made beside and renamed, so
 * that a start cut short leaves nothing that looks whole.
 */
export const ensureCluster = async (
  cluster: NewCluster,
  programs: Binaries,
  account: Account,
): Promise<void> => {
  const { directory } = cluster;
  if (existsSync(join(directory, 'PG_VERSION'))) return;
  const unfinished = `${directory}.unfinished`;
  try {
    if (existsSync(unfinished)) await endWorkersOn(unfinished);
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(dirname(directory), { recursive: true });
    mkdirSync(unfinished, { mode: 0o700 });
    give(unfinished, account);
    await initialise({ ...cluster, directory: unfinished }, programs, account);
    renameSync(unfinished, directory);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (error instanceof StartFailure) throw error;
    explainFileError(error, directory);
  }
};

const initialise = async (
  { directory, password, durable }: NewCluster,
  { initdb }: Binaries,
  account: Account,
): Promise<void> => {
  // Beside the data, where the next start clears it away if this one is cut short.
  const secret = `${directory}.password`;
  try {
    rmSync(secret, { force: true });
    writeFileSync(secret, `${password}\n`, { mode: 0o600 });
    give(secret, account);
    await promisify(execFile)(
      initdb,
      [
        `--pgdata=${directory}`,
        `--username=${superuser}`,
        `--pwfile=${secret}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--data-checksums',
        ...(durable ? [] : ['--no-sync']),
      ],
      { ...account, cwd: directory, env: plainEnvironment() },
    );
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string };
    if (/No space left on device/.test(stderr))
      explainFileError(Object.assign(new Error(stderr), { code: 'ENOSPC' }), directory);
    throw error;
  } finally {
    rmSync(secret, { force: true });
  }
};

const give = (path: string, { uid, gid }: Account): void => {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
};

/** PG… variables of the caller's shell would otherwise reach the server. */
export const plainEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
});
