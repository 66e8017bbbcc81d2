import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { eventually } from '../../../test/support/eventually.js';
import { record, storeOnPostgres } from './on-postgres.js';
import { province, RecordingDispatcher, running, type Running } from './running.js';

/** Decides nothing before it is let. */
class SlowDispatcher extends RecordingDispatcher {
  readonly let = Promise.withResolvers<undefined>();
  waiting = 0;

  override async dispatch(...args: Parameters<RecordingDispatcher['dispatch']>) {
    this.waiting += 1;
    await this.let.promise;
    return super.dispatch(...args);
  }
}

let ground: Awaited<ReturnType<typeof storeOnPostgres>>;
beforeAll(async () => {
  ground = await storeOnPostgres();
});
afterAll(() => ground.leave());

const drop =
  'mutation { dropChair(input: { chair: "c", why: SOLD }) { ... on Accepted { commandId } } }';
const dropped = { data: { dropChair: { commandId: 'c' } } };

const opened = async (): Promise<Running & { dispatcher: SlowDispatcher }> => {
  const dispatcher = new SlowDispatcher();
  return { ...(await running({ store: ground.store, dispatcher })), dispatcher };
};
const subscribed = async (gateway: Running, query: string) =>
  fetch(`${gateway.origin}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${await gateway.issuer.sign(province)}`,
    },
    body: JSON.stringify({ query }),
  });

describe('a gateway that closes', () => {
  it('answers the request that is under way, and takes no new one', async () => {
    const gateway = await opened();
    const answer = gateway.post({ query: drop });
    await eventually('a command under way', () => gateway.dispatcher.waiting > 0);
    const closed = gateway.app.close();
    await eventually('a closed door', () =>
      fetch(`${gateway.origin}/healthz`).then(
        ({ status }) => status === 503,
        () => true,
      ),
    );
    gateway.dispatcher.let.resolve(undefined);
    const response = await answer;
    expect([response.status, await response.json()]).toEqual([200, dropped]);
    await closed;
  });

  it('answers over a WebSocket what is under way, then asks to connect again', async () => {
    const gateway = await opened();
    const token = await gateway.issuer.sign(province);
    const { promise: end, resolve } = Promise.withResolvers<unknown>();
    const client = createClient({
      url: `${gateway.origin.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: false,
      connectionParams: { authorization: `Bearer ${token}` },
      onNonLazyError: () => undefined,
      on: { closed: (event) => resolve((event as { code: number }).code) },
    });
    const answer = client.iterate({ query: drop }).next();
    await eventually('a command under way', () => gateway.dispatcher.waiting > 0);
    const closed = gateway.app.close();
    gateway.dispatcher.let.resolve(undefined);
    expect(await answer).toEqual({ done: false, value: dropped });
    expect(await end).toBe(1012);
    await closed;
    await client.dispose();
  });

  it('ends a stream with the time after which to come back, and does not say that it is complete', async () => {
    const gateway = await opened();
    const head = (await ground.store.head()) ?? '0';
    const response = await subscribed(
      gateway,
      `subscription { eventRecorded(after: "${head}") { data } }`,
    );
    await record(ground.store, 'chair-9', [{ subjects: ['person-p1'], data: { n: 78 } }]);
    let text = '';
    let closed: Promise<void> | undefined;
    for await (const bytes of response.body ?? []) {
      text += new TextDecoder().decode(bytes);
      if (text.includes('"n":78')) closed ??= gateway.app.close();
    }
    await closed;
    expect(text).toMatch(/\nretry: 1000\n\n$/);
    expect(text).not.toContain('event: complete');
  });

  it('lets a stream finish that only answers', async () => {
    const gateway = await opened();
    const response = subscribed(gateway, drop);
    await eventually('a command under way', () => gateway.dispatcher.waiting > 0);
    const closed = gateway.app.close();
    gateway.dispatcher.let.resolve(undefined);
    expect(await (await response).text()).toMatch(/"commandId":"c"[^]*event: complete/);
    await closed;
  });
});
