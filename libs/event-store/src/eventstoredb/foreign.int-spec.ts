import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { StoreTrouble } from '#event-store';
import { until } from '../../../../apps/standalone/src/processes.js';
import { freshEventStoreDb, type EventStoreDbSubject } from '../../spec/contract/eventstoredb.js';
import { appendOne, freshStream, metaAbout, newEvents } from '../../spec/contract/subject.js';
import { openEventStoreDbCopySide } from './copy-side.js';
import { EventIndex } from './event-index.js';
import { openEventStoreDb } from './event-store.js';
import { openPool } from '#postgres';
import { positionOf } from './positions.js';

jest.setTimeout(60_000);

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});
/** A store that keeps its index, and the client of whoever else writes into its server. */
const opened = async () => {
  const troubles: StoreTrouble[] = [];
  const onTrouble = (trouble: StoreTrouble) => void troubles.push(trouble);
  const subject = await freshEventStoreDb({ keepsIndex: true, onTrouble });
  const client = EventStoreDBClient.connectionString(subject.url);
  const pool = openPool(subject.databaseUrl, { application: 'spec', max: 1 });
  ending.push(
    () => subject.dispose(),
    () => client.dispose(),
    () => pool.end(),
  );
  const index = new EventIndex(pool);
  const indexed = async () => positionOf((await index.progress()).place);
  return { ...subject, client, troubles, indexed, pool };
};
const one = (events = 1) => ({
  stream: freshStream(),
  expected: 'none' as const,
  events: newEvents(events),
});
const idsOf = async (store: EventStoreDbSubject['store']) =>
  (await store.readAll(undefined)).map(({ meta }) => meta.id);

describe('what others write into the server', () => {
  it('is looked at once, however much of it lies behind the last event', async () => {
    const { store, client, url, databaseUrl } = await opened();
    const own = one(3);
    await appendOne(store, own);
    const noise = () =>
      client.appendToStream(
        'neighbour-1',
        Array.from({ length: 1_250 }, () => jsonEvent({ type: 'Noise', data: {} })),
      );
    await noise();
    await noise();
    const reads = jest.spyOn(EventStoreDBClient.prototype, 'readAll');
    const another = await openEventStoreDb({ url, databaseUrl, keepsIndex: false });
    ending.push(() => another.close());
    const asked = () =>
      reads.mock.calls.reduce((sum, [options]) => sum + Number(options?.maxCount ?? 0), 0);
    const head = await another.head();
    expect(await another.readAll(head)).toEqual([]);
    expect(asked()).toBeGreaterThan(2_500);
    reads.mockClear();
    for (let times = 0; times < 10; times += 1) {
      expect(await another.head()).toBe(head);
      expect(await another.readAll(head, { types: ['HoursLogged'] }, 10)).toEqual([]);
    }
    // Twenty times two and a half thousand, were it looked at each time; the first store's index looks for itself.
    expect(asked()).toBeLessThan(5_000);
    // Nothing of ours is passed by that comes behind it.
    await noise();
    const next = one(2);
    await appendOne(store, next);
    await noise();
    expect((await another.readAll(head)).map(({ meta }) => meta.id)).toEqual(
      next.events.map(({ id }) => id),
    );
    const moved = await another.head();
    expect((await another.readAll(undefined)).at(-1)?.meta.position).toBe(moved);
    reads.mockRestore();
  });
  it('is passed over by every reader and told once, and the index goes on', async () => {
    const { store, client, troubles, indexed, url } = await opened();
    const [first, second] = [one(2), one(2)];
    await client.appendToStream('smoke-1', jsonEvent({ type: 'Foreign', data: {} }));
    await appendOne(store, first);
    const strange = [
      jsonEvent({ type: 'HoursLogged', data: {}, metadata: { recordedAt: 'yesterday' } }),
      {
        ...jsonEvent({ type: 'T', data: {} }),
        contentType: 'application/octet-stream' as const,
        data: new Uint8Array([1]),
        metadata: new Uint8Array([2, 3]),
      },
      jsonEvent({ type: 'T', data: null as never, metadata: null as never }),
    ];
    await client.appendToStream('smoke-2', strange);
    await appendOne(store, second);
    await client.appendToStream('smoke-3', jsonEvent({ type: 'Foreign', data: {} }));
    const ids = [...first.events, ...second.events].map(({ id }) => id);
    const head = (await store.head()) ?? '';
    expect(await idsOf(store)).toEqual(ids);
    expect((await store.readSubject('person-1')).map(({ meta }) => meta.id)).toEqual(ids);
    expect(await store.positionAt('2200-01-01T00:00:00.000000Z')).toBe(head);
    const heard: string[] = [];
    for await (const { meta } of store.subscribe(undefined)) {
      heard.push(meta.id);
      if (heard.length === ids.length) break;
    }
    expect(heard).toEqual(ids);
    const side = await openEventStoreDbCopySide(url);
    ending.push(() => side.close());
    expect((await side.tail(10)).map(({ id }) => id)).toEqual(ids);
    const isBehind = async () => store.comparePositions(await indexed(), head) < 0;
    while (await isBehind()) await store.wake(undefined, 20);
    expect(troubles).toEqual([{ kind: 'passed-over', event: 'smoke-1@0' }]);
  });

  it('is named to whoever reads it in a stream of ours', async () => {
    const { store, client } = await opened();
    const unit = one();
    await appendOne(store, unit);
    await client.appendToStream(unit.stream, jsonEvent({ type: 'HoursLogged', data: {} }));
    await expect(store.read(unit.stream)).rejects.toThrow(
      `${unit.stream}@1 was not written by this platform`,
    );
    expect(await idsOf(store)).toEqual(unit.events.map(({ id }) => id));
  });

  it('and claims to be of the platform stops all behind it and is named; nothing ends of it', async () => {
    const { store, client, troubles, indexed } = await opened();
    const [before, behind] = [one(2), one(2)];
    await appendOne(store, before);
    const head = await store.head();
    const metadata = { ...metaAbout(['person-1']), recordedAt: 'yesterday' };
    const forged = { id: randomUUID(), type: 'HoursLogged', data: {}, metadata };
    await client.appendToStream('hours-forged', jsonEvent(forged as never));
    expect(await store.head()).toBe(head);
    await appendOne(store, behind);
    const named = 'hours-forged@0 has no moment in its metadata';
    expect(await until(() => troubles.length > 0, 10_000)).toBe(true);
    expect(troubles).toEqual([{ kind: 'standing-still', reason: named }]);
    expect(await indexed()).toBe(head);
    const upTo = await store.readAll(undefined, {}, 2);
    expect(upTo.map(({ meta }) => meta.id)).toEqual(before.events.map(({ id }) => id));
    await expect(store.readAll(undefined)).rejects.toThrow(named);
    await expect(store.readAll(head)).rejects.toThrow(named);
    await expect(store.readSubject('person-1')).rejects.toThrow(named);
    const followed = async () => {
      for await (const event of store.subscribe(head)) return event;
      return undefined;
    };
    await expect(followed()).rejects.toThrow(named);
    expect(await store.read(behind.stream)).toHaveLength(2);
  });
});

describe('the index', () => {
  it('tells that the server denies it access, and goes on when it does not any more', async () => {
    const { store, server, troubles, indexed } = await opened();
    server?.admit({ somebody: 'else' });
    expect(await until(() => troubles.length === 1, 20_000)).toBe(true);
    expect(troubles).toEqual([
      { kind: 'standing-still', reason: expect.stringMatching(/access denied/i) },
    ]);
    server?.admit(undefined);
    await appendOne(store, one());
    expect(await until(() => troubles.length === 2, 20_000)).toBe(true);
    expect(troubles.at(-1)).toEqual({ kind: 'going-on' });
    const isLevel = async () => (await indexed()) === (await store.head());
    while (!(await isLevel())) await store.wake(undefined, 20);
  });

  it('tells what the database refuses it, ends nothing by it, and goes on when that is over', async () => {
    const { store, troubles, indexed, pool } = await opened();
    await pool.query('alter table esdb.progress rename to hidden');
    await appendOne(store, one());
    expect(await until(() => troubles.length === 1, 10_000)).toBe(true);
    expect(troubles).toEqual([{ kind: 'standing-still', reason: expect.stringMatching(/esdb/) }]);
    await pool.query('alter table esdb.hidden rename to progress');
    expect(await until(() => troubles.length === 2, 15_000)).toBe(true);
    expect(troubles.at(-1)).toEqual({ kind: 'going-on' });
    expect(await indexed()).toBe(await store.head());
  });
});
