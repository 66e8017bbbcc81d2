import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import { province, running, type Running } from './running.js';

let gateway: Running;
let address: string;
let token: string;
beforeAll(async () => {
  gateway = await running();
  address = `${gateway.origin.replace('http', 'ws')}/graphql`;
  token = await gateway.issuer.sign(province);
});
afterAll(() => gateway.app.close());

const connect = (url = address): Client =>
  createClient({
    url,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
  });
const first = async (client: Client, query: string, variables: Record<string, unknown> = {}) => {
  for await (const answer of client.iterate({ query, variables })) return answer;
  return undefined;
};

describe('a WebSocket', () => {
  it('runs queries and mutations with the same rules', async () => {
    const client = connect();
    expect(await first(client, '{ events { edges { cursor } } }')).toEqual({
      data: { events: { edges: [] } },
    });
    const drop =
      'mutation { dropChair(input: { chair: "c", why: SOLD }) { ... on Accepted { commandId } } }';
    expect(await first(client, drop)).toEqual({ data: { dropChair: { commandId: 'c' } } });
    expect(gateway.dispatcher.sent.at(-1)).toMatchObject({ category: 'chair', actor: province });
    await client.dispose();
  });
  it('stays open over mistakes and names them', async () => {
    const client = connect();
    for (const [query, message] of [
      ['{ events {', 'Syntax Error'],
      ['{ nothing }', 'nothing'],
      [
        `{ ${Array.from({ length: 21 }, (_, n) => `a${n}: __typename`).join(' ')} }`,
        'asks too much',
      ],
    ] as const) {
      await expect(first(client, query)).rejects.toMatchObject([
        { message: expect.stringContaining(message) },
      ]);
    }
    expect(await first(client, '{ __typename }')).toEqual({ data: { __typename: 'Query' } });
    await client.dispose();
  });
  it('weighs pages by their variables', async () => {
    const client = connect();
    const fields = 'id type data stream revision position recordedAt occurredOn subjects';
    const pages = Array.from(
      { length: 10 },
      (_, n) => `a${n}: events(first: $n) { edges { node { ${fields} } } }`,
    );
    const query = `query ($n: Int!) { ${pages.join(' ')} }`;
    expect(JSON.stringify(await first(client, query, { n: 500 }))).toContain('shorter pages');
    expect(JSON.stringify(await first(client, query, { n: 10 }))).not.toContain('errors');
    await client.dispose();
  });
  it('answers a store that is away without its words', async () => {
    gateway.dispatcher.down = true;
    const client = connect();
    const answer = JSON.stringify(await first(client, '{ events { edges { cursor } } }'));
    expect(answer).toContain('STORE_UNAVAILABLE');
    expect(answer).not.toContain('10.0.0.7');
    gateway.dispatcher.down = false;
    await client.dispose();
  });
  it('is closed by a message over the limit, before anybody signed in', async () => {
    const socket = new WebSocket(address, 'graphql-transport-ws');
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    socket.once('open', () => socket.send('x'.repeat(2_000_000)));
    expect(await closed).toBe(1009);
  });
  it('is closed as one to try again later while nobody can tell whose token it is', async () => {
    const other = await running({
      verify: async () => ({ ok: false, reason: 'keys-unavailable' }),
    });
    const client = connect(`${other.origin.replace('http', 'ws')}/graphql`);
    await expect(first(client, '{ __typename }')).rejects.toMatchObject({ code: 1013 });
    await other.app.close();
  });
  it('is not opened elsewhere', async () => {
    const socket = new WebSocket(`${address}/other`, 'graphql-transport-ws');
    const failed = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(failed.message).toContain('hang up');
  });
  it('is closed with the gateway, as one that may connect again', async () => {
    const other = await running();
    const socket = new WebSocket(
      `${other.origin.replace('http', 'ws')}/graphql`,
      'graphql-transport-ws',
    );
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = once(socket, 'close') as Promise<[number, Buffer]>;
    await other.app.close();
    const [code, reason] = await closed;
    expect([code, reason.toString()]).toEqual([1012, 'restarting; connect again in 1000 ms']);
  });
});
