import { describe, expect, it } from '@jest/globals';
import type { PersonActor } from '#kernel';
import { mayTry, regionCovers, related, relationsHeld } from './permission.js';

const actor = (over: Partial<PersonActor>): PersonActor => ({
  user: 'u',
  role: 'enterprise',
  ...over,
});

describe('the role level', () => {
  it('refuses a role that is not named', () => {
    expect(mayTry({ college: 'any' }, actor({}))).toBe(false);
    expect(mayTry({}, actor({}))).toBe(false);
  });
  it('lets a chain owner do what an enterprise may, and not the other way round', () => {
    expect(mayTry({ enterprise: 'employer' }, actor({ role: 'chain-owner' }))).toBe(true);
    expect(mayTry({ 'chain-owner': 'owner' }, actor({ role: 'enterprise' }))).toBe(false);
  });
  it('does not ask the system', () => {
    expect(mayTry({}, { system: 'reactor' })).toBe(true);
    expect(related({}, { system: 'reactor' }, {})).toBe(true);
  });
});

describe('the relation level', () => {
  const allow = { enterprise: 'employer', trainee: 'trainee', 'city-bureau': 'place' } as const;

  it('asks for the organisation in the named relation, not in another', () => {
    expect(related(allow, actor({ organization: 'e1' }), { employer: 'e1' })).toBe(true);
    expect(related(allow, actor({ organization: 'e1' }), { employer: ['e2', 'e1'] })).toBe(true);
    expect(related(allow, actor({ organization: 'e1' }), { employer: 'e2', college: 'e1' })).toBe(
      false,
    );
  });
  it('asks for the person where the actor is one', () => {
    expect(related(allow, actor({ role: 'trainee', person: 'p' }), { trainee: 'p' })).toBe(true);
    expect(related(allow, actor({ role: 'trainee', person: 'q' }), { trainee: 'p' })).toBe(false);
  });
  it('takes a trainee and an assessor for themselves only, whatever employer or region their token names', () => {
    const all = { trainee: 'party', assessor: 'party', enterprise: 'party' } as const;
    const parties = { party: ['p', 'e1', '4403'] };
    const employed = { organization: 'e1', region: '44', person: 'q' };
    for (const role of ['trainee', 'assessor'] as const) {
      expect(related(all, actor({ ...employed, role }), parties)).toBe(false);
      expect(related(all, actor({ ...employed, role, person: 'p' }), parties)).toBe(true);
    }
    expect(related(all, actor(employed), parties)).toBe(true);
  });
  it('takes the staff of an organisation for it, not for themselves', () => {
    const parties = { employer: 'p' };
    expect(related(allow, actor({ organization: 'e1', person: 'p' }), parties)).toBe(false);
  });
  it('refuses an actor without organisation where the party is unknown too', () => {
    expect(related(allow, actor({}), { employer: undefined })).toBe(false);
    expect(related(allow, actor({}), {})).toBe(false);
    expect(related(allow, actor({ organization: '' }), { employer: '' })).toBe(false);
  });
  it('does not take a relation from the prototype', () => {
    expect(related({ enterprise: 'constructor' }, actor({ organization: 'x' }), {})).toBe(false);
  });
  it('is content with the role where the relation is any', () => {
    expect(related({ enterprise: 'any' }, actor({}), {})).toBe(true);
  });
  it('is content with one of several, and tells which', () => {
    const either = { enterprise: ['body', 'employer'], college: 'college' } as const;
    const parties = { body: 'b', employer: ['e1', 'e2'] };
    expect(related(either, actor({ organization: 'e3' }), parties)).toBe(false);
    expect(relationsHeld(either, actor({ organization: 'e2' }), parties)).toEqual(['employer']);
    expect(relationsHeld(either, actor({ organization: 'b' }), parties)).toEqual(['body']);
    const owner = actor({ role: 'chain-owner', organization: 'e1' });
    expect(relationsHeld(either, owner, parties)).toEqual(['employer']);
  });
  it('gives a chain owner either of its two relations', () => {
    const both = { 'chain-owner': 'owner', enterprise: 'employer' } as const;
    const owner = actor({ role: 'chain-owner', organization: 'o' });
    expect(related(both, owner, { owner: 'o' })).toBe(true);
    expect(related(both, owner, { employer: 'o' })).toBe(true);
    expect(related(both, owner, { college: 'o' })).toBe(false);
  });
});

describe('regions', () => {
  it.each([
    ['44', '440300', true],
    ['440000', '440300', true],
    ['4400', '440300', true],
    ['440000', '4403', true],
    ['4403', '440305', true],
    ['440300', '440305', true],
    ['440300', '440300', true],
    ['4403', '44', false],
    ['440300', '440400', false],
    ['440305', '440300', false],
    ['44', '450000', false],
  ])('%s over %s is %s', (region, place, covers) => {
    expect(regionCovers(region, place)).toBe(covers);
  });
  it('never covers an organisation whose id begins with the same digits', () => {
    const bureau = actor({ role: 'city-bureau', region: '44' });
    const id = '44030000-0000-4000-8000-000000000001';
    expect(related({ 'city-bureau': 'place' }, bureau, { place: id })).toBe(false);
    expect(regionCovers('', '440300')).toBe(false);
  });
});
