import 'reflect-metadata';
import type { PersonActor } from '#kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLObjectType } from 'graphql';
import { describeSchema, readAreas } from '../../apps/gateway/src/index.js';
import { contexts } from '../../apps/worker/src/index.js';
import type { Answer } from '../support/voice.js';
import { openWorld, type World } from '../support/world.js';
import { everyone, hasRow, sendable, table } from './everyone.js';
import { documentOf } from './input-of.js';

const schema = buildSchema(await describeSchema(contexts, readAreas));
const fieldsOf = (type: GraphQLObjectType | null | undefined) =>
  Object.values(type?.getFields() ?? {});
const lowerFirst = (name: string) => name.slice(0, 1).toLowerCase() + name.slice(1);
const mutations = fieldsOf(schema.getMutationType());
const queries = fieldsOf(schema.getQueryType());
const subscriptions = fieldsOf(schema.getSubscriptionType());

let world: World;
let head: string | undefined;
beforeAll(async () => {
  world = await openWorld('2026-03-02');
  head = await world.head();
}, 60_000);
afterAll(() => world.close());

interface Told {
  readonly reasons?: readonly { readonly code: string }[];
}
/** The codes that an answer refuses by; none when it does not. */
const codesOf = ({ data, errors = [] }: Answer): readonly (string | undefined)[] => [
  ...new Set([
    ...errors.map(({ extensions }) => extensions?.code),
    ...((data?.['answer'] as Told | null)?.reasons ?? []).map(({ code }) => code),
  ]),
];
const codesFor = async (actor: PersonActor, body: ReturnType<typeof documentOf>) => ({
  role: actor.role,
  codes: codesOf(await world.as(actor).try(body.query, body.variables)),
});

describe('a mutation of every command', () => {
  it('is there for each that somebody may send, and for no other', () => {
    const permitted = sendable
      .filter(({ name }) => everyone.some((actor) => hasRow('command', name, actor)))
      .map(({ name }) => lowerFirst(name));
    const one = mutations.map(({ name }) => name).filter((name) => !name.endsWith('Many'));
    expect(one.sort()).toEqual(permitted.sort());
  });
  it.each(sendable)('asks the table before anything else: $name', async ({ name }) => {
    const field = mutations.find((one) => one.name === lowerFirst(name));
    if (!field) {
      expect(everyone.filter((actor) => hasRow('command', name, actor))).toEqual([]);
      return;
    }
    for (const actor of everyone) {
      const code = hasRow('command', name, actor) ? 'E_INPUT' : 'E_FORBIDDEN';
      const told = await codesFor(actor, documentOf('mutation', field));
      expect(told).toEqual({ role: actor.role, codes: [code] });
    }
  });
  it('writes nothing', async () => {
    expect(await world.head()).toBe(head);
  });
});

/** Whether a subscription begins to flow; refused, it ends with its error at once. */
const flows = async (actor: PersonActor, name: string): Promise<boolean> => {
  const leaving = new AbortController();
  const response = await fetch(`${world.origin}/graphql`, {
    method: 'POST',
    signal: leaving.signal,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${await world.tokenOf(actor)}`,
    },
    body: JSON.stringify({ query: `subscription { ${name}(after: "0") { type } }` }),
  });
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += new TextDecoder().decode(bytes);
    if (/FORBIDDEN|event: next|^:/m.test(text)) break;
  }
  leaving.abort();
  return !text.includes('FORBIDDEN');
};

describe('a query of every row', () => {
  it('has its row, and every row its query', () => {
    const rows = new Set(table.filter(({ kind }) => kind === 'query').map(({ name }) => name));
    expect([...queries, ...subscriptions].map(({ name }) => name).sort()).toEqual([...rows].sort());
  });
  it.each(queries)('asks the table: $name', async (field) => {
    for (const actor of everyone) {
      const told = await codesFor(actor, documentOf('query', field));
      const refused = hasRow('query', field.name, actor) ? [] : ['FORBIDDEN'];
      expect(told).toEqual({ role: actor.role, codes: refused });
    }
  });
  it.each(subscriptions)('asks the table: subscription $name', async ({ name }) => {
    const told = await Promise.all(everyone.map((actor) => flows(actor, name)));
    expect(told).toEqual(everyone.map((actor) => hasRow('query', name, actor)));
    expect(told).toContain(false);
  });
  it('refuses whoever brings no token', async () => {
    const response = await fetch(`${world.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(documentOf('query', queries[0]!)),
    });
    expect(response.status).toBe(401);
  });
});
