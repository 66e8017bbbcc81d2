import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { StartFailure } from '#process';
import { newDevelopmentKey } from '#identity';
import { readIfThere } from './processes.js';

export interface Keys {
  /** Master key of the vault: 32 bytes as hex. */
  readonly vault: string;
  /** Private key of the development issuer, a JWK as JSON. */
  readonly token: string;
  /** Of the embedded server's superuser. */
  readonly database: string;
}

/**
 * The keys kept in `directory`, readable by its owner alone, made at the first start. Throws `StartFailure` when one is missing
 * although `used` says that data was written with it: a new key would make that data unreadable for good.
 */
export const keysIn = async (directory: string, used: boolean): Promise<Keys> => {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const kept = async (name: string, make: () => string | Promise<string>): Promise<string> => {
    const path = join(directory, name);
    const text = readIfThere(path)?.trim();
    if (text) return text;
    if (used)
      throw new StartFailure(
        `${path} is missing, and what was written with it cannot be read without it: put it back from a copy, or move the whole data directory away to begin anew.`,
      );
    return keep(path, await make());
  };
  return {
    vault: await kept('vault-key', () => randomBytes(32).toString('hex')),
    token: await kept('token-key.json', async () => JSON.stringify(await newDevelopmentKey())),
    database: await kept('database-password', () => randomBytes(24).toString('hex')),
  };
};

/** On disk, name and all, before anything is written that depends on it. */
const keep = (path: string, text: string): string => {
  const unfinished = `${path}.unfinished`;
  const file = openSync(unfinished, 'w', 0o600);
  try {
    writeSync(file, `${text}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  const directory = openSync(join(path, '..'), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
  return text;
};

/** Whether a server's data was ever made in `directory`. */
export const isUsed = (directory: string): boolean => existsSync(join(directory, 'PG_VERSION'));
