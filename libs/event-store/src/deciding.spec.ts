import { describe, expect, it } from '@jest/globals';
import { command, decider, event, type Actor } from '#kernel';
import { z } from 'zod';
import { judge } from './deciding.js';
import type { CommonMeta } from './unit.js';
import type { Engine } from './world.js';

const about = { summary: 'Spec.', zh: '规约', allow: {} };
const Taken = event('Taken', { place: z.int() });
const numbers = decider({
  category: 'numbers',
  commands: z.discriminatedUnion('type', [command('Take', about, { place: z.int() })]),
  events: z.discriminatedUnion('type', [Taken]),
  refusals: { E_TAKEN: { clause: 'platform', zh: '占用', en: 'taken' } },
  initial: { next: 1 },
  creators: ['Take'],
  streamOf: () => 'one',
  parties: () => ({}),
  decide: ({ data }, { next }) =>
    data.place === next
      ? [{ type: 'Taken', data }]
      : { reasons: [{ code: 'E_TAKEN' as const, detail: { next } }] },
  evolve: (_state, { data }) => ({ next: data.place + 1 }),
  subjects: () => ['numbers-one'],
});
const ticket = decider({
  ...numbers,
  category: 'ticket',
  claims: ({ data }) => [{ on: numbers, command: { type: 'Take', data } }],
});
const actor: Actor = { system: 'spec' };

/** The claim's stream has come to `revision` when it is judged; the decision saw `seen`. */
const judged = (revision: number, seen: number | undefined) => {
  const fold = async () => ({ revision, state: { state: { next: revision + 2 } } });
  const engine = { reader: { fold }, people: async () => new Map() } as unknown as Engine;
  const basedOn = seen === undefined ? [] : [{ stream: 'numbers-one', revision: seen }];
  const meta = { commandId: 'c', actor, basedOn } as unknown as CommonMeta;
  const at = { stream: 'ticket-one', revision: -1, state: { next: 1 }, meta };
  const context = { actor, facts: {} } as unknown as Parameters<typeof judge>[3]['context'];
  return judge(engine, ticket, { type: 'Take', data: { place: 1 } }, { ...at, context });
};

describe('a claim on a stream that the decision is based on', () => {
  it('is judged on what the decision saw', async () => {
    const verdict = await judged(-1, -1);
    expect(verdict).toMatchObject({ moved: false, reasons: [] });
    expect(verdict.claims.map(({ stream }) => stream)).toEqual(['numbers-one']);
  });
  it('is no refusal but a reason to decide again when a rival has written meanwhile', async () => {
    expect(await judged(0, -1)).toMatchObject({ moved: true });
  });
  it('is refused like any other where the decision never looked', async () => {
    const verdict = await judged(0, undefined);
    expect(verdict).toMatchObject({ moved: false, reasons: [{ code: 'E_TAKEN' }] });
  });
});
