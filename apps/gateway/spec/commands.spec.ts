import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { enterprise, running, type Running } from './running.js';

let gateway: Running;
beforeAll(async () => {
  gateway = await running();
});
beforeEach(() => {
  gateway.dispatcher.sent.length = 0;
});
afterAll(() => gateway.app.close());

const chair = '3f0c0b52-7a0e-4c39-9f39-0d9f4a1d8a11';
const commandId = '9f0c0b52-7a0e-4c39-8f39-0d9f4a1d8a11';
const outcome = `__typename
  ... on Accepted { commandId position events { type data id } }
  ... on Rejected { commandId reasons { code clause messageZh messageEn rules path detail } }`;
const build = (argumentsText = '') =>
  `mutation ($i: BuildChairInput!) { buildChair(input: $i${argumentsText}) { ${outcome} } }`;
const parts = [{ minutes: 30 }];

describe('a mutation', () => {
  it('hands the command over as its schema reads it, with actor and envelope', async () => {
    const more = `, commandId: "${commandId}", occurredOn: "2024-02-29", lateApproval: "${chair}", preview: true,
      evidence: [{ kind: "scan", digest: "ab" }]`;
    const i = {
      chair,
      on: '2024-02-29',
      at: '2024-02-29T08:00:00.123456Z',
      parts: [{ minutes: 30, kind: 'WALK_IN', note: null }],
      kind: 'OAK',
      place: { onLine: { url: 'u' } },
      grams: 5_000_000_000,
      size: 0.5,
    };
    const { status, data } = await gateway.ask(build(more), { i });
    expect(status).toBe(200);
    expect(gateway.dispatcher.sent).toEqual([
      {
        category: 'chair',
        actor: enterprise,
        command: {
          type: 'BuildChair',
          data: {
            ...i,
            parts: [{ minutes: 30, kind: 'walk-in', note: null }],
            kind: 'oak',
            place: { at: 'on-line', url: 'u' },
          },
        },
        envelope: {
          commandId,
          occurredOn: '2024-02-29',
          evidence: [{ kind: 'scan', digest: 'ab' }],
          lateApproval: chair,
          preview: true,
          trace: undefined,
        },
      },
    ]);
    expect(data).toMatchObject({
      buildChair: {
        __typename: 'Accepted',
        commandId,
        position: null,
        events: [{ type: 'BuildChair', id: null }],
      },
    });
  });
  it('drops null unless the schema takes it, and fills the default', async () => {
    await gateway.ask(build(', evidence: null, preview: null'), {
      i: { chair, parts, on: null, place: null, grams: null, label: null },
    });
    expect(gateway.dispatcher.sent).toMatchObject([
      {
        command: { type: 'BuildChair', data: { chair, parts, kind: 'walk-in', label: null } },
        envelope: { preview: false },
      },
    ]);
    const [sent] = gateway.dispatcher.sent;
    expect(Object.keys((sent?.command as { data: object }).data).sort()).toEqual([
      'chair',
      'kind',
      'label',
      'parts',
    ]);
  });
  it('makes of each choice its kind', async () => {
    for (const [place, read] of [
      [{ shop: { shop: chair } }, { at: 'shop', shop: chair }],
      [{ nowhere: true }, { at: 'nowhere' }],
    ]) {
      await gateway.ask(build(), { i: { chair, parts, place } });
      expect(gateway.dispatcher.sent.at(-1)?.command).toMatchObject({ data: { place: read } });
    }
    const { status, errors } = await gateway.ask(build(), {
      i: { chair, parts, place: { nowhere: false } },
    });
    expect([status, errors?.[0]?.extensions?.code]).toEqual([400, 'BAD_USER_INPUT']);
  });
  it('answers a refusal with 200 and every figure', async () => {
    const { status, data, errors } = await gateway.ask(build(), {
      i: { chair, parts, label: 'refuse' },
    });
    expect([status, errors]).toEqual([200, undefined]);
    expect(data).toEqual({
      buildChair: {
        __typename: 'Rejected',
        commandId: 'c',
        reasons: [
          {
            code: 'E_INPUT',
            clause: 'platform',
            messageZh: '不行',
            messageEn: 'no',
            rules: null,
            path: 'data.label',
            detail: { n: 1 },
          },
        ],
      },
    });
  });
  it('carries a W3C trace and leaves another out', async () => {
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    for (const [traceparent, carried] of [
      [trace, trace],
      ['my name is', undefined],
    ] as const) {
      await gateway.post({ query: build(), variables: { i: { chair, parts } } }, { traceparent });
      expect(gateway.dispatcher.sent.at(-1)?.envelope.trace).toBe(carried);
    }
  });
  it('is not sent by GET', async () => {
    const token = await gateway.issuer.sign(enterprise);
    const query = encodeURIComponent(
      `mutation { dropChair(input: { chair: "${chair}", why: SOLD }) { __typename } }`,
    );
    const response = await fetch(`${gateway.origin}/graphql?query=${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(response.status).toBe(405);
    expect(gateway.dispatcher.sent).toEqual([]);
  });
});

describe('a mutation over many', () => {
  const many = `mutation ($i: [BuildChairInput!]!) {
    buildChairMany(inputs: $i) { accepted rejected position lines { index label outcome { __typename } } }
  }`;
  it('has an outcome for each line', async () => {
    const { data } = await gateway.ask(many, {
      i: [
        { chair, parts },
        { chair, parts, label: 'refuse' },
      ],
    });
    expect(data).toEqual({
      buildChairMany: {
        accepted: 1,
        rejected: 1,
        position: null,
        lines: [
          { index: 0, label: '1', outcome: { __typename: 'Accepted' } },
          { index: 1, label: '2', outcome: { __typename: 'Rejected' } },
        ],
      },
    });
  });
  it('takes a thousand and no more', async () => {
    const i = Array.from({ length: 1_001 }, () => ({ chair, parts }));
    expect((await gateway.ask(many, { i: i.slice(1) })).status).toBe(200);
    const { status, errors } = await gateway.ask(many, { i });
    expect(status).toBe(400);
    expect(errors?.[0]?.message).toContain('"inputs"');
  });
  it('may be a sheet', async () => {
    const { data } = await gateway.ask(
      `mutation { furnishRoom(input: { chairs: ["${chair}"] }) { __typename ... on BatchOutcome { accepted lines { label } } } }`,
    );
    expect(data).toEqual({
      furnishRoom: { __typename: 'BatchOutcome', accepted: 1, lines: [{ label: chair }] },
    });
    expect(gateway.dispatcher.sent[0]).toMatchObject({
      command: { type: 'FurnishRoom', data: { chairs: [chair] } },
    });
  });
});
