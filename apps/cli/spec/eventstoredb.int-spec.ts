import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate, openPool } from '#postgres';
import { pino } from 'pino';
import { freshDatabase } from '../../../test/support/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { BareFeed } from '../../../test/support/eventstoredb/bare-feed.js';
import { follow } from '../../../test/faults/operations.js';
import { startServerProcess } from '../../../test/support/eventstoredb/process.js';
import { contexts, openPlatform, platformMigrations, startWorker } from '../../worker/src/index.js';
import { layoutOf } from '../src/seed/layout.js';
import { membersOf } from '../src/seed/members.js';
import { largeParameters } from '../src/seed/seed.js';
import { skilltrace } from './command-line.js';

const vaultKey = '0123456789abcdef'.repeat(4);
const views = contexts.flatMap(({ projections }) => projections.map(({ table }) => table));

describe('skilltrace where EVENT_STORE_URL names an EventStoreDB', () => {
  let server: Awaited<ReturnType<typeof startServerProcess>>;
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  const run = (...args: string[]) =>
    skilltrace(args, {
      ...{ DATABASE_URL: database.url, VAULT_KEY: vaultKey },
      EVENT_STORE_URL: server.url,
    }).ended;

  beforeAll(async () => {
    server = await startServerProcess();
    database = await freshDatabase();
    const pool = openPool(database.url, { application: 'spec', max: 2 });
    await migrate(pool, platformMigrations);
    await pool.end();
  });
  afterAll(async () => {
    await server.remove();
    await database.drop();
  });

  it('seeds into it, and verifies what is there and what was folded from it', async () => {
    const seeded = await run('seed', '--trainees', '2', '--json');
    expect(seeded).toMatchObject({ code: 0 });
    const { tally } = JSON.parse(seeded.out) as { tally: { events: number } };
    const feed = new BareFeed(server.url);
    // The tally leaves reservations out.
    expect((await feed.events()).length >= tally.events).toBe(true);
    await feed.close();
    await foldAll();
    const verified = await run('verify', '--json');
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, findings: [] });
  }, 240_000);

  it('tells a history by subject', async () => {
    const layout = layoutOf(largeParameters(new Date(), 2));
    const [plan] = layout.classes;
    const [, trainee] = plan ? membersOf(layout, plan) : [];
    const history = await run('history', trainee?.person ?? '', '--json');
    const { events } = JSON.parse(history.out) as { events: { event: string }[] };
    expect(events.map(({ event }) => event)).toContain('TrainingStarted');
    expect(events.length).toBeGreaterThan(20);
  }, 60_000);

  it('refuses one that was restored to an earlier moment, and is right again when index and views are emptied', async () => {
    await server.rewind(0.6);
    const refused = await run('verify');
    expect(refused.code).not.toBe(0);
    expect(refused.err).toMatch(
      /^EVENT_STORE_URL: the event store does not hold what the database has seen [^\n]+\n$/,
    );
    await follow('Empty the index and the views', {}, database.url);
    const isClean = async () => {
      await foldAll();
      const { out } = await run('verify', '--json');
      return (JSON.parse(out) as { ok: boolean }).ok;
    };
    // What was cut off between a reservation and its event is settled by the reactions.
    expect(await eventually('a clean store', isClean)).toBe(true);
  }, 240_000);

  it('names a wrong one in one line', async () => {
    const wrong = await skilltrace(['verify'], {
      ...{ DATABASE_URL: database.url, VAULT_KEY: vaultKey },
      EVENT_STORE_URL: 'esdb://admin:geheim@127.0.0.1:2113?tls=false',
    }).ended;
    expect(wrong.code).not.toBe(0);
    expect(wrong.err).toMatch(/^EVENT_STORE_URL: credentials with tls=false [^\n]+\n$/);
  }, 60_000);

  const foldAll = async () => {
    const platform = await openPlatform({
      ...{ databaseUrl: database.url, eventStoreUrl: server.url, vaultKey },
    });
    const worker = await startWorker(platform, pino({ level: 'silent' }));
    const head = await platform.store.head();
    expect(await platform.watermarks.waitFor(views, head ?? '', 60_000)).toBe('reached');
    await worker.stop();
    await platform.close();
  };
});
