import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundledPacks } from '#policy';
import { migrate, openPool } from '#postgres';
import { pino } from 'pino';
import { operator } from '../../../test/support/actors.js';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { eventually } from '../../../test/support/eventually.js';
import {
  openPlatform,
  platformMigrations,
  startWorker,
  type Platform,
} from '../../worker/src/index.js';
import { viewsWithin } from '../src/views-within.js';

let database: FreshDatabase;
let platform: Platform;
beforeAll(async () => {
  database = await freshDatabase();
  const pool = openPool(database.url, { application: 'spec', max: 2 });
  await migrate(pool, platformMigrations).finally(() => pool.end());
  const vaultKey = randomBytes(32).toString('hex');
  platform = await openPlatform({ databaseUrl: database.url, vaultKey });
});
afterAll(async () => {
  await platform.close();
  await database.drop();
});

describe('views that nobody folds', () => {
  it('are within any limit of a store without events', async () => {
    expect(await viewsWithin(platform, 1)()).toEqual({ ok: true, says: 'nothing is due' });
  });

  it('are behind by name as soon as what they lack is older than the limit, until they are folded', async () => {
    const [data] = bundledPacks;
    const command = { type: 'PublishRulePack', data };
    const { outcome } = await platform.dispatcher.dispatch('rule-pack', command, {}, operator);
    expect(outcome).toBe('accepted');
    expect(await viewsWithin(platform, 3_600_000)()).toMatchObject({ ok: true });
    const behind = await eventually('views that are behind', async () => {
      const finding = await viewsWithin(platform, 1)();
      return !finding.ok && finding;
    });
    expect(behind.says).toMatch(/^more than 1 ms behind: [a-z0-9_, ]+$/);
    const worker = await startWorker(platform, pino({ level: 'silent' }));
    try {
      await eventually('views in time', async () => (await viewsWithin(platform, 1)()).ok);
    } finally {
      await worker.stop();
    }
  });
});
