import { openPool, type Pool } from '#postgres';
import { optional, postgresUrl, readEnvironment } from '#process';
import { copyVault, VaultCopyRefused } from '#vault';
import { z } from 'zod';
import type { Console } from '../console.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { count, explainedDatabase, named, type End } from './ends.js';

export interface CopyVaultOptions {
  readonly from?: string;
  readonly to?: string;
}

const places = z.object({
  COPY_VAULT_FROM: optional(z.string()),
  COPY_VAULT_TO: optional(z.string()),
});

/** Copies the vault of a database to another, whole or not at all. Throws `CommandFailure`. */
export const copyVaultOf = async (console: Console, options: CopyVaultOptions): Promise<void> => {
  const { COPY_VAULT_FROM, COPY_VAULT_TO } = readEnvironment(places, process.env);
  const from = database('--from', options.from ?? COPY_VAULT_FROM, 'COPY_VAULT_FROM');
  const to = database('--to', options.to ?? COPY_VAULT_TO, 'COPY_VAULT_TO');
  if (from.url === to.url)
    throw new CommandFailure('--from and --to are the same database.', exitCodes.usage);
  await reached(from, (source) =>
    reached(to, async (target) => {
      const told = await copyVault(source, target, (taken) =>
        console.progress(() => `copying: ${count(taken)} rows`),
      );
      console.say(
        told.taken > 0
          ? `Copied the vault: ${count(told.people)} people and ${count(told.notes)} notes, the same on both sides.`
          : `The target is a copy already: ${count(told.people)} people and ${count(told.notes)} notes.`,
      );
      console.result({ ok: true, ...told });
    }),
  );
};

const database = (option: string, url: string | undefined, variable: string): End => {
  const must = `must say which database, as postgres://… (or set ${variable})`;
  const end = named(option, url, must);
  if (!postgresUrl.safeParse(end.url).success)
    throw new CommandFailure(`${option} ${must}.`, exitCodes.usage);
  return end;
};

/** Runs `work` on the database once it has answered, so that what is wrong with it is told by its own option. */
const reached = async <T>(end: End, work: (pool: Pool) => Promise<T>): Promise<T> => {
  const pool = openPool(end.url, { application: 'skilltrace-copy-vault', max: 1 });
  try {
    await pool.query('select 1 from vault.people limit 1');
    return await work(pool);
  } catch (error) {
    throw error instanceof VaultCopyRefused
      ? new CommandFailure(error.message)
      : explainedDatabase(error, end);
  } finally {
    await pool.end();
  }
};
