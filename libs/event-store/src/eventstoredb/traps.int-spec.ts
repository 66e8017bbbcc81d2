import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreUrlError, StoreUnavailable } from '#event-store';
import { generate } from 'selfsigned';
import { until } from '../../../../apps/standalone/src/processes.js';
import { startServerProcess } from '../../../../test/support/eventstoredb/process.js';
import { freshEventStoreDb } from '../../spec/contract/eventstoredb.js';
import { appendOne, freshStream, newEvent, newEvents } from '../../spec/contract/subject.js';

jest.setTimeout(60_000);

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});
const opened = async (...options: Parameters<typeof freshEventStoreDb>) => {
  const subject = await freshEventStoreDb(...options);
  ending.push(() => subject.dispose());
  return subject;
};
const separate = async (options?: string) => {
  const server = await startServerProcess(options);
  ending.push(() => server.remove());
  return server;
};
const one = (events = 1) => ({
  stream: freshStream(),
  expected: 'none' as const,
  events: newEvents(events),
});

describe('where the client of EventStoreDB would be trapped', () => {
  it('1: a call to a frozen server is given up within its deadline, and what it did is found out', async () => {
    const server = await separate('tls=false&defaultDeadline=1000');
    const { store } = await opened({ url: server.url });
    const [before, during] = [one(), { ...one(), expected: 'any' as const }];
    await appendOne(store, before);
    await server.freeze();
    const since = performance.now();
    await expect(appendOne(store, during)).rejects.toThrow(StoreUnavailable);
    await expect(store.read(before.stream)).rejects.toThrow(StoreUnavailable);
    expect(performance.now() - since).toBeLessThan(5_000);
    server.thaw();
    const revisions = { [during.stream]: 0 };
    expect(await appendOne(store, during)).toMatchObject({ ok: true, revisions });
    expect(await store.read(during.stream)).toHaveLength(1);
  });

  it('1: a frozen server does not write later what was to be written by a time', async () => {
    const server = await separate();
    const { store } = await opened({ url: server.url });
    const [before, during] = [one(), one()];
    await appendOne(store, before);
    await server.freeze();
    const waiting = store.append([[during]], { within: 300 });
    await pause(600);
    server.thaw();
    expect(await waiting).toEqual([{ ok: false, reason: 'late' }]);
    expect(await store.read(during.stream)).toEqual([]);
    expect(await store.append([[during]], { within: 0 })).toEqual([{ ok: false, reason: 'late' }]);
    expect(await appendOne(store, during)).toMatchObject({ ok: true, repeated: false });
  });

  it('2: what JSON does not know is refused to its caller, and the others are written', async () => {
    const { store } = await opened();
    const neighbours = Array.from({ length: 20 }, () => appendOne(store, one()));
    const bad = { ...one(), events: [newEvent({ data: { n: 1n } })] };
    await expect(appendOne(store, bad)).rejects.toThrow(TypeError);
    expect((await Promise.all(neighbours)).every(({ ok }) => ok)).toBe(true);
  });

  it('3: a server that is lost takes no append to another server with it, nor the process', async () => {
    const [lost, kept] = [await separate(), await separate()];
    const [losing, keeping] = [await opened({ url: lost.url }), await opened({ url: kept.url })];
    const appendTo = ({ store }: typeof losing) =>
      Array.from({ length: 200 }, () => appendOne(store, one(3)));
    await Promise.all([...appendTo(losing), ...appendTo(keeping)]);
    const [gone, there] = [Promise.allSettled(appendTo(losing)), Promise.all(appendTo(keeping))];
    await lost.kill();
    expect((await there).every((outcome) => outcome.ok)).toBe(true);
    const failed = (await gone).flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every((error) => error instanceof StoreUnavailable)).toBe(true);
  });

  it('3: an append that waits for its answer while another server is lost is answered', async () => {
    const [lost, kept] = [await separate(), await separate()];
    const [losing, keeping] = [await opened({ url: lost.url }), await opened({ url: kept.url })];
    await appendOne(losing.store, one());
    await appendOne(keeping.store, one());
    await kept.freeze();
    const waiting = appendOne(keeping.store, one());
    await lost.kill();
    await expect(appendOne(losing.store, one())).rejects.toThrow(StoreUnavailable);
    kept.thaw();
    expect(await waiting).toMatchObject({ ok: true });
  });

  it('4: an append while the server is down says that it is out of reach, and comes through when it is back', async () => {
    const server = await separate();
    const { store } = await opened({ url: server.url });
    await server.kill();
    const unit = one();
    await expect(appendOne(store, unit)).rejects.toThrow(StoreUnavailable);
    await expect(store.head()).rejects.toThrow(StoreUnavailable);
    await server.start();
    const sent = async () =>
      appendOne(store, unit).catch((error: unknown) => {
        if (!(error instanceof StoreUnavailable)) throw error;
        return undefined;
      });
    let outcome = await sent();
    const end = performance.now() + 20_000;
    while (!outcome && performance.now() < end) outcome = await sent();
    expect(outcome).toMatchObject({ ok: true });
    expect(await store.read(unit.stream)).toHaveLength(1);
  });

  it('5: a conflict names the revision the stream is at, and an append of nothing writes nothing', async () => {
    const { store } = await opened();
    const taken = one(4);
    await appendOne(store, taken);
    expect(await appendOne(store, { ...taken, expected: 0, events: [newEvent()] })).toMatchObject({
      ok: false,
      actual: 3,
    });
    expect(await appendOne(store, one(0))).toMatchObject({ ok: true, revisions: {} });
    expect(await store.readAll(undefined)).toHaveLength(4);
  });

  it('6: credentials that would not be sent are refused in one line, without their secret', async () => {
    const refused = freshEventStoreDb({ url: 'esdb://admin:geheim@127.0.0.1:2113?tls=false' });
    await expect(refused).rejects.toThrow(EventStoreUrlError);
    await expect(refused).rejects.toThrow(/^EVENT_STORE_URL: credentials with tls=false[^\n]*$/);
    await expect(refused).rejects.not.toThrow(/geheim/);
  });

  it('6: over an encrypted connection they are sent, and wrong ones refused', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tls-'));
    ending.push(() => rm(folder, { recursive: true }));
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'ec',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    const ca = join(folder, 'ca.pem');
    await writeFile(ca, cert);
    const access = { tls: { key, cert }, users: { writer: 'right' } };
    const way = (password: string) => (port: number) =>
      `esdb://writer:${password}@localhost:${String(port)}?tlsCAFile=${encodeURIComponent(ca)}`;
    const { store } = await opened({}, { ...access, way: way('right') });
    expect(await appendOne(store, one())).toMatchObject({ ok: true });
    await expect(freshEventStoreDb({}, { ...access, way: way('wrong') })).rejects.toThrow(
      /Access Denied/i,
    );
  });

  it('7: a reader that leaves early ends its call on the server too', async () => {
    const { store, server } = await opened({ keepsIndex: false });
    await appendOne(store, one(500));
    for (let round = 0; round < 5; round += 1)
      for await (const event of store.subscribe(undefined)) if (event.meta.revision >= 3) break;
    const abort = new AbortController();
    for await (const event of store.subscribe(undefined, {}, abort.signal))
      if (event.meta.revision === 499) abort.abort();
    expect(await until(() => server?.subscriptions() === 0, 5_000)).toBe(true);
  });

  it('8: a subscription comes back by itself from the last event it handed over', async () => {
    const server = await separate();
    const { store } = await opened({ url: server.url });
    const heard: number[] = [];
    const abort = new AbortController();
    const follow = async () => {
      const source = store.subscribe(undefined, { types: ['HoursLogged'] }, abort.signal);
      for await (const { meta } of source) heard.push(meta.revision);
    };
    const following = follow();
    const long = one(300);
    await appendOne(store, long);
    expect(await until(() => heard.length === 300, 10_000)).toBe(true);
    await server.kill();
    await server.start();
    const { store: other } = await opened({ url: server.url });
    await appendOne(other, { ...long, expected: 299, events: newEvents(10) });
    expect(await until(() => heard.length >= 310, 10_000)).toBe(true);
    abort.abort();
    await following;
    expect(heard).toEqual(Array.from({ length: 310 }, (_, index) => index));
  });

  it('9: the other client, which overwrites the globals of this one, is installed by nothing', async () => {
    const root = resolve(import.meta.dirname, '../../../..');
    const parsed = async (name: string) =>
      JSON.parse(await readFile(join(root, name), 'utf8')) as Record<string, object | undefined>;
    const own = await parsed('package.json');
    const dependencies = Object.entries(own).flatMap(([field, named]) =>
      field.endsWith('ependencies') ? Object.keys(named ?? {}) : [],
    );
    const { packages = {} } = await parsed('package-lock.json');
    const locked = Object.entries(packages as Record<string, { readonly name?: string }>).flatMap(
      // One that is installed under another name says its own.
      ([path, { name = '' }]) => [path, name],
    );
    const isOther = (name: string) => /kurrent/i.test(name);
    expect(dependencies).toContain('@eventstore/db-client');
    expect(locked).toContain('node_modules/@eventstore/db-client');
    expect([...dependencies, ...locked].filter(isOther)).toEqual([]);
  });
});
