import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDispatcher, type EventStore } from '#event-store';
import { mayTry, related } from '#identity';
import type { PersonActor } from '#kernel';
import { storeOnPostgres } from './on-postgres.js';
import { enterprise, province, running, type Answer, type Running } from './running.js';
import { workshop } from './workshop.js';

let gateway: Running;
let ground: Awaited<ReturnType<typeof storeOnPostgres>>;
const dispatcherOn = (store: EventStore) =>
  createDispatcher({
    store,
    contexts: [workshop],
    permits: { mayTry, related },
    people: async () => new Map(),
    keepPersonal: async () => ({ ok: true }),
    commandDigest: (command) => createHash('sha256').update(JSON.stringify(command)).digest('hex'),
    ruleBook: { sources: () => [], choose: () => undefined },
    lateApprovals: {
      source: () => ({ stream: 'none-1', folding: { initial: {}, evolve: (state) => state } }),
      covers: () => false,
    },
    clock: () => new Date(),
  });
beforeAll(async () => {
  ground = await storeOnPostgres();
  gateway = await running({ store: ground.store, dispatcher: dispatcherOn(ground.store) });
});
afterAll(async () => {
  await gateway.app.close();
  await ground.leave();
});

interface Built {
  readonly __typename: string;
  readonly position?: string;
  readonly events?: readonly { readonly id: string | null; readonly recordedAt: string | null }[];
  readonly reasons?: readonly {
    readonly code: string;
    readonly path: string | null;
    readonly messageZh: string;
  }[];
}
const build = async (actor: PersonActor, i: object, more = ''): Promise<Built> => {
  const query = `mutation ($i: BuildChairInput!) { buildChair(input: $i${more}) { __typename
    ... on Accepted { position events { id recordedAt } } ... on Rejected { reasons { code path messageZh } } } }`;
  const authorization = `Bearer ${await gateway.issuer.sign(actor)}`;
  const response = await gateway.post({ query, variables: { i } }, { authorization });
  expect(response.status).toBe(200);
  const { data } = (await response.json()) as Answer;
  return (data as { buildChair: Built }).buildChair;
};
const parts = [{ minutes: 30 }];

describe('a command through the whole', () => {
  it('is recorded, and read again at the position it was told', async () => {
    const chair = randomUUID();
    const { __typename, position, events } = await build(province, { chair, parts });
    expect([__typename, events?.length]).toEqual(['Accepted', 1]);
    expect(events?.[0]?.recordedAt).toMatch(/\.\d{6}Z$/);
    const [stored] = await ground.store.read(`chair-${chair}`);
    expect(stored?.meta).toMatchObject({ position, id: events?.[0]?.id, actor: province });
  });
  it('is recorded once however often it is sent', async () => {
    const chair = randomUUID();
    const id = `, commandId: "${randomUUID()}"`;
    const first = await build(province, { chair, parts }, id);
    expect(await build(province, { chair, parts }, id)).toEqual(first);
    expect(await build(province, { chair, parts: [{ minutes: 31 }] }, id)).toMatchObject({
      reasons: [{ code: 'E_COMMAND_ID' }],
    });
    expect(await ground.store.read(`chair-${chair}`)).toHaveLength(1);
  });
  it('writes nothing in a preview', async () => {
    const chair = randomUUID();
    const answer = await build(province, { chair, parts }, ', preview: true');
    expect(answer).toEqual({
      __typename: 'Accepted',
      position: null,
      events: [{ id: null, recordedAt: null }],
    });
    expect(await ground.store.read(`chair-${chair}`)).toEqual([]);
  });
  it('is refused by name: who may not, what does not fit, a day to come', async () => {
    const chair = randomUUID();
    for (const [actor, i, more, code, path] of [
      [enterprise, { chair, parts }, '', 'E_FORBIDDEN', null],
      [province, { chair, parts: [{ minutes: 601 }] }, '', 'E_INPUT', 'data.parts.0.minutes'],
      [province, { chair: 'no uuid', parts }, '', 'E_INPUT', 'data.chair'],
      [province, { chair, parts }, ', occurredOn: "2199-01-01"', 'E_FUTURE', null],
    ] as const) {
      const { reasons } = await build(actor, i, more);
      expect(reasons?.[0]).toMatchObject({
        code,
        path,
        messageZh: expect.stringMatching(/\p{Script=Han}/u),
      });
    }
    expect(await ground.store.read(`chair-${chair}`)).toEqual([]);
  });
});
