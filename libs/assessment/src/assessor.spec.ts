import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import { ann, body, filing, march, occupation, outsider } from '../spec/world.js';
import type { AssessorCommand } from './assessor-commands.js';
import { isQualifiedFor } from './assessor-state.js';
import { assessor } from './assessor.js';
import type { AssessorEvent } from './events.js';

type Qualify = Extract<AssessorCommand, { type: 'QualifyAssessor' }>;

const words: Qualify['data'] = {
  assessor: ann,
  body,
  organization: idOf('college'),
  partyKind: 'college',
  grade: 'assessor',
  scope: [{ occupation, levels: ['SENIOR'] }],
  until: '2026-06-30',
};
const qualify = (changes: Partial<Qualify['data']> = {}): Qualify => ({
  type: 'QualifyAssessor',
  data: { ...words, ...changes },
});
const qualified = { type: 'AssessorQualified' as const, data: words };
const disqualify: AssessorCommand = { type: 'DisqualifyAssessor', data: { assessor: ann } };
const disqualified: AssessorEvent = { type: 'AssessorDisqualified', data: { assessor: ann } };
const home = { kind: 'college', region: '4401' };
const known = (...past: readonly AssessorEvent[]) =>
  given(assessor, ...past).with({ facts: { filing, registered: true, home } });

describe('qualifying an assessor', () => {
  it('is done within the scope of the filed body', () => {
    known().when(qualify()).then(qualified);
  });
  it('is refused for what the body is not filed for', () => {
    known()
      .when(qualify({ scope: [{ occupation, levels: ['SENIOR', 'JUNIOR'] }] }))
      .thenRejected({ code: 'E_SCOPE', detail: { beyond: [`${occupation}:JUNIOR`] } });
  });
  it('is refused when the body has no filing in force', () => {
    known()
      .with({ facts: { filing: { ...filing, until: '2026-03-01' } } })
      .when(qualify())
      .thenRejected('E_FILING_EXPIRED');
  });
  it('is refused for someone whom nobody registered', () => {
    known()
      .with({ facts: { registered: false } })
      .when(qualify())
      .thenRejected({ code: 'E_UNKNOWN', detail: { assessor: ann } });
  });
  it.each([
    ['nothing', undefined, 'college', false],
    ['an enterprise', 'enterprise', 'college', false],
    ['a college', 'college', 'enterprise', false],
    ['a college', 'college', 'assessment-body', false],
    ['a bureau', 'bureau', 'base', false],
    ['nothing', undefined, 'industry', false],
    ['an enterprise', 'enterprise', 'enterprise', true],
    ['an assessment body', 'assessment-body', 'assessment-body', true],
    ['a base operator', 'base-operator', 'base', true],
    ['an enterprise', 'enterprise', 'base', true],
    ['an enterprise', 'enterprise', 'industry', true],
  ] as const)('whose home the directory has as %s (%s) may be of a %s: %s', (...row) => {
    const [, kind, partyKind, may] = row;
    const { organization } = words;
    const asked = known()
      .with({ facts: { home: { ...home, kind } } })
      .when(qualify({ partyKind }));
    if (may) asked.then({ ...qualified, data: { ...words, partyKind } });
    else asked.thenRejected({ code: 'E_UNKNOWN', detail: { organization, partyKind } });
  });
  it('may be of an assessment body that is an enterprise itself', () => {
    const own = { organization: body, partyKind: 'assessment-body' } as const;
    known()
      .with({ facts: { home: { ...home, kind: 'enterprise' } } })
      .when(qualify(own))
      .then({ ...qualified, data: { ...words, ...own } });
  });
  it('says nothing when it is so already, and replaces what was otherwise', () => {
    known(qualified).when(qualify()).thenNothing();
    known(qualified)
      .when(qualify({ until: '2026-12-31' }))
      .then({ type: 'AssessorQualified', data: { ...words, until: '2026-12-31' } });
  });
  it('is refused while another body answers for the assessor, and no longer', () => {
    const other = { ...qualified, data: { ...words, body: idOf('other body') } };
    known(other).when(qualify()).thenRejected('E_STATE');
    known(other, disqualified).when(qualify()).then(qualified);
    const expired = { ...other, data: { ...other.data, until: '2026-03-01' } };
    known(expired).when(qualify()).then(qualified);
  });
});

describe('the rules an assessor is qualified under', () => {
  it('are those of level assessment in the region of the body, for every act', () => {
    for (const command of [qualify(), disqualify])
      expect(assessor.rules?.(command, assessor.initial, { filing })).toEqual({
        scheme: 'level-assessment',
        jurisdiction: filing.region,
      });
  });
});

describe('an assessor', () => {
  it('is disqualified once, by the body that qualified', () => {
    known(qualified).when(disqualify).then(disqualified);
    known(qualified, disqualified).with(march(4)).when(disqualify).thenNothing();
    expect(assessor.parties(disqualify, { ...outsider }, { filing })).toEqual({
      body,
      region: '4403',
    });
  });
  const gone = { ...outsider, disqualifiedOn: '2026-03-02' };
  it.each([
    ['on the first day', outsider, '2026-01-05', true],
    ['before it', outsider, '2026-01-04', false],
    ['on the last day', outsider, '2026-12-31', true],
    ['after it', outsider, '2027-01-01', false],
    ['once disqualified', gone, '2026-03-02', false],
    ['before that', gone, '2026-03-01', true],
  ] as const)('may act or not %s', (_when, who, day, may) => {
    expect(isQualifiedFor(who, occupation, 'SENIOR', day)).toBe(may);
  });
  it('may not act for another level', () => {
    expect(isQualifiedFor(outsider, occupation, 'JUNIOR', '2026-03-02')).toBe(false);
  });
});
