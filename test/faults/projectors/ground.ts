import { randomBytes } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { uuidFrom } from '#event-store';
import { keyOf, partitionOf } from '#messaging';
import { migrate, openPool } from '#postgres';
import { verifyProjections, type Finding } from '#projections';
import {
  contexts,
  openPlatform,
  parkingActs,
  platformMigrations,
  type Platform,
} from '../../../apps/worker/src/index.js';
import { freshDatabase } from '../../support/database.js';
import { hoursFor } from '../../support/hours.js';
import { plainSurroundings } from '../../support/standalone.js';

const projections = contexts.flatMap((context) => context.projections);
const space = 'c8a4b0de-2c9e-4b55-8a51-6a4f3f0e7d01';
const people = 40;

/** A store that is written to, and projectors beside it that come and go. */
export interface Ground {
  readonly platform: Platform;
  /** Another projector, at work when it resolves; ended with the ground if nobody ends it before. */
  projector(): Promise<ChildProcess>;
  /** Hours of so many sessions, spread over many people. */
  write(sessions: number): Promise<void>;
  /** Milliseconds until every view held what is stored now. Throws after `patienceMs`. */
  level(patienceMs: number): Promise<number>;
  /** What a fold from the beginning says against the views. */
  differences(): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

export const openGround = async (
  environment: Readonly<Record<string, string>> = {},
): Promise<Ground> => {
  const database = await freshDatabase();
  const vaultKey = randomBytes(32).toString('hex');
  const pool = openPool(database.url, { application: 'test-migrate', max: 2 });
  await migrate(pool, platformMigrations);
  await pool.end();
  const platform = await openPlatform({ databaseUrl: database.url, vaultKey });
  const children: ChildProcess[] = [];
  let written = 0;
  const close = async () => {
    await Promise.all(children.map(end));
    await platform.close();
    await database.drop();
  };
  return {
    platform,
    projector: async () => {
      const child = start({ ...environment, DATABASE_URL: database.url, VAULT_KEY: vaultKey });
      children.push(child);
      await said(child, 'ready');
      return child;
    },
    write: async (sessions) => {
      const units = Array.from({ length: sessions }, () => {
        written += 1;
        const entry = uuidFrom(space, `entry ${String(written)}`);
        const person = uuidFrom(space, `person ${String(written % people)}`);
        const types = ['TrainingHoursLogged', 'TrainingHoursConfirmed', 'TrainingHoursReversed'];
        return hoursFor({ person, entry, turn: written }, types.slice(0, 1 + (written % 3)));
      });
      await platform.store.append(units);
    },
    level: async (patienceMs) => {
      const begun = performance.now();
      const head = (await platform.store.head()) ?? '';
      const tables = projections.map(({ table }) => table);
      const answer = await platform.watermarks.waitFor(tables, head, patienceMs);
      if (answer !== 'reached') throw new Error(`not level after ${String(patienceMs)} ms`);
      return performance.now() - begun;
    },
    differences: () =>
      verifyProjections({
        ...{ ...platform, projections, acts: parkingActs },
        partitionOf: ({ meta }, of) => partitionOf(keyOf(meta), of),
      }),
    close,
  };
};

const program = resolve(import.meta.dirname, 'projector.ts');
const loader = resolve(import.meta.dirname, '../../../infra/tooling/typescript.mjs');

const start = (environment: Readonly<Record<string, string>>): ChildProcess =>
  spawn(process.execPath, ['--conditions=source', '--import', loader, program], {
    env: { ...plainSurroundings(), ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });

const said = async ({ stdout }: ChildProcess, word: string): Promise<void> => {
  if (stdout)
    for await (const line of createInterface({ input: stdout })) if (line === word) return;
  throw new Error(`it never said ${word}`);
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
};
export const kill = end;
