import { uuidFrom } from '#event-store';
import { verifyProjections, type Finding } from '#projections';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { contexts, parkingActs } from '../../apps/worker/src/index.js';
import { operator, province } from '../support/actors.js';
import { hoursFor, poison } from '../support/hours.js';
import { openWorld, type World } from '../support/world.js';

const view = 'hours_ledger_v1';
const id = (name: string) => uuidFrom('5d0f2f0a-4d9e-4a52-8f3e-0d6d1a3c7e01', name);
const projections = contexts.flatMap((context) => context.projections);

let world: World;
beforeAll(async () => {
  world = await openWorld('2026-03-02');
}, 120_000);
afterAll(() => world.close());

interface Node {
  readonly key: string;
  readonly eventId: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly waiting: number;
}
const query = `query ($view: String) { parkedEvents(view: $view) { edges { node { key eventId reason attempts waiting } } } }`;
const parked = async (): Promise<readonly Node[]> => {
  const answer = await world
    .as(operator)
    .ask<{ parkedEvents: { edges: { node: Node }[] } }>(query, { view });
  return answer.parkedEvents.edges.map(({ node }) => node);
};
const until = async (condition: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const level = async () => {
  const head = (await world.head()) ?? '';
  const tables = projections.map(({ table }) => table);
  expect(await world.platform.watermarks.waitFor(tables, head, 20_000)).toBe('reached');
};
const findings = (): Promise<readonly Finding[]> =>
  verifyProjections({ ...world.platform, projections, acts: parkingActs });
const admin = async (sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
};

describe('a poison event in the life of one trainee', () => {
  const [entry, other] = [id('entry'), id('other')];

  it('holds up that row alone, by the views’ own account, and operators alone see it', async () => {
    await admin(poison(view, entry));
    await world.platform.store.append([
      hoursFor({ person: id('p1'), entry, turn: 1 }, [
        'TrainingHoursLogged',
        'TrainingHoursConfirmed',
      ]),
      hoursFor({ person: id('p2'), entry: other, turn: 2 }, [
        'TrainingHoursLogged',
        'TrainingHoursConfirmed',
      ]),
    ]);
    await level();
    expect(await parked()).toEqual([
      expect.objectContaining({
        ...{ key: entry, attempts: 0, waiting: 2 },
        reason: expect.stringContaining('SQLSTATE 23514'),
      }),
    ]);
    const rows = await world.platform.pool.query(`select key from read.${view}`);
    expect(rows.rows).toEqual([{ key: other }]);
    const refused = await world.as(province).try(query, { view });
    expect(refused.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect((await findings()).map(({ kind }) => kind)).toEqual(['parked']);
  });

  it('waits on when it is tried again too early', async () => {
    await world.as(operator).does('retryParked', { view, key: entry });
    await until(async () => (await parked())[0]?.attempts === 1);
    expect(await parked()).toMatchObject([{ key: entry, waiting: 2 }]);
  });

  it('goes through once the view is mended, and the view equals its rebuild', async () => {
    await admin(`alter table read.${view} drop constraint poison`);
    await world.as(operator).does('retryParked', { view });
    await until(async () => (await parked()).length === 0);
    expect(await findings()).toEqual([]);
  });
});

describe('a discard', () => {
  const entry = id('discarded');

  it('leaves the event out for good, on record, and lets through what waited behind it', async () => {
    await admin(
      `alter table read.${view} add constraint poison check (not (key = '${entry}' and standing = 'confirmed'))`,
    );
    const acts = [['TrainingHoursLogged', 'TrainingHoursConfirmed'], ['TrainingHoursReversed']];
    for (const [place, types] of acts.entries()) {
      await world.platform.store.append([
        hoursFor({ person: id('p1'), entry, turn: 3 + place }, types),
      ]);
      await level();
    }
    const [row] = await parked();
    if (!row) throw new Error('the confirmed entry was not refused');
    await world.as(operator).does('discardParked', {
      ...{ view, event: row.eventId, reason: 'WRONG_DATA' },
    });
    await until(async () => (await parked()).length === 0);
    expect(await findings()).toEqual([{ kind: 'discarded', table: view, event: row.eventId }]);
    const record = await world.platform.store.read(`parking-${view}`);
    expect(record.slice(-2)).toMatchObject([
      {
        type: 'ParkedDiscardRequested',
        data: { view, event: row.eventId, reason: 'wrong-data' },
        meta: { actor: { user: 'operator' } },
      },
      { type: 'ParkedEventDiscarded', meta: { actor: { system: 'parking' } } },
    ]);
  });

  it('of an event that does not wait has no effect', async () => {
    const [event] = await world.platform.store.readAll(
      undefined,
      { types: ['TrainingHoursLogged'] },
      1,
    );
    if (!event) throw new Error('hours were logged');
    const asked = await world.as(operator).does('discardParked', {
      ...{ view, event: event.meta.id, reason: 'SUPERSEDED' },
    });
    await until(async () => {
      const found = await world.platform.pool.query<{ position: string }>(
        "select position from read.checkpoints where name = 'parking'",
      );
      const at = found.rows[0]?.position ?? '0';
      return world.platform.store.comparePositions(at, asked.position ?? '') >= 0;
    });
    expect((await findings()).filter(({ kind }) => kind !== 'discarded')).toEqual([]);
    const record = await world.platform.store.read(`parking-${view}`);
    expect(record.at(-1)).toMatchObject({ type: 'ParkedDiscardRequested' });
  });
});
