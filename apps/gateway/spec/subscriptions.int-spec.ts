import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStore } from '#event-store';
import type { PersonActor } from '#kernel';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { record, storeOnPostgres } from './on-postgres.js';
import { enterprise, province, running, type Running } from './running.js';

let gateway: Running;
let ground: Awaited<ReturnType<typeof storeOnPostgres>>;
const feeds: AbortSignal[] = [];
/** The store, with a look at whether the feeds taken from it are let go again. */
const watched = (store: EventStore): EventStore =>
  new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'subscribe') return value.bind(target) as unknown;
      return (...args: Parameters<EventStore['subscribe']>) => {
        if (args[2]) feeds.push(args[2]);
        return target.subscribe(...args);
      };
    },
  });
const letGo = async () => {
  const end = Date.now() + 5_000;
  while (feeds.some(({ aborted }) => !aborted) && Date.now() < end) await pause(20);
  return feeds.length > 0 && feeds.every(({ aborted }) => aborted);
};
beforeAll(async () => {
  ground = await storeOnPostgres();
  gateway = await running({ store: watched(ground.store) });
});
afterAll(async () => {
  await gateway.app.close();
  await ground.leave();
});

const connect = async (
  token: string | undefined,
): Promise<{ client: Client; closed: Promise<{ code: number; reason: string }> }> => {
  const { promise: closed, resolve } = Promise.withResolvers<{ code: number; reason: string }>();
  const client = createClient({
    url: `${gateway.origin.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: true,
    retryAttempts: 0,
    ...(token && { connectionParams: { authorization: `Bearer ${token}` } }),
    on: { closed: (event) => resolve(event as { code: number; reason: string }) },
  });
  return { client, closed };
};
const follow = async (actor: PersonActor, args: string) => {
  const { client } = await connect(await gateway.issuer.sign(actor));
  const events = client.iterate<{ eventRecorded: { data: { n: number } } }>({
    query: `subscription { eventRecorded${args} { data } }`,
  });
  const next = async () =>
    (await events.next()).value?.data?.eventRecorded.data.n as number | undefined;
  return { client, next, leave: () => client.dispose() };
};

describe('a subscription by WebSocket', () => {
  it('goes on from a position without gap or double, and only with what the caller may see', async () => {
    const [first = ''] = await record(ground.store, 'chair-1', [
      { subjects: ['organization-e-1'], data: { n: 1 } },
      { subjects: ['organization-e-2'], data: { n: 2 } },
      { subjects: ['organization-e-1'], data: { n: 3 } },
    ]);
    const all = await follow(province, `(after: "${first}")`);
    const own = await follow(enterprise, `(after: "${first}")`);
    expect([await all.next(), await all.next(), await own.next()]).toEqual([2, 3, 3]);
    await record(ground.store, 'chair-1', [{ subjects: ['organization-e-2'], data: { n: 4 } }]);
    await record(ground.store, 'chair-1', [{ subjects: ['organization-e-1'], data: { n: 5 } }]);
    expect([await all.next(), await all.next(), await own.next()]).toEqual([4, 5, 5]);
    await all.leave();
    await own.leave();
    expect(await letGo()).toBe(true);
  });
  it('keeps to types and to a subject', async () => {
    const head = (await ground.store.head()) ?? '0';
    const types = await follow(province, `(after: "${head}", types: ["ChairDropped"])`);
    const subject = await follow(province, `(after: "${head}", subject: "person-p9")`);
    await record(ground.store, 'chair-2', [
      { subjects: ['person-p8'], data: { n: 1 } },
      { subjects: ['person-p8'], data: { n: 2 }, type: 'ChairDropped' },
      { subjects: ['x', 'person-p9'], data: { n: 3 } },
    ]);
    expect([await types.next(), await subject.next()]).toEqual([2, 3]);
    await types.leave();
    await subject.leave();
  });
  it('is closed with 4401 without a token that is good', async () => {
    const expired = await gateway.issuer.sign(province, { seconds: -120 });
    for (const [token, why] of [
      [undefined, 'required'],
      ['nonsense', 'JWT'],
      [expired, 'expired'],
    ] as const) {
      const { client, closed } = await connect(token);
      const events = client.iterate({ query: 'subscription { eventRecorded { type } }' });
      await expect(events.next()).rejects.toBeDefined();
      expect(await closed).toMatchObject({ code: 4401, reason: expect.stringContaining(why) });
    }
  });
  it('is closed at the moment its token expires', async () => {
    const { client, closed } = await connect(await gateway.issuer.sign(province, { seconds: 2 }));
    const events = client.iterate({ query: 'subscription { eventRecorded { type } }' });
    const end = events.next().then(
      ({ done }) => done,
      () => true,
    );
    expect(await closed).toMatchObject({ code: 4401 });
    expect(await end).toBe(true);
  });
  it('is refused to a role without a row, and for a position that is none', async () => {
    for (const [actor, args, message] of [
      [{ user: 'o', role: 'operator' }, '', 'may not'],
      [province, '(after: "x")', '"after"'],
    ] as const) {
      const { client } = await connect(await gateway.issuer.sign(actor));
      const events = client.iterate({ query: `subscription { eventRecorded${args} { type } }` });
      const { value } = await events.next();
      expect(JSON.stringify(value)).toContain(message.replaceAll('"', '\\"'));
      await client.dispose();
    }
  });
});

describe('a subscription by SSE', () => {
  const open = async (signal: AbortSignal) => {
    const head = (await ground.store.head()) ?? '0';
    return fetch(`${gateway.origin}/graphql`, {
      method: 'POST',
      signal,
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${await gateway.issuer.sign(province)}`,
      },
      body: JSON.stringify({ query: `subscription { eventRecorded(after: "${head}") { data } }` }),
    });
  };

  it('tells each event as it is recorded', async () => {
    const leaving = new AbortController();
    const response = await open(leaving.signal);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    await record(ground.store, 'chair-3', [{ subjects: ['person-p1'], data: { n: 77 } }]);
    let text = '';
    for await (const bytes of response.body ?? []) {
      text += new TextDecoder().decode(bytes);
      if (text.includes('"n":77')) break;
    }
    expect(text).toContain('event: next');
    leaving.abort();
    expect(await letGo()).toBe(true);
  });
  it('does not keep a gateway from closing', async () => {
    const other = await running({ store: ground.store });
    const response = await fetch(`${other.origin}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        authorization: `Bearer ${await other.issuer.sign(province)}`,
      },
      body: JSON.stringify({ query: 'subscription { eventRecorded { type } }' }),
    });
    expect(response.status).toBe(200);
    const start = performance.now();
    await other.app.close();
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
