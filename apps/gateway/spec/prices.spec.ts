import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readAreas } from '../src/index.js';
import { READ_MODELS } from '../src/queries/read-models.js';
import { REPLAY } from '../src/queries/replaying.js';
import { running, type Running } from './running.js';

// The queries of the platform under the limits that it ships with, on views that are empty: what is too much is refused unread.

const page = { rows: [], hasNext: false };
const models = {
  atLeast: async () => undefined,
  of: () => ({ page: async () => page, byKey: async () => undefined }),
  vault: { identities: async () => new Map() },
  store: { readSubject: async () => [], isPosition: () => true },
};
let gateway: Running;
beforeAll(async () => {
  const providers = [
    { provide: READ_MODELS, useValue: models },
    { provide: REPLAY, useValue: () => ({}) },
  ];
  gateway = await running({ areas: readAreas, providers });
});
afterAll(() => gateway.app.close());

const tooMuch = async (query: string, variables: object = {}): Promise<boolean> => {
  const { status, errors = [] } = await gateway.ask(query, variables);
  const refused = errors.some(({ message }) => message.includes('asks too much'));
  expect([query, status]).toEqual([query, refused ? 400 : 200]);
  return refused;
};
const lists: readonly (readonly [string, (first: string) => string])[] = [
  ['trainees', (first) => `trainees${first && `(first: ${first})`}`],
  ['classRoster', (first) => `classRoster(classId: "c-1"${first && `, first: ${first}`})`],
];
const nextSteps = 'nextSteps { command possible needs blockedBy { code clause messageZh } }';
const hours = 'hours { activity venue entries loggedMinutes recognisedMinutes }';
const cheapest = { nextSteps: 'nextSteps { command }', hours: 'hours { entries }' };

describe.each(lists)('a page of %s', (_name, list) => {
  const asking = (first: string, fields: string) =>
    `query ${first === '$n' ? '($n: Int!)' : ''} { ${list(first)} { edges { node { id name state ${fields} } } } }`;

  it.each([
    ['dry runs of the next steps', nextSteps],
    ['sums of hours', hours],
    ['next steps by name alone', cheapest.nextSteps],
    ['one sum of hours alone', cheapest.hours],
  ])('with %s may not be the longest, in figures or by variable', async (_what, fields) => {
    expect(await tooMuch(asking('500', fields))).toBe(true);
    expect(await tooMuch(asking('$n', fields), { n: 500 })).toBe(true);
    expect(await tooMuch(asking('20', fields))).toBe(false);
    expect(await tooMuch(asking('$n', fields), { n: 20 })).toBe(false);
    expect(await tooMuch(asking('', fields))).toBe(false);
  });
  it('may be the longest with nothing that is made for each row', async () => {
    const fields = 'milestones { type on } certificates { number standing }';
    expect(await tooMuch(asking('500', fields))).toBe(false);
    expect(await tooMuch(asking('$n', fields), { n: 500 })).toBe(false);
  });
  it('counts the pages within it, by their variables too', async () => {
    const query = `query ($n: Int!, $m: Int!) {
      ${list('$n')} { edges { node { hoursLedger(first: $m) { edges { node { entry minutes } } } } } } }`;
    expect(await tooMuch(query, { n: 500, m: 50 })).toBe(true);
    expect(await tooMuch(query, { n: 50, m: 500 })).toBe(true);
    expect(await tooMuch(query, { n: 50, m: 50 })).toBe(false);
  });
});

it('the queries that the README shows are within the limits', async () => {
  const readme = readFileSync(resolve(import.meta.dirname, '../../../README.md'), 'utf8');
  const shown = [...readme.matchAll(/```graphql\n(\{.*?)```/gs)].map(([, query = '']) => query);
  expect(shown.length).toBeGreaterThanOrEqual(2);
  for (const query of shown) {
    const { errors = [] } = await gateway.ask(query);
    expect(errors.filter(({ message }) => message.includes('asks too much'))).toEqual([]);
  }
});
