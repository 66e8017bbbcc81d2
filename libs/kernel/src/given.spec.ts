import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { decider, type Context, type Decider } from './decider.js';
import { stateOf, type Folding } from './fact.js';
import { given, idOf, SpecFailure, specRules } from './given.js';
import { command, event } from './message.js';
import type { Recorded } from './meta.js';
import { unmet, when } from './rejection.js';

const about = { summary: 'Spec.', zh: '规约', allow: {} };
const Put = command('Put', about, { jar: z.string(), coins: z.int().positive() });
const Open = command('Open', about, { jar: z.string() });
const Command = z.discriminatedUnion('type', [Put, Open]);
const Opened = event('Opened', { jar: z.string() });
const CoinsPut = event('CoinsPut', { jar: z.string(), coins: z.int().positive() });
const Event = z.discriminatedUnion('type', [Opened, CoinsPut]);
type Command = z.infer<typeof Command>;
type Event = z.infer<typeof Event>;
type State = { readonly open: boolean; readonly coins: number; readonly by: readonly string[] };
type Given = { readonly shelf: { readonly full: boolean } };
type Jar = Decider<Command, State, Event, 'E_FULL' | 'E_LIMIT', Given>;

const shelf: Folding<{ full: boolean }> & { category: string } = {
  category: 'shelf',
  initial: { full: false },
  evolve: (state) => state,
};
const refusal = { clause: 'platform', zh: '满', en: 'full' };

const decide = (asked: Command, state: State, { facts, rules }: Context<Given>) => {
  const { jar } = asked.data;
  if (asked.type === 'Open') return state.open ? [] : [{ type: 'Opened' as const, data: { jar } }];
  const limit = rules.figures.classMaxTrainees;
  return (
    unmet(
      when(facts.shelf.full, 'E_FULL'),
      when(state.coins + asked.data.coins > limit, 'E_LIMIT', { limit }),
    ) ?? [{ type: 'CoinsPut' as const, data: asked.data }]
  );
};

const jar: Jar = decider<Command, State, Event, 'E_FULL' | 'E_LIMIT', Given>({
  category: 'jar',
  commands: Command,
  events: Event,
  refusals: { E_FULL: refusal, E_LIMIT: refusal },
  initial: { open: false, coins: 0, by: [] },
  creators: ['Open'],
  streamOf: ({ data }) => data.jar,
  facts: ({ type }) => (type === 'Put' ? { shelf: stateOf(shelf, 'one') } : {}),
  rules: () => ({ scheme: 'spec', jurisdiction: 'CN', on: '2026-03-02' }),
  parties: () => ({}),
  decide,
  evolve: (state, { type, data, meta }) =>
    type === 'Opened'
      ? { ...state, open: true, by: [...state.by, 'user' in meta.actor ? meta.actor.user : ''] }
      : { ...state, coins: state.coins + data.coins },
  subjects: ({ data }) => [`jar-${data.jar}`],
  claims: ({ data, type }) =>
    type === 'Open' ? [{ on: jar, command: { type: 'Open', data } }] : [],
});

const opened: Event = { type: 'Opened', data: { jar: 'a' } };
const put = (coins: number): Event => ({ type: 'CoinsPut', data: { jar: 'a', coins } });
const puts = (coins: number): Command => ({ type: 'Put', data: { jar: 'a', coins } });
const open: Command = { type: 'Open', data: { jar: 'a' } };
const free = { facts: { shelf: { full: false } } };
const rare = (change: Partial<Jar>): Jar => ({ ...jar, ...change });

describe('given', () => {
  it('holds when the events are the ones expected', () => {
    given(jar).when(open).then(opened);
    given(jar, opened, put(3)).with(free).when(puts(2)).then(put(2));
  });
  it('says where the events differ', () => {
    expect(() => given(jar, opened).with(free).when(puts(2)).then(put(3))).toThrow(
      'events.0.data.coins: expected 3, got 2',
    );
    expect(() => given(jar).when(open).then(opened, opened)).toThrow('events.1: expected');
  });
  it('tells events, silence and refusals apart', () => {
    given(jar, opened).when(open).thenNothing();
    expect(() => given(jar, opened).when(open).then(opened)).toThrow(SpecFailure);
    expect(() => given(jar).when(open).thenNothing()).toThrow('got');
    expect(() => given(jar).when(open).thenRejected('E_FULL')).toThrow('accepted with Opened');
    expect(() =>
      given(jar, opened)
        .with({ facts: { shelf: { full: true } } })
        .when(puts(2))
        .then(put(2)),
    ).toThrow('refused by E_FULL');
  });
  it('wants every refusal named, the leading one first', () => {
    const full = given(jar, opened)
      .with({ facts: { shelf: { full: true } }, rules: { classMaxTrainees: 1 } })
      .when(puts(2));
    full.thenRejected('E_FULL', 'E_LIMIT');
    full.thenRejected('E_FULL', { code: 'E_LIMIT', detail: { limit: 1 } });
    expect(() => full.thenRejected('E_LIMIT', 'E_FULL')).toThrow('leading');
    expect(() => full.thenRejected('E_FULL')).toThrow('others');
    expect(() => full.thenRejected('E_FULL', { code: 'E_LIMIT', detail: { limit: 2 } })).toThrow(
      'E_LIMIT.detail.limit',
    );
  });
  it('answers for the handler what the handler answers', () => {
    given(jar).with(free).when(puts(1)).thenRejected('E_UNKNOWN');
    given(jar, opened).with(free).when(puts(0)).thenRejected('E_INPUT');
  });
  it('compares claims', () => {
    given(jar).when(open).then(opened).andClaims({ on: 'jar', command: open });
    expect(() => given(jar).when(open).then(opened).andClaims()).toThrow('claims');
  });
  it('hands the fold the metadata a spec gives and sane ones otherwise', () => {
    const { state } = given(
      jar,
      { ...opened, meta: { actor: { user: 'wang', role: 'enterprise' } } },
      opened,
    )
      .with(free)
      .when(puts(1)).outcome;
    expect(state).toEqual({ open: true, coins: 1, by: ['wang', 'spec'] });
  });
  it('hands the decider only the facts it asks for, and names one that is missing', () => {
    expect(() => given(jar, opened).when(puts(1))).toThrow('asks for the fact shelf');
  });
});

describe('what given checks unasked', () => {
  const contexts = (change: Partial<Jar>) => () => given(rare(change)).when(open);
  it('is that a decision can be repeated', () => {
    let calls = 0;
    const moody = () => [{ type: 'Opened' as const, data: { jar: String((calls += 1)) } }];
    expect(contexts({ decide: moody })).toThrow('decide answers the same question differently');
  });
  it('is that nothing given is changed', () => {
    const greedy = (_: Command, state: State) => {
      (state as { coins: number }).coins = 7;
      return [];
    };
    expect(contexts({ decide: greedy })).toThrow('decide threw: TypeError');
    const rewriting = (state: State, { data }: Recorded<Event>) => {
      data.jar = 'b';
      return state;
    };
    expect(contexts({ evolve: rewriting })).toThrow('evolve threw: TypeError');
  });
  it('is that events fit their schema, refusals are in a book, and every event has a subject', () => {
    expect(
      contexts({ decide: () => [{ type: 'CoinsPut', data: { jar: 'a', coins: -1 } }] }),
    ).toThrow('does not fit the schema');
    const lawless = () => ({ reasons: [{ code: 'E_LAW' as 'E_FULL', detail: {} }] as const });
    expect(contexts({ decide: lawless })).toThrow('in no book: E_LAW');
    expect(contexts({ subjects: () => [] })).toThrow('Opened has no subject');
  });
  it('is that nothing personal gets into an event', () => {
    const person = { name: 'a', idKind: 'passport' as const, idNumber: 'E12345678' };
    expect(contexts({ personal: () => ({ person: 'p', identity: person }) })).toThrow(
      'personal data in events: name',
    );
    const note = { ref: 'r', text: 'quite another thing' };
    const { personal } = given(rare({ personal: () => ({ person: 'p', notes: [note] }) })).when(
      open,
    ).outcome;
    expect(personal?.notes).toEqual([note]);
  });
  it('is that events are stored as they are decided', () => {
    const Loud = z.object({
      type: z.literal('Opened'),
      data: z.object({ jar: z.string().toUpperCase() }),
    });
    expect(contexts({ events: z.discriminatedUnion('type', [Loud, CoinsPut]) })).toThrow(
      'the schema changes Opened',
    );
  });
});

describe('the surroundings of a spec', () => {
  it('are a UUID for each name, the same one each time', () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => idOf(`name ${String(index)}`));
    expect(new Set(ids).size).toBe(2_000);
    expect(ids.every((id) => z.uuid().safeParse(id).success)).toBe(true);
    expect(idOf('name 0')).toBe(ids[0]);
  });
  it('are figures that may be changed one by one', () => {
    expect(specRules({ passMark: 70 }).figures).toEqual({ ...specRules().figures, passMark: 70 });
  });
});
