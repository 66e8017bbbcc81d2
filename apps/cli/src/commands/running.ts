import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { resetDataDirectory, stopWorkOn } from '../../../standalone/src/data-directory.js';
import type { Console } from '../console.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { atWorkplace, dataDirectoryOf, migrated, migrateService } from '../workplace.js';

/** Everything in a process of its own, until it is told to stop. Whatever bounds this one's memory does not bound that one's. */
export const start = async (): Promise<void> => {
  const program = new URL(
    `../../../standalone/src/main${extname(import.meta.url)}`,
    import.meta.url,
  );
  const options = process.execArgv.filter((option) => !option.startsWith('--max-'));
  const child = spawn(process.execPath, [...options, fileURLToPath(program)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  process.exitCode = code ?? exitCodes.failed;
};

/** Asks the running copy to stop and waits for it. */
export const stop = async (console: Console): Promise<void> => {
  const directory = dataDirectoryOf(process.env);
  const pid = await stopWorkOn(directory);
  console.say(
    pid === undefined
      ? `Nothing is running on ${directory}.`
      : `Process ${String(pid)} has stopped.`,
  );
  console.result({ directory, stopped: pid ?? null });
};

/** Removes the embedded data and its keys for good. */
export const reset = async (console: Console, { yes }: { readonly yes?: true }): Promise<void> => {
  const directory = dataDirectoryOf(process.env);
  if (process.env['DATABASE_URL'])
    throw new CommandFailure('reset is for embedded data alone: drop the database yourself.');
  if (!yes)
    throw new CommandFailure(
      `This removes all data and keys under ${directory} for good: say so with --yes.`,
      exitCodes.usage,
    );
  await resetDataDirectory(directory);
  console.say(`${directory} is empty; the next start makes new keys and new data.`);
  console.result({ directory, reset: true });
};

export interface MigrateOptions {
  readonly embedded: boolean;
}

/** Brings the database up to this release. */
export const migrateNow = async (console: Console, { embedded }: MigrateOptions): Promise<void> => {
  const { DATABASE_URL, DATABASE_URL_FILE } = process.env;
  const applied =
    DATABASE_URL || DATABASE_URL_FILE || !embedded
      ? await migrateService(process.env)
      : await migrateEmbedded();
  for (const id of applied) console.say(`Applied ${id}.`);
  if (applied.length === 0) console.say('The database is up to date.');
  console.result({ applied });
};

const migrateEmbedded = () =>
  atWorkplace(process.env, async ({ databaseUrl, applied }) => [
    ...applied,
    ...(await migrated(databaseUrl)),
  ]);
