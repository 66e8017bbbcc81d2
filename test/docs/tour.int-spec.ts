import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../../apps/standalone/src/processes.js';
import { newPlace } from '../support/standalone.js';

/** Stands in the README for what differs from day to day. */
const varying = '…';

interface Stop {
  readonly user: string;
  readonly query: string;
  readonly answer: unknown;
}

const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8');
const stops = [
  ...readme.matchAll(/^\*\*([a-z-]+)\*\* –[^`]*?```graphql\n(.*?)```\n\n```json\n(.*?)```/gms),
].map(([, user = '', query = '', answer = '']): Stop => ({
  user,
  query,
  answer: JSON.parse(answer),
}));

/** The expected answer, with whatever may differ taken from the one that came. */
const settled = (expected: unknown, actual: unknown): unknown => {
  if (expected === varying && actual !== null && actual !== undefined) return actual;
  if (Array.isArray(expected)) {
    return expected.map((one, index) => settled(one, (actual as unknown[] | undefined)?.[index]));
  }
  if (typeof expected !== 'object' || expected === null) return expected;
  return Object.fromEntries(
    Object.entries(expected).map(([key, value]) => [
      key,
      settled(value, (actual as Record<string, unknown> | undefined)?.[key]),
    ]),
  );
};

const place = newPlace();
let url = '';
const tokens = new Map<string, string>();
beforeAll(async () => {
  const running = place.start({ DEMO: 'on' });
  // The last line of the greeting. Recording the demo takes its time on a busy machine.
  const greeted = () => /^ {2}operator .*\n/m.test(running.output());
  if (!(await until(greeted, 110_000))) throw new Error(running.output());
  const output = running.output();
  url = /^GraphQL endpoint: (\S+)$/m.exec(output)?.[1] ?? '';
  for (const [, name = '', token = ''] of output.matchAll(/^ {2}([a-z-]+) \S+: (\S+)$/gm)) {
    tokens.set(name, token);
  }
}, 120_000);
afterAll(() => place.remove(), 60_000);

const ask = async ({ user, query }: Stop): Promise<unknown> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${tokens.get(user) ?? ''}`,
    },
    body: JSON.stringify({ query }),
  });
  return response.json();
};

describe('the tour of the README', () => {
  it('has its stops', () => {
    expect(stops.length).toBeGreaterThanOrEqual(5);
    expect(stops.length).toBe(readme.match(/```graphql/g)?.length);
  });
  it.each(stops.map((stop, index) => [index + 1, stop] as const))(
    'answers at stop %i as it is written',
    async (_, stop) => {
      const answer = await ask(stop);
      expect(answer).toEqual(settled(stop.answer, answer));
    },
  );
  it('gives the same answer again where it says so', async () => {
    const repeated = stops.find(({ query }) => query.includes('commandId'));
    if (!repeated) throw new Error('no stop with a command id');
    expect(await ask(repeated)).toEqual(await ask(repeated));
  });
});
