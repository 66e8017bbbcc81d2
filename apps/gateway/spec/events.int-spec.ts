import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PersonActor } from '#kernel';
import { record, storeOnPostgres } from './on-postgres.js';
import { enterprise, province, running, type Answer, type Running } from './running.js';

let gateway: Running;
let ground: Awaited<ReturnType<typeof storeOnPostgres>>;
const regions: Readonly<Record<string, string>> = { 'person-p1': '440300', 'person-p2': '440400' };

beforeAll(async () => {
  ground = await storeOnPostgres();
  gateway = await running({
    store: ground.store,
    whereabouts: async (subjects) => subjects.map((subject) => regions[subject] ?? ''),
  });
  await record(ground.store, 'chair-1', [
    { subjects: ['person-p1', 'organization-e-1'], data: { n: 1 } },
    { subjects: ['person-p1', 'organization-e-2'], data: { n: 2 } },
    {
      subjects: ['person-p1'],
      data: { n: 3 },
      type: 'ChairDropped',
      actor: { ...enterprise, user: 'clerk' },
    },
  ]);
  await record(ground.store, 'chair-2', [
    { subjects: ['person-p2', 'organization-e-2'], data: { n: 4 } },
    { subjects: ['certificate-e-1'], data: { n: 5 } },
  ]);
});
afterAll(async () => {
  await gateway.app.close();
  await ground.leave();
});

interface Page {
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: { readonly data: { readonly n: number } };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}
const ask = async (actor: PersonActor, args: string) => {
  const authorization = `Bearer ${await gateway.issuer.sign(actor)}`;
  const query = `{ events${args} { edges { cursor node { data type } } pageInfo { hasNextPage endCursor } } }`;
  const response = await gateway.post({ query }, { authorization });
  const { data, errors } = (await response.json()) as Answer;
  return { status: response.status, page: (data as { events: Page } | null)?.events, errors };
};
const numbers = async (actor: PersonActor, args = '') => {
  const { page, errors } = await ask(actor, args);
  expect(errors).toBeUndefined();
  return page?.edges.map(({ node }) => node.data.n);
};
const trainee: PersonActor = { user: 't', role: 'trainee', person: 'p1' };
const bureau: PersonActor = { user: 'b', role: 'city-bureau', region: '4403', organization: 'b-1' };

describe('events', () => {
  it('are seen by each caller as far as they name it', async () => {
    expect(await numbers(province)).toEqual([1, 2, 3, 4, 5]);
    expect(await numbers(enterprise)).toEqual([1, 3]);
    expect(await numbers({ ...enterprise, organization: 'e-2' })).toEqual([2, 4]);
    expect(await numbers({ ...enterprise, role: 'chain-owner' })).toEqual([1, 3]);
    expect(await numbers(trainee)).toEqual([1, 2, 3]);
    expect(await numbers({ ...trainee, person: 'p2' })).toEqual([4]);
    expect(await numbers(bureau)).toEqual([1, 2, 3]);
    expect(await numbers({ ...bureau, region: '440400' })).toEqual([4]);
    expect(await numbers({ user: 'x', role: 'enterprise' })).toEqual([]);
    // A person's pseudonym is no organisation, even where the words are the same.
    expect(await numbers({ user: 'x', role: 'enterprise', organization: 'person-p1' })).toEqual([]);
  });
  it('are refused to a role without a row', async () => {
    const { status, errors } = await ask({ user: 'o', role: 'operator' }, '');
    expect([status, errors?.[0]?.extensions?.code]).toEqual([403, 'FORBIDDEN']);
  });
  it('come by subject, by stream and by type, in both directions', async () => {
    expect(await numbers(province, '(subject: "person-p1")')).toEqual([1, 2, 3]);
    expect(await numbers(province, '(subject: "person-p1", direction: BACKWARDS)')).toEqual([
      3, 2, 1,
    ]);
    expect(await numbers(province, '(subject: "person-p1", types: ["ChairDropped"])')).toEqual([3]);
    expect(await numbers(province, '(stream: "chair-2")')).toEqual([4, 5]);
    expect(
      await numbers(province, '(stream: "chair-1", direction: BACKWARDS, types: ["ChairBuilt"])'),
    ).toEqual([2, 1]);
    expect(await numbers(province, '(types: ["ChairDropped"])')).toEqual([3]);
    expect(await numbers(province, '(subject: "person-unknown")')).toEqual([]);
  });
  it.each([
    '',
    'stream: "chair-1"',
    'subject: "person-p1"',
    'subject: "person-p1", direction: BACKWARDS',
    'stream: "chair-1", direction: BACKWARDS',
  ])('page by page are the same as at once: %s', async (which) => {
    const whole = await numbers(province, which && `(${which})`);
    const found: number[] = [];
    let after = '';
    for (let more = true; more;) {
      const { page } = await ask(
        province,
        `(first: 1${which && `, ${which}`}${after && `, after: "${after}"`})`,
      );
      found.push(...(page?.edges ?? []).map(({ node }) => node.data.n));
      more = page?.pageInfo.hasNextPage ?? false;
      after = page?.pageInfo.endCursor ?? '';
    }
    expect(found).toEqual(whole);
  });
  it.each([
    ['(first: 0)', '"first"'],
    ['(first: 501)', '"first"'],
    ['(after: "nonsense")', '"after"'],
    ['(stream: "chair-1", after: "5")', '"after"'],
    ['(direction: BACKWARDS)', '"direction"'],
    ['(stream: "chair-1", subject: "person-p1")', '"subject"'],
  ])('refuse %s by name', async (args, name) => {
    const { status, errors } = await ask(province, args);
    expect([status, errors?.[0]?.extensions?.code]).toEqual([400, 'BAD_USER_INPUT']);
    expect(errors?.[0]?.message).toContain(name);
  });
  it('are not their employer’s to see because a trainee or an assessor recorded them', async () => {
    const assessor: PersonActor = { user: 'a', role: 'assessor', person: 'a-1' };
    const employed = { ...assessor, organization: 'e-1' };
    await record(ground.store, 'chair-3', [
      { subjects: ['person-p2'], data: { n: 6 }, actor: employed },
      { subjects: ['person-p2'], data: { n: 7 }, actor: { ...employed, role: 'trainee' } },
    ]);
    expect(await numbers(enterprise)).toEqual([1, 3]);
    expect(await numbers(employed)).toEqual([6, 7]);
    expect(await numbers(assessor)).toEqual([6, 7]);
    expect(await numbers({ ...employed, person: 'a-2' })).toEqual([]);
    expect(await numbers({ ...trainee, organization: 'e-2', person: 'p3' })).toEqual([]);
    expect(await numbers({ ...trainee, organization: 'e-2' })).toEqual([1, 2, 3]);
  });
  it('carry all that was recorded, to the microsecond', async () => {
    const { data } = await gateway.ask(
      '{ events(stream: "chair-1", first: 1) { edges { node { id stream revision position recordedAt occurredOn subjects actor { system } commandId schemaVersion } } } }',
    );
    expect(data).toMatchObject({
      events: {
        edges: [
          {
            node: {
              stream: 'chair-1',
              revision: 0,
              recordedAt: expect.stringMatching(/T.*\.\d{6}Z$/),
              occurredOn: '2024-05-06',
              subjects: ['person-p1', 'organization-e-1'],
              actor: { system: 'spec' },
            },
          },
        ],
      },
    });
  });
});
