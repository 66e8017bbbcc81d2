import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { province, running, type Answer, type Running } from './running.js';

let gateway: Running;
beforeAll(async () => {
  gateway = await running();
});
afterAll(() => gateway.app.close());

const chair = '3f0c0b52-7a0e-4c39-9f39-0d9f4a1d8a11';
const build = 'mutation ($i: BuildChairInput!) { buildChair(input: $i) { __typename } }';
const read = async (response: Response) => {
  const text = await response.text();
  expect(text).not.toMatch(/\bat .*\.(ts|js|mjs):\d+/);
  expect(text).not.toContain('10.0.0.7');
  const { errors = [] } = JSON.parse(text) as Answer;
  for (const { message } of errors) expect(message).not.toContain('\n');
  return { status: response.status, errors, first: errors[0] };
};

describe('a request that is not one', () => {
  it('answers malformed JSON with 400', async () => {
    const { status, first } = await read(await gateway.post('{"query": '));
    expect([status, first?.extensions?.code]).toEqual([400, 'BAD_REQUEST']);
  });
  it.each(['{ events {', 'query { nothing }', '{ events { edges } }', ''])(
    'answers %p with 400',
    async (query) => {
      expect((await read(await gateway.post({ query }))).status).toBe(400);
    },
  );
  it('answers a value of the wrong kind with 400 and its path', async () => {
    const i = { chair, parts: [{ minutes: 'many' }] };
    const { status, first } = await read(await gateway.post({ query: build, variables: { i } }));
    expect(status).toBe(400);
    expect(first?.message).toContain('i.parts[0].minutes');
  });
  it.each([
    [{ chair, parts: [], colour: 'red' }, 'colour'],
    [{ chair, parts: [], on: '2023-02-30' }, 'i.on'],
    [{ chair, parts: [], at: '2023-02-03' }, 'i.at'],
    [{ chair, parts: [], grams: 1.5 }, 'i.grams'],
    [{ chair, parts: [], place: { onLine: { url: 'u' }, nowhere: true } }, 'i.place'],
    [{ chair, parts: [], kind: 'walk-in' }, 'i.kind'],
    [{ parts: [] }, 'chair'],
  ])('refuses %j by name', async (i, name) => {
    const { status, first } = await read(await gateway.post({ query: build, variables: { i } }));
    expect(status).toBe(400);
    expect(first?.message).toContain(name);
    expect(gateway.dispatcher.sent).toEqual([]);
  });
  it('does not echo a long value', async () => {
    const i = { chair, parts: [], grams: 'x'.repeat(500_000) };
    const { status, first } = await read(await gateway.post({ query: build, variables: { i } }));
    expect(status).toBe(400);
    expect(first?.message).toContain('i.grams');
    expect(first?.message.length).toBeLessThan(500);
  });
  it('answers a body over the limit with 413', async () => {
    const { status, first } = await read(
      await gateway.post({ query: build, variables: { i: 'x'.repeat(10_000_000) } }),
    );
    expect([status, first?.extensions?.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });
  it('answers another media type with 415 and another path with 404', async () => {
    expect((await read(await gateway.post('<a/>', { 'content-type': 'text/xml' }))).status).toBe(
      415,
    );
    expect((await read(await fetch(`${gateway.origin}/nothing`))).status).toBe(404);
  });
});

describe('a request from nobody', () => {
  const statusWith = async (authorization: string) =>
    read(await gateway.post({ query: '{ __typename }' }, { authorization }));

  it('is refused with 401 whatever it asks, and says why', async () => {
    const token = await gateway.issuer.sign(province);
    const expired = await gateway.issuer.sign(province, { seconds: -120 });
    const [header, payload] = token.split('.');
    for (const [value, why] of [
      ['', 'required'],
      ['Basic aGk6aG8=', 'required'],
      ['Bearer nonsense', 'not a signed JWT'],
      [`Bearer ${token.slice(0, -6)}AAAAAA`, 'not signed by a key'],
      [`Bearer ${header}.${payload}.`, 'not signed by a key'],
      [`Bearer ${expired}`, 'expired'],
    ] as const) {
      const { status, first } = await statusWith(value);
      expect([status, first?.extensions?.code]).toEqual([401, 'UNAUTHENTICATED']);
      expect(first?.message).toContain(why);
    }
  });
  it('is refused before its body is read', async () => {
    expect((await read(await gateway.post('{ not json', { authorization: '' }))).status).toBe(401);
  });
  it('is refused by other ways to the same place', async () => {
    for (const path of [
      '/graphql?query={__typename}',
      '/graphql/?query={__typename}',
      '/graphql#x',
      '//graphql',
      '/GRAPHQL?query={__typename}',
      '/%67raphql?query={__typename}',
    ]) {
      const response = await fetch(`${gateway.origin}${path}`);
      expect([401, 404]).toContain(response.status);
    }
    const html = { headers: { accept: 'text/html' } };
    expect((await fetch(`${gateway.origin}/graphql?query={__typename}`, html)).status).toBe(401);
  });
});

describe('a store that is away', () => {
  it('answers 503 in one line, and then 200 again', async () => {
    gateway.dispatcher.down = true;
    const variables = { i: { chair, parts: [{ minutes: 1 }] } };
    for (const body of [
      { query: build, variables },
      { query: '{ events { edges { cursor } } }' },
    ]) {
      const { status, first } = await read(await gateway.post(body));
      expect([status, first?.extensions?.code]).toEqual([503, 'STORE_UNAVAILABLE']);
    }
    expect((await read(await fetch(`${gateway.origin}/readyz`))).status).toBe(503);
    expect((await fetch(`${gateway.origin}/healthz`)).status).toBe(200);
    gateway.dispatcher.down = false;
    expect((await fetch(`${gateway.origin}/readyz`)).status).toBe(200);
    expect((await gateway.post({ query: build, variables })).status).toBe(200);
  });
});

describe('the log', () => {
  it('holds neither bodies nor tokens nor query strings', async () => {
    await gateway.post({ query: '{ __typename }', variables: { secret: '张三丰' } });
    await fetch(`${gateway.origin}/graphql?query={__typename}&variables={"name":"lisi"}`);
    const text = gateway.lines.join('');
    expect(text).toContain('"path":"/graphql"');
    for (const secret of ['张三丰', 'lisi', 'Bearer', 'eyJ', '__typename'])
      expect(text).not.toContain(secret);
  });
});
