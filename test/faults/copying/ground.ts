import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openCopySide } from '#event-store';
import { migrate, openPool } from '#postgres';
import { largeParameters, sow, type OnSeedProgress } from '../../../apps/cli/src/seed/seed.js';
import { seedMigrations } from '../../../apps/cli/src/seed/seed-record.js';
import { Runner } from '#projections';
import {
  contexts,
  openPlatform,
  parkingActs,
  platformMigrations,
} from '../../../apps/worker/src/index.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { plainSurroundings } from '../../support/standalone.js';

const root = resolve(import.meta.dirname, '../../..');
/** The command line, for `node`. */
export const commandLine: readonly string[] = [
  ...['--conditions=source', '--import', resolve(root, 'infra/tooling/typescript.mjs')],
  resolve(root, 'apps/cli/src/main.ts'),
];
export const vaultKey = randomBytes(32).toString('hex');

/** A database of the whole platform, with nothing in it. */
export const migratedDatabase = async (): Promise<FreshDatabase> => {
  const database = await freshDatabase();
  const pool = openPool(database.url, { application: 'copying', max: 1 });
  await migrate(pool, [...platformMigrations, ...seedMigrations]).finally(() => pool.end());
  return database;
};

/** Real histories, by the same commands as everyone's; carried on where an earlier call was broken off. `onProgress` may throw to do so. */
export const sowIn = async (
  databaseUrl: string,
  trainees: number,
  onProgress?: OnSeedProgress,
): Promise<void> => {
  const parameters = largeParameters(new Date('2026-03-01T00:00:00Z'), trainees);
  await sow({ databaseUrl, vaultKey }, parameters, onProgress);
};

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly ended: Promise<Ended>;
  signal(name: NodeJS.Signals): void;
}

/** The command line in a process of its own. */
export const skilltrace = (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Started => {
  const child = spawn(process.execPath, [...commandLine, ...args], {
    env: { ...plainSurroundings(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (part: Buffer) => (said.out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (said.err += part.toString()));
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number, ...said }));
  return { ended, signal: (name) => void child.kill(name) };
};

/** Position of a store's last event. */
export const endOf = async (url: string): Promise<string | undefined> => {
  const side = await openCopySide(url);
  return side
    .tail(1)
    .then(([last]) => last?.position)
    .finally(() => side.close());
};

/** How long a copier runs between two looks at its target: too short for many rounds. */
const sliceMs = 10;

/**
 * Starts a copy and kills it a random moment after it has begun to write. It stands still while its target is looked at, so that it
 * is not done before. Rejects when it ends by itself, or writes nothing within a minute of its own time.
 */
export const killedOnTheWay = async (args: readonly string[], to: string): Promise<void> => {
  const side = await openCopySide(to);
  const end = async () => (await side.tail(1))[0]?.position;
  const before = await end();
  const copy = skilltrace(args);
  try {
    for (let ranMs = 0; (await end()) === before; ranMs += sliceMs) {
      if (ranMs > 60_000) throw new Error('the copy wrote nothing within a minute');
      copy.signal('SIGCONT');
      await sleep(sliceMs);
      copy.signal('SIGSTOP');
    }
    copy.signal('SIGCONT');
    await sleep(Math.random() * sliceMs);
  } finally {
    copy.signal('SIGKILL');
    await side.close();
  }
  const { code, err } = await copy.ended;
  if (code !== null) throw new Error(`the copy ended before it was killed: ${String(code)} ${err}`);
};

const projections = contexts.flatMap((context) => context.projections);

/** Brings the views of a database to the end of a store, as a projector does. */
export const foldViews = async (
  databaseUrl: string,
  eventStoreUrl: string | undefined,
): Promise<void> => {
  const platform = await openPlatform({ databaseUrl, eventStoreUrl, vaultKey });
  const { store, pool, watermarks } = platform;
  const runner = new Runner({
    ...{ store, pool, projections },
    ...{ acts: parkingActs, onMoved: watermarks.moved },
  });
  try {
    const head = await store.head();
    void runner.start();
    const tables = projections.map(({ table }) => table);
    const limit = process.env['LONG'] ? 3_600_000 : 120_000;
    if ((await watermarks.waitFor(tables, head ?? '', limit)) === 'timed-out')
      throw new Error('the views do not reach the end of the store');
  } finally {
    await runner.stop();
    await platform.close();
  }
};
