import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { EventStoreUrlError, StoreUnavailable, type StoredEvent } from '#event-store';
import { BareFeed } from '../../../../test/support/eventstoredb/bare-feed.js';
import { freshEventStoreDb } from '../../spec/contract/eventstoredb.js';
import { openEventStoreDbCopySide } from './copy-side.js';
import {
  appendOne,
  freshStream,
  newEvent,
  newEvents,
  positionOf,
} from '../../spec/contract/subject.js';

jest.setTimeout(60_000);

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});
const opened = async (...options: Parameters<typeof freshEventStoreDb>) => {
  const subject = await freshEventStoreDb(...options);
  const client = EventStoreDBClient.connectionString(subject.url);
  ending.push(
    () => subject.dispose(),
    () => client.dispose(),
  );
  return { ...subject, client };
};
const one = (events = 1) => ({
  stream: freshStream(),
  expected: 'none' as const,
  events: newEvents(events),
});

describe('the feed of the platform in EventStoreDB', () => {
  it("does not hold the server's own events and what was deleted there", async () => {
    const { store, client } = await opened();
    const [first, second] = [one(), one()];
    await appendOne(store, first);
    await appendOne(store, second);
    const head = await store.head();
    await client.deleteStream(second.stream);
    await client.appendToStream('$notes', jsonEvent({ type: 'Noted', data: {} }));
    expect(await store.head()).toBe(head);
    expect(await store.readAll(undefined)).toHaveLength(2);
    expect(await store.read(second.stream)).toEqual([]);
    await client.tombstoneStream(second.stream);
    expect(await store.read(second.stream)).toEqual([]);
    await expect(appendOne(store, { ...second, events: [newEvent()] })).rejects.toThrow(
      /ended for good/,
    );
  });

  it('begins where it is told to on a server that held something else before', async () => {
    const { store, another } = await opened({ keepsIndex: false });
    await appendOne(store, one(3));
    const since = await store.head();
    const later = await another({ since: since ?? '' });
    expect(await later.head()).toBeUndefined();
    expect(await later.readAll(undefined)).toEqual([]);
    const unit = one(2);
    await appendOne(later, unit);
    const ids = unit.events.map(({ id }) => id);
    expect((await later.readSubject('person-1')).map(({ meta }) => meta.id)).toEqual(ids);
    for await (const { meta } of later.subscribe(undefined)) {
      expect(meta.id).toBe(ids[0]);
      break;
    }
  });
});

describe('a cluster', () => {
  it('has an append sent on to the leader that a follower names', async () => {
    const [leader, follower] = [await opened(), await opened()];
    follower.server?.follow({ host: '127.0.0.1', port: leader.server?.port ?? 0 });
    const unit = one();
    expect(await appendOne(follower.store, unit)).toMatchObject({ ok: true });
    expect(await leader.store.read(unit.stream)).toHaveLength(1);
  });

  it('has every read and subscription sent on too: a follower can lack what was acknowledged', async () => {
    const [leader, follower] = [await opened(), await opened()];
    const unit = one(3);
    await appendOne(leader.store, unit);
    const reader = await follower.another({ keepsIndex: false });
    follower.server?.follow({ host: '127.0.0.1', port: leader.server?.port ?? 0 });
    const ids = unit.events.map(({ id }) => id);
    const idsOf = (events: readonly StoredEvent[]) => events.map(({ meta }) => meta.id);
    expect(idsOf(await reader.read(unit.stream))).toEqual(ids);
    expect(await reader.head()).toBe(await leader.store.head());
    const fresh = async () => follower.another({ keepsIndex: false });
    expect(idsOf(await (await fresh()).readAll(undefined))).toEqual(ids);
    const heard: string[] = [];
    for await (const { meta } of reader.subscribe(undefined)) {
      heard.push(meta.id);
      if (heard.length === ids.length) break;
    }
    expect(heard).toEqual(ids);
    const side = await openEventStoreDbCopySide(follower.url);
    ending.push(() => side.close());
    expect((await side.tail(10)).map(({ id }) => id)).toEqual(ids);
  });

  it('without a leader is out of reach', async () => {
    const { store, server } = await opened({ keepsIndex: false });
    server?.follow({ host: '127.0.0.1', port: server.port });
    await expect(store.readAll(undefined)).rejects.toThrow(StoreUnavailable);
    server?.follow(undefined);
    expect(await store.readAll(undefined)).toEqual([]);
  });

  it('is not read from those that follow, whatever the URL prefers', async () => {
    const refused = freshEventStoreDb({ url: 'esdb://127.0.0.1:2113?nodePreference=follower' });
    await expect(refused).rejects.toThrow(EventStoreUrlError);
    await expect(refused).rejects.toThrow(/^EVENT_STORE_URL: nodePreference=follower [^\n]*$/);
  });

  it('is found through its gossip', async () => {
    const { url, store, another } = await opened();
    const through = await another({ url: url.replace('esdb://', 'esdb+discover://') });
    const unit = one();
    expect(await appendOne(through, unit)).toMatchObject({ ok: true });
    expect(await store.read(unit.stream)).toHaveLength(1);
  });
});

describe('two processes', () => {
  it('store once what both send under the same ids and the same revision', async () => {
    const { store, another, url } = await opened({ keepsIndex: false });
    const other = await another();
    const unit = one(2);
    const outcomes = await Promise.all([appendOne(store, unit), appendOne(other, unit)]);
    expect(new Set(outcomes.map(positionOf)).size).toBe(1);
    const feed = new BareFeed(url);
    ending.push(() => feed.close());
    expect(await feed.events()).toHaveLength(2);
  });

  it('know repeats of each other once they are indexed', async () => {
    const { store, another } = await opened();
    const unit = { ...one(2), expected: 'any' as const };
    const first = await appendOne(store, unit);
    await appendOne(store, { ...unit, events: newEvents(1) });
    const other = await another({ keepsIndex: false });
    // Refused until it is indexed: the stream is further on.
    const sent = () => appendOne(other, { ...unit, expected: 7 });
    let outcome = await sent();
    for (let tries = 0; !outcome.ok && tries < 1_000; tries += 1) outcome = await sent();
    expect(outcome).toEqual({ ...first, repeated: true });
    expect(await other.read(unit.stream)).toHaveLength(3);
  });
});

describe('the index', () => {
  it('is not needed for a right answer about a subject or a moment', async () => {
    const { store, another } = await opened({ keepsIndex: false });
    await appendOne(store, one(30));
    const about = async (direction: 'forwards' | 'backwards') =>
      (await store.readSubject('person-1', { direction, limit: 7 })).map(
        ({ meta }) => meta.revision,
      );
    const told = async () => ({
      forwards: await about('forwards'),
      backwards: await about('backwards'),
      moment: await store.positionAt('2200-01-01T00:00:00.000000Z'),
    });
    const behind = await told();
    expect(behind).toEqual({
      forwards: [0, 1, 2, 3, 4, 5, 6],
      backwards: [29, 28, 27, 26, 25, 24, 23],
      moment: await store.head(),
    });
    const keeper = await another({ keepsIndex: true });
    await appendOne(keeper, one(1));
    expect(await about('forwards')).toEqual(behind.forwards);
  });
});
