import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { running, type Running } from './running.js';

let gateway: Running;
beforeAll(async () => {
  gateway = await running({ limits: { depth: 6, cost: 5_000 } });
});
afterAll(() => gateway.app.close());

const refused = async (query: string, variables: object = {}) => {
  const { status, errors } = await gateway.ask(query, variables);
  expect(status).toBe(400);
  return errors?.map(({ message }) => message).join(' ');
};

describe('an operation that asks too much', () => {
  it('is refused for its aliases', async () => {
    const many = Array.from({ length: 31 }, (_, n) => `a${String(n)}: hasNextPage`).join(' ');
    expect(await refused(`{ events { pageInfo { ${many} } } }`)).toContain('too many aliases');
  });
  it('is refused for its fields at the root', async () => {
    const many = Array.from({ length: 21 }, (_, n) => `a${String(n)}: __typename`).join(' ');
    expect(await refused(`{ ${many} }`)).toContain('at the root');
  });
  it('is refused for its length in tokens', async () => {
    expect(await refused(`{ ${'__typename '.repeat(5_000)} }`)).toContain('tokens');
  });
  it('is refused for its directives', async () => {
    expect(await refused(`{ __typename ${'@include(if: true) '.repeat(51)} }`)).toContain(
      'directives',
    );
  });
  it('is refused for long pages, also by variable, also inside fragments', async () => {
    const fields =
      'cursor node { id type data stream revision position recordedAt occurredOn subjects actor { user role } }';
    expect(await refused(`{ events(first: 500) { edges { ${fields} } } }`)).toContain(
      'shorter pages',
    );
    const query = `query ($n: Int!) { ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `a${String(n)}: events(first: $n) { ...F }`).join(' ')} }
      fragment F on EventConnection { edges { ${fields} } }`;
    expect(await refused(query, { n: 500 })).toContain('shorter pages');
    expect((await gateway.ask(query, { n: 1 })).status).toBe(200);
    expect((await gateway.ask(`{ events(first: 100) { edges { ${fields} } } }`)).status).toBe(200);
  });
  it('is refused for a long page by variable each time, whatever came before, and for one that is no length', async () => {
    const page = (given: string) =>
      `query (${given}) { events(first: $n) { edges { node { id type data stream revision position recordedAt occurredOn subjects } } } }`;
    for (const round of [1, 2, 3]) {
      // The third round runs as compiled code.
      expect((await gateway.ask(page('$n: Int!'), { n: 400 })).status).toBe(200);
      expect([round, await refused(page('$n: Int!'), { n: 500 })]).toEqual([
        round,
        expect.stringContaining('shorter pages'),
      ]);
      expect((await gateway.ask(page('$n: Int!'), { n: 400 })).status).toBe(200);
    }
    expect(await refused(page('$n: Int! = 500'))).toContain('shorter pages');
    expect((await gateway.ask(page('$n: Int! = 500'), { n: 2 })).status).toBe(200);
    // Neither sent nor declared: the page is as long as the field says by itself.
    expect((await gateway.ask(page('$n: Int = 50'))).status).toBe(200);
    expect(await refused(page('$n: Int!'), { n: 2_000_000_000 })).toContain('shorter pages');
    expect(await refused(page('$n: Int!'), { n: 'many' })).toBeTruthy();
  });
  it('is refused at once when fragments double thirty times over', async () => {
    const tower = Array.from(
      { length: 30 },
      (_, n) => `fragment F${String(n)} on PageInfo { ...F${String(n + 1)} ...F${String(n + 1)} }`,
    ).join(' ');
    const start = performance.now();
    expect(
      await refused(
        `{ events { pageInfo { ...F0 } } } ${tower} fragment F30 on PageInfo { hasNextPage }`,
      ),
    ).toContain('asks too much');
    expect(performance.now() - start).toBeLessThan(2_000);
  });
  it('is refused for a fragment that contains itself', async () => {
    expect(await refused('{ events { ...A } } fragment A on EventConnection { ...A }')).toContain(
      'itself',
    );
  });
});

describe('an ordinary operation', () => {
  it('may introspect, whatever the depth', async () => {
    const { status, errors } = await gateway.ask(getIntrospectionQuery());
    expect([status, errors]).toEqual([200, undefined]);
  });
});
