import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { FreshDatabase } from '../../support/database.js';
import { startServerProcess, type ServerProcess } from '../../support/eventstoredb/process.js';
import {
  foldViews,
  killedOnTheWay,
  migratedDatabase,
  skilltrace,
  sowIn,
  vaultKey,
} from './ground.js';

jest.setTimeout(process.env['LONG'] ? 7_200_000 : 600_000);
/** Some 4,000 events; with LONG a million. */
const trainees = process.env['LONG'] ? 5_900 : 20;

interface Told {
  readonly ok: boolean;
  readonly taken: number;
  readonly digests: Readonly<
    Record<'from' | 'to', { readonly events: number; readonly digest: string }>
  >;
}

describe('a copy of a store, killed twice on its way there and twice on its way back', () => {
  let origin: FreshDatabase;
  let views: FreshDatabase;
  let back: FreshDatabase;
  let server: ServerProcess;
  const ending: (() => Promise<void>)[] = [];
  const database = async () => {
    const made = await migratedDatabase();
    ending.push(made.drop);
    return made;
  };
  beforeAll(async () => {
    [origin, views, back] = [await database(), await database(), await database()];
    server = await startServerProcess();
    ending.push(() => server.remove());
    await sowIn(origin.url, trainees);
  });
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
  });

  /** Copies with two kills, and tells what the last run did. */
  const copied = async (from: string, to: string): Promise<Told> => {
    const args = ['copy-store', '--from', from, '--to', to];
    for (let kills = 0; kills < 2; kills += 1) await killedOnTheWay(args, to);
    const { code, out, err } = await skilltrace([...args, '--verify', '--json']).ended;
    expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining('rror') });
    return JSON.parse(out) as Told;
  };
  /** What `skilltrace verify` finds when the views were folded from this store. */
  const verified = async (databaseUrl: string, eventStoreUrl?: string) => {
    await foldViews(databaseUrl, eventStoreUrl);
    const { code, out } = await skilltrace(['verify', '--json'], {
      ...{ DATABASE_URL: databaseUrl, VAULT_KEY: vaultKey },
      EVENT_STORE_URL: eventStoreUrl ?? '',
    }).ended;
    return { code, findings: (JSON.parse(out) as { findings: readonly object[] }).findings };
  };
  let there: Told;

  it('has in EventStoreDB the digest that it has in PostgreSQL', async () => {
    const told = await copied(origin.url, server.url);
    there = told;
    expect(told.digests.to).toEqual(told.digests.from);
    expect(told.digests.from.events).toBeGreaterThan(process.env['LONG'] ? 900_000 : 1_900);
    // What the killed runs wrote was not written again.
    expect(told.taken).toBeLessThan(told.digests.to.events);
  });

  it('has the same digest back in PostgreSQL', async () => {
    const { digests, taken } = await copied(server.url, back.url);
    expect(digests).toEqual(there.digests);
    expect(taken).toBeLessThan(digests.to.events);
  });

  it('is as the events say, for verify, on both', async () => {
    const clean = { code: 0, findings: [] };
    expect(await verified(views.url, server.url)).toEqual(clean);
    expect(await verified(back.url)).toEqual(clean);
  });

  it('is at its end when it is asked for again', async () => {
    const { code, out } = await skilltrace([
      ...['copy-store', '--from', origin.url, '--to', server.url, '--json'],
    ]).ended;
    expect({ code, told: JSON.parse(out) }).toEqual({
      code: 0,
      told: { ok: true, taken: 0, seconds: expect.any(Number) },
    });
  });
});
