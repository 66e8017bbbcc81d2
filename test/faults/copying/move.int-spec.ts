import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { feedDigest, openCopySide, type FeedDigest } from '#event-store';
import { usccWithCheck } from '#kernel';
import { openPool, type Pool } from '#postgres';
import { readCheckpoints } from '#projections';
import { pino } from 'pino';
import {
  contexts,
  openPlatform,
  startWorker,
  type Platform,
} from '../../../apps/worker/src/index.js';
import { operator } from '../../support/actors.js';
import { freshDatabase } from '../../support/database.js';
import { startServerProcess } from '../../support/eventstoredb/process.js';
import { eventually } from '../../support/eventually.js';
import { follow, type Named } from '../operations.js';
import { commandLine, endOf, migratedDatabase, sowIn, vaultKey } from './ground.js';

jest.setTimeout(600_000);
const trainees = 4;
const tables = contexts.flatMap(({ projections }) => projections.map(({ table }) => table));
const reactions = contexts.flatMap((context) =>
  context.reactions.map(({ name }) => `reaction:${name}`),
);

/** A directory with `skilltrace` in it, for a shell's path. */
const directoryOfCommand = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'skilltrace-command-'));
  const file = join(directory, 'skilltrace');
  const words = [process.execPath, ...commandLine].map((word) => `'${word}'`);
  writeFileSync(file, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`);
  chmodSync(file, 0o755);
  return directory;
};

/** Whether every view and every reaction has passed what the store holds, and added nothing to it. */
const settled = async ({ store, pool, watermarks }: Platform): Promise<boolean> => {
  const head = (await store.head()) ?? '';
  if ((await watermarks.waitFor(tables, head, 60_000)) === 'timed-out') return false;
  const checkpoints = await readCheckpoints(pool, reactions);
  const there = checkpoints.filter(
    ({ position }) => position !== undefined && store.comparePositions(position, head) >= 0,
  );
  return there.length === reactions.length && (await store.head()) === head;
};

/** Views and reactions at work on a deployment until there is nothing left for them to do. */
const workIn = async (databaseUrl: string, eventStoreUrl?: string): Promise<void> => {
  const platform = await openPlatform({ databaseUrl, eventStoreUrl, vaultKey });
  const worker = await startWorker(platform, pino({ level: 'silent' }));
  try {
    await eventually(
      'views and reactions at the end of the feed',
      () => settled(platform),
      180_000,
    );
  } finally {
    await worker.stop();
    await platform.close();
  }
};

/** One more act, whatever the copy has seen by now. */
const recordOneMore = async (databaseUrl: string): Promise<void> => {
  const platform = await openPlatform({ databaseUrl, vaultKey });
  const data = { kind: 'enterprise', name: '某测试单位', region: '440100' };
  const uscc = usccWithCheck('91440100MA0000900') ?? '';
  const entry = { organizationId: randomUUID(), ...data, uscc, chainOwner: false };
  const command = { type: 'RegisterOrganization', data: entry };
  const { outcome } = await platform.dispatcher.dispatch('organization', command, {}, operator);
  await platform.close();
  expect(outcome).toBe('accepted');
};

const digestOf = async (url: string): Promise<FeedDigest> => {
  const side = await openCopySide(url);
  return feedDigest(side).finally(() => side.close());
};

const vaultIn = async (pool: Pool): Promise<readonly object[]> =>
  (await pool.query<object>('select * from vault.people order by person')).rows;

describe('a move from PostgreSQL to EventStoreDB and back, as docs/operations.md has it', () => {
  const ending: (() => unknown)[] = [];
  let named: Named;
  let old: Pool;
  let moved: Pool;
  let left: FeedDigest;
  beforeAll(async () => {
    const [before, after] = [await migratedDatabase(), await freshDatabase()];
    const server = await startServerProcess();
    const bin = directoryOfCommand();
    ending.push(before.drop, after.drop, () => server.remove());
    ending.push(() => rmSync(bin, { recursive: true }));
    [old, moved] = [before, after].map(({ url }) => {
      const pool = openPool(url, { application: 'move', max: 2 });
      ending.push(() => pool.end());
      return pool;
    }) as [Pool, Pool];
    named = {
      ...{ OLD_STORE: before.url, OLD_DATABASE: before.url },
      ...{ STORE: server.url, DATABASE: after.url, VAULT_KEY: vaultKey },
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    };
    // The old deployment works on meanwhile.
    const work = sowIn(before.url, trainees);
    await eventually('some work', async () => Number((await endOf(before.url)) ?? 0) > 300);
    await follow('While the old deployment works', named);
    await work;
    await workIn(before.url);
    await recordOneMore(before.url);
    left = await digestOf(before.url);
    expect((await digestOf(server.url)).events).toBeLessThan(left.events);
    await follow('Change over', named);
  });
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
  });

  it('brings every event along, and everybody in the vault', async () => {
    expect(await digestOf(named['STORE']!)).toEqual(left);
    const people = await vaultIn(old);
    expect(people.length).toBeGreaterThan(trainees);
    expect(await vaultIn(moved)).toEqual(people);
  });

  it('is worked on without anything done twice, though reactions begin at the first event', async () => {
    expect(await readCheckpoints(moved)).toEqual([]);
    await workIn(named['DATABASE']!, named['STORE']);
    const { rows } = await old.query<{ count: number }>(
      `select count(*)::int as count from es.events where meta->'actor'->'system' is not null`,
    );
    expect(rows[0]?.count).toBeGreaterThan(0);
    expect(await digestOf(named['STORE']!)).toEqual(left);
  });

  it('is as the events say, and its old deployment is as it was', async () => {
    await follow('Check the move', named);
    expect(await digestOf(named['OLD_STORE']!)).toEqual(left);
  });

  it('can be told again to change over', async () => {
    await follow('Change over', named);
    expect(await digestOf(named['STORE']!)).toEqual(left);
  });

  it('goes back by the same steps', async () => {
    const third = await freshDatabase();
    ending.push(third.drop);
    const back = {
      ...named,
      ...{ OLD_STORE: named['STORE']!, OLD_DATABASE: named['DATABASE']! },
      ...{ STORE: third.url, DATABASE: third.url },
    };
    await follow('While the old deployment works', back);
    await follow('Change over', back);
    await workIn(third.url);
    await follow('Check the move', back);
    expect(await digestOf(third.url)).toEqual(left);
    const pool = openPool(third.url, { application: 'move', max: 1 });
    expect(await vaultIn(pool).finally(() => pool.end())).toEqual(await vaultIn(old));
  });
});
