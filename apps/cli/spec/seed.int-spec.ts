import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate, openPool } from '#postgres';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { openPlatform, platformMigrations } from '../../worker/src/index.js';
import { operator } from '../src/seed/actors.js';
import { layoutOf } from '../src/seed/layout.js';
import { demoParameters } from '../src/seed/seed.js';
import { skilltrace, type Ended } from './command-line.js';

const vaultKey = '0123456789abcdef'.repeat(4);
interface Seeded {
  readonly outcome: string;
  readonly peakMegabytes: number;
}
const databases: FreshDatabase[] = [];

/** A migrated database, and how to ask it. */
const newDatabase = async () => {
  const database = await freshDatabase();
  databases.push(database);
  const pool = openPool(database.url, { application: 'seed-spec', max: 2 });
  await migrate(pool, platformMigrations);
  const ask = async <T>(sql: string): Promise<T | undefined> => {
    try {
      const { rows } = await pool.query<{ answer: T }>(sql);
      return rows[0]?.answer;
    } catch (error) {
      // The table of the seed is made by the seed itself.
      if ((error as { code?: string }).code === '42P01') return undefined;
      throw error;
    }
  };
  const environment = { DATABASE_URL: database.url, VAULT_KEY: vaultKey };
  return { ask, environment, close: () => pool.end() };
};

const long = process.env['LONG'] === '1';
/** Enough in a short round for a class in which many do the same at once. */
const people = long ? 10_000 : 10;
const trainees = ['seed', '--trainees', String(people), '--json'];
/** Streams, revisions, types and data, whatever the order in the feed; row by row first, since a text ends at one gigabyte. */
const digest = `select md5(string_agg(md5(stream || ' ' || revision || ' ' || type || ' ' || data::text), ''
  order by stream, revision)) as answer from es.events`;
const count = 'select count(*)::int as answer from es.events';

afterEach(async () => {
  for (const database of databases.splice(0)) await database.drop();
});

/** Nothing when it went well, or the last line of what it said. */
const failureOf = ({ code, err }: Ended): string =>
  code === 0 ? '' : (err.trimEnd().split('\n').at(-1) ?? `ended with ${String(code)}`);

describe('seeding', () => {
  it(
    'leaves the same data behind when it is killed on the way and started again',
    async () => {
      const [whole, cut] = [await newDatabase(), await newDatabase()];
      const undisturbed = await skilltrace(trainees, whole.environment).ended;
      expect(failureOf(undisturbed)).toBe('');
      const { outcome, peakMegabytes } = JSON.parse(undisturbed.out) as Seeded;
      expect(outcome).toBe('seeded');
      if (long) process.stdout.write(`undisturbed: ${undisturbed.out}`);
      expect(peakMegabytes).toBeLessThanOrEqual(512);

      const first = skilltrace(trainees, cut.environment);
      while (((await cut.ask<number>(count)) ?? 0) < 80 * people) await sleep(long ? 1_000 : 10);
      first.child.kill('SIGKILL');
      expect((await first.ended).code).toBe('SIGKILL');
      const half = (await cut.ask<number>(count)) ?? 0;
      const all = (await whole.ask<number>(count)) ?? 0;
      expect(half).toBeLessThan(all);

      const second = await skilltrace(trainees, cut.environment).ended;
      expect(failureOf(second)).toBe('');
      expect(await cut.ask(digest)).toBe(await whole.ask(digest));
      expect(await cut.ask(count)).toBe(all);

      const third = await skilltrace(trainees, cut.environment).ended;
      expect(JSON.parse(third.out)).toMatchObject({ outcome: 'already', tally: { events: 0 } });
      expect(await cut.ask(count)).toBe(all);

      const other = await skilltrace(['seed', '--trainees', '4'], cut.environment).ended;
      expect(other).toMatchObject({ code: 1, out: '' });
      expect(other.err).toMatch(
        /^The store was seeded with [\d,]+ trainees \(large, seed \d+\): reset it first.*\n$/,
      );
      await Promise.all([whole.close(), cut.close()]);
    },
    long ? 7_200_000 : 240_000,
  );

  it('keeps its hands off a store that something else has written to', async () => {
    const { ask, environment, close } = await newDatabase();
    const { DATABASE_URL: databaseUrl } = environment;
    const platform = await openPlatform({ databaseUrl, vaultKey });
    const data = { ...layoutOf(demoParameters(new Date())).base, kind: 'base-operator' as const };
    const { id: organizationId, kind, name, uscc, region } = data;
    const command = {
      type: 'RegisterOrganization',
      data: { organizationId, kind, name, uscc, region },
    };
    await platform.dispatcher.dispatch('organization', command, {}, operator);
    await platform.close();
    expect(await ask(count)).toBe(1);
    const refused = await skilltrace(['seed'], environment).ended;
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^The store holds data that no seed has made: .*\n$/);
    expect(await ask(count)).toBe(1);
    await close();
  }, 60_000);
});
