import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutationOf, type Answer, type Voice } from '../support/voice.js';
import { identified } from './cast.js';
import { bootMs, type Ground } from './ground.js';
import { openGround } from './open-ground.js';
import { postOf } from './offer.js';
import { pathAt, type Path } from './path.js';
import { lesson } from './sessions.js';

let ground: Ground;
let path: Path;
let voice: Voice;
beforeAll(async () => {
  ground = await openGround('2024-03-04');
  path = await pathAt(ground, 'training');
  voice = ground.cast.enterprise.voice;
}, bootMs);
afterAll(() => ground.world.close());

/** Nothing of the inside may be in an answer: no stack, no path, no statement. */
const quiet = (text: string) =>
  expect(text).not.toMatch(/\bat \S+ ?\(|node_modules|\.[jt]s:\d|select |insert |postgres:\/\//i);

/** The act, with the head of the feed before and after. */
const nothingWritten = async <T extends { readonly text?: string }>(act: () => Promise<T>) => {
  const before = await ground.world.head();
  const answer = await act();
  expect(await ground.world.head()).toBe(before);
  quiet(answer.text ?? JSON.stringify(answer));
  return answer;
};
const messages = ({ errors = [] }: Answer) => errors.map(({ message }) => message).join('\n');
const codes = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions?.code);
const mutate = (name: string, input: object) => () => voice.try(mutationOf(name, 'one'), { input });

describe('a body that is no request', () => {
  it.each([
    ['JSON that ends too early', '{"query": "{ '],
    ['no JSON at all', '<xml/>'],
    ['a list of requests', '[{"query":"{ __typename }"}]'],
    ['GraphQL that does not parse', JSON.stringify({ query: '{ trainee(id: ' })],
    ['a field that is not in the schema', JSON.stringify({ query: '{ secrets { id } }' })],
    ['a query that is not text', JSON.stringify({ query: 5 })],
    ['nothing', '{}'],
  ])('is answered 400: %s', async (_what, body) => {
    const answer = await nothingWritten(() => voice.post(body));
    expect([answer.status, answer.data ?? null]).toEqual([400, null]);
    expect(messages(answer)).not.toBe('');
  });
  it.each([
    ['a little over the limit', 1_100_000],
    ['of ten megabytes', 10_000_000],
  ])('is answered 413: a name %s', async (_what, length) => {
    const person = {
      ...identified(ground.cast.stranger()).identity,
      name: '李'.repeat(length / 3),
    };
    const input = { personId: randomUUID(), identity: person };
    const answer = await nothingWritten(mutate('registerPerson', input));
    expect([answer.status, codes(answer)]).toEqual([413, ['PAYLOAD_TOO_LARGE']]);
  });
});

describe('a value of the wrong kind', () => {
  const post = () => postOf(ground.cast, randomUUID());
  const cases: readonly (readonly [string, string, () => object, string])[] = [
    ['text for a number', 'publishPost', () => ({ ...post(), places: 'many' }), 'places'],
    ['a fraction for a count', 'publishPost', () => ({ ...post(), places: 1.5 }), 'places'],
    ['a word that is none', 'publishPost', () => ({ ...post(), kind: 'MANAGER' }), 'kind'],
    ['a list for a text', 'publishPost', () => ({ ...post(), title: ['a', 'b'] }), 'title'],
    ['a field that is not asked for', 'publishPost', () => ({ ...post(), salary: 1 }), 'salary'],
    ['a field left out', 'publishPost', () => ({ ...post(), title: undefined }), 'title'],
    ['30 February', 'startTraining', () => ({ apprenticeshipId: path.id, on: '2024-02-30' }), 'on'],
    ['a month 13', 'startTraining', () => ({ apprenticeshipId: path.id, on: '2024-13-01' }), 'on'],
  ];
  it.each(cases)('is answered 400 and the field named: %s', async (_what, name, input, field) => {
    const answer = await nothingWritten(mutate(name, input()));
    expect([answer.status, answer.data ?? null]).toEqual([400, null]);
    expect(messages(answer)).toContain(field);
  });
});

describe('a value that no rule allows', () => {
  const session = (wishes: object) => ({
    ...lesson(ground, randomUUID(), { on: '2024-03-05' }),
    ...wishes,
  });
  const attempt = (theory: number) => ({
    ...{ apprenticeshipId: path.id, on: '2024-03-04', theory, practice: 80, conduct: 80 },
    assessors: [randomUUID()],
  });
  const cases: readonly (readonly [string, string, () => object, string])[] = [
    ['an hour of −1', 'scheduleSession', () => session({ from: '-1:00' }), 'data.from'],
    ['an hour of 25', 'scheduleSession', () => session({ to: '25:00' }), 'data.to'],
    ['a day in the year 0001', 'scheduleSession', () => session({ on: '0001-01-01' }), 'data.on'],
    ['a score of −1', 'recordFinalAssessment', () => attempt(-1), 'data.theory'],
    ['a score of 101', 'recordFinalAssessment', () => attempt(101), 'data.theory'],
    ['an id that is none', 'closePost', () => ({ postId: 'x' }), 'data.postId'],
    [
      'an id in capitals',
      'closePost',
      () => ({ postId: randomUUID().toUpperCase() }),
      'data.postId',
    ],
    [
      'a title of 900 kilobytes',
      'publishPost',
      () => ({ ...postOf(ground.cast, randomUUID()), title: 'x'.repeat(900_000) }),
      'data.title',
    ],
    [
      'a title with a NUL, which no view could store',
      'publishPost',
      () => ({ ...postOf(ground.cast, randomUUID()), title: '装调\u0000工' }),
      'data.title',
    ],
    [
      'a title with half a character',
      'publishPost',
      () => ({ ...postOf(ground.cast, randomUUID()), title: '装调\ud83d' }),
      'data.title',
    ],
    [
      'no places',
      'publishPost',
      () => ({ ...postOf(ground.cast, randomUUID()), places: 0 }),
      'data.places',
    ],
    [
      'nobody on the roster',
      'holdSession',
      () => ({ sessionId: randomUUID(), roster: [] }),
      'data.roster',
    ],
  ];
  it.each(cases)('is refused with 200 and the field named: %s', async (_what, name, input, at) => {
    const answer = await nothingWritten(mutate(name, input()));
    expect({ status: answer.status, answer: answer.data?.['answer'] }).toMatchObject({
      ...{ status: 200, answer: { reasons: [{ code: 'E_INPUT', path: at }] } },
    });
    expect(answer.text.length).toBeLessThan(2_000);
  });
  it.each([
    ['evidence.0.kind', { evidence: [{ kind: '张三的身份证', digest: 'ab'.repeat(32) }] }],
    ['evidence.0.digest', { evidence: [{ kind: 'scan', digest: '440106200306150004' }] }],
    ['lateApproval', { lateApproval: 'please' }],
  ])('is refused where it stands beside the input: %s', async (at, envelope) => {
    const input = postOf(ground.cast, randomUUID());
    const answer = await nothingWritten(() =>
      voice.try(mutationOf('publishPost', 'one'), { input, ...envelope }),
    );
    expect(answer.data?.['answer']).toMatchObject({ reasons: [{ code: 'E_INPUT', path: at }] });
  });
  it('is refused by name: a path nobody knows, and the query for one answers null', async () => {
    const unknown = randomUUID();
    const start = { apprenticeshipId: unknown, on: '2024-03-04' };
    const answer = await nothingWritten(mutate('startTraining', start));
    expect(answer.data?.['answer']).toMatchObject({
      reasons: [{ code: 'E_UNKNOWN', detail: { id: unknown } }],
    });
    expect(await voice.ask(`{ trainee(id: "${unknown}") { id } }`)).toEqual({ trainee: null });
  });
  it('is refused with 200 when a rule is broken', async () => {
    const start = { apprenticeshipId: path.id, on: ground.world.clock.today() };
    const answer = await nothingWritten(mutate('startTraining', start));
    expect(answer).toMatchObject({ status: 200, data: { answer: { __typename: 'Rejected' } } });
  });
});

describe('a store that is down', () => {
  it('is answered 503, for acts and for queries, and all goes on when it is back', async () => {
    const { world } = ground;
    const before = await world.head();
    const commandId = randomUUID();
    const input = postOf(ground.cast, randomUUID());
    const publish = () => voice.try(mutationOf('publishPost', 'one'), { input, commandId });
    const person = path.person.id;
    const queries = [
      `{ trainee(id: "${person}") { id } }`,
      `{ trainees { edges { cursor } } }`,
      `{ replay(subject: "person-${person}") { position } }`,
      `{ events { edges { cursor } } }`,
    ].map((query) => () => voice.try(query));
    await world.wire.cut();
    try {
      for (const [index, ask] of [publish, ...queries].entries()) {
        const answer = await ask();
        expect([index, answer.status, codes(answer)]).toEqual([index, 503, ['STORE_UNAVAILABLE']]);
        quiet(answer.text);
      }
    } finally {
      await world.wire.mend();
    }
    expect(await world.head()).toBe(before);
    expect(await publish()).toMatchObject({ status: 200, data: { answer: { commandId } } });
  });
});
