import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { createSchema, createYoga, type Plugin } from 'graphql-yoga';
import { useJit } from './jit.js';

/** Counts the executions that graphql-js ran itself: `setExecuteFn` was not called. */
const counting = () => {
  const count = { compiled: 0, run: 0 };
  const jit = useJit();
  const plugin: Plugin = {
    ...jit,
    onExecute(payload) {
      count.run += 1;
      return jit.onExecute?.({
        ...payload,
        setExecuteFn: (execute) => {
          count.compiled += 1;
          payload.setExecuteFn(execute);
        },
      });
    },
  };
  return { count, plugin };
};

const serving = () => {
  const { count, plugin } = counting();
  let writes = 0;
  const yoga = createYoga({
    logging: false,
    schema: createSchema({
      typeDefs: `
        input Choice @oneOf { a: Int b: String }
        type Query { a: String b: String pick(choice: Choice): String add(x: Int!, y: Int!): Int fail: String list: [Int!]! }
        type Mutation { write: Int }`,
      resolvers: {
        Query: {
          a: () => 'a',
          b: () => 'b',
          pick: (_: unknown, { choice }: { choice: object }) => Object.keys(choice).join(),
          add: (_: unknown, { x, y }: { x: number; y: number }) => x + y,
          fail: () => {
            throw new GraphQLError('named', { extensions: { code: 'E' } });
          },
          list: async () => [1, 2],
        },
        Mutation: { write: () => (writes += 1) },
      },
    }),
    plugins: [plugin],
  });
  const ask = async (query: string, more: object = {}) => {
    const response = await yoga.fetch('http://x/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query, ...more }),
    });
    return {
      status: response.status,
      body: (await response.json()) as { data?: unknown; errors?: readonly Error[] },
    };
  };
  return { count, ask };
};

describe('the compiler of queries', () => {
  it('runs the operation that was asked for, not the one that was asked before', async () => {
    const { ask, count } = serving();
    const query = 'query A { a } query B { b }';
    for (let round = 0; round < 3; round += 1) {
      for (const [operationName, data] of [
        ['A', { a: 'a' }],
        ['B', { b: 'b' }],
      ] as const) {
        expect((await ask(query, { operationName })).body.data).toEqual(data);
      }
    }
    expect(count.compiled).toBe(4);
    for (const more of [{}, { operationName: 'C' }]) {
      const { body } = await ask(query, more);
      expect(body.data).toBeUndefined();
      expect(body.errors?.[0]?.message).toContain('operation');
    }
  });
  it('keeps @oneOf', async () => {
    const { ask, count } = serving();
    const query = 'query ($c: Choice) { pick(choice: $c) }';
    for (let round = 0; round < 3; round += 1) {
      expect((await ask(query, { variables: { c: { a: 1 } } })).body.data).toEqual({ pick: 'a' });
      for (const c of [{ a: 1, b: 'x' }, {}, { a: null }]) {
        const { status, body } = await ask(query, { variables: { c } });
        expect(status).toBe(400);
        expect(body.data).toBeUndefined();
        expect(body.errors?.[0]?.message).toContain('"$c"');
      }
    }
    expect(count.compiled).toBeGreaterThan(0);
  });
  it('leaves bad variables to graphql-js: 400 and the name of the right one', async () => {
    const { ask } = serving();
    const query = 'query ($x: Int!, $y: Int!) { add(x: $x, y: $y) }';
    for (let round = 0; round < 3; round += 1) {
      expect((await ask(query, { variables: { x: 1, y: 2 } })).body.data).toEqual({ add: 3 });
      const { status, body } = await ask(query, { variables: { x: 1, y: 'two' } });
      expect([status, body.errors?.length]).toEqual([400, 1]);
      expect(body.errors?.[0]?.message).toContain('"$y"');
      expect((await ask(query, { variables: { x: 1 } })).body.errors?.[0]?.message).toContain(
        '"$y"',
      );
    }
  });
  it('leaves mutations and introspection alone', async () => {
    const { ask, count } = serving();
    for (const write of [1, 2, 3])
      expect((await ask('mutation { write }')).body.data).toEqual({ write });
    for (let round = 0; round < 3; round += 1) await ask('{ __schema { queryType { name } } }');
    expect(count).toEqual({ compiled: 0, run: 6 });
  });
  it('answers as graphql-js does, errors and directives too', async () => {
    const { ask, count } = serving();
    const query = 'query ($no: Boolean!) { a @skip(if: $no) list fail }';
    const rounds = [];
    for (let round = 0; round < 3; round += 1)
      rounds.push(await ask(query, { variables: { no: true } }));
    expect(count.compiled).toBe(2);
    for (const { status, body } of rounds) {
      expect(status).toBe(200);
      expect(body).toMatchObject({
        data: { list: [1, 2], fail: null },
        errors: [{ message: 'named', path: ['fail'], extensions: { code: 'E' } }],
      });
      expect(body.data).not.toHaveProperty('a');
    }
  });
});
