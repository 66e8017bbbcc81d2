import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import { enterprise, shenzhen } from '../spec/offer-world.js';
import { recruitment } from './recruitment.js';

const recruitmentId = idOf('call');
const postId = idOf('post');
const li = idOf('person li');
const wang = idOf('person wang');
const words = {
  ...{ recruitmentId, enterprise, postId, quota: 1, criteria: '数控专业，高职以上' },
  ...{ from: '2026-02-16', until: '2026-03-02' },
};
const open = (changes: Partial<typeof words> = {}) =>
  ({ type: 'OpenRecruitment', data: { ...words, ...changes } }) as const;
const opened = { type: 'RecruitmentOpened', data: words } as const;
const select = { type: 'SelectCandidate', data: { recruitmentId, person: li } } as const;
const selected = (person: string) =>
  ({ type: 'CandidateSelected', data: { recruitmentId, person } }) as const;
const release = { type: 'ReleaseCandidate', data: { recruitmentId, person: li } } as const;
const released = { type: 'CandidateReleased', data: { recruitmentId, person: li } } as const;
const close = { type: 'CloseRecruitment', data: { recruitmentId } } as const;
const closed = { type: 'RecruitmentClosed', data: { recruitmentId } } as const;
const post = { enterprise, technical: true, occupation: '6-18-01-01', open: true };
const well = { facts: { post, enterprise: shenzhen, registered: true } };

describe('opening a call', () => {
  it('says for which post, how many, and until when', () => {
    given(recruitment).with(well).when(open()).then(opened);
  });
  it('refuses a post that is closed, not technical, or another’s', () => {
    for (const change of [{ open: false }, { technical: false }, { enterprise: idOf('rival') }])
      given(recruitment)
        .with({ facts: { post: { ...post, ...change } } })
        .when(open())
        .thenRejected({ code: 'E_POST', detail: { postId } });
  });
  it('refuses to end before it begins', () => {
    given(recruitment)
      .with(well)
      .when(open({ until: '2026-02-15' }))
      .thenRejected('E_NOT_OPEN');
  });
  it('says nothing when it is open so, and refuses to open it otherwise', () => {
    given(recruitment, opened).with(well).when(open()).thenNothing();
    given(recruitment, opened)
      .with(well)
      .when(open({ quota: 2 }))
      .thenRejected('E_STATE');
  });
});

describe('selecting candidates', () => {
  it('is possible from the first day of the call to the last', () => {
    for (const occurredOn of ['2026-02-16', '2026-03-02'])
      given(recruitment, opened)
        .with({ ...well, occurredOn })
        .when(select)
        .then(selected(li));
  });
  it('is about the person, the enterprise and the call', () => {
    const state = given(recruitment, opened).with(well).when(select).outcome.state;
    expect(recruitment.subjects(selected(li), state, {})).toEqual([
      `person-${li}`,
      `organization-${enterprise}`,
      `recruitment-${recruitmentId}`,
    ]);
  });
  it('refuses before, after, and when the call is closed', () => {
    for (const occurredOn of ['2026-02-15', '2026-03-03'])
      given(recruitment, opened)
        .with({ ...well, occurredOn })
        .when(select)
        .thenRejected({
          code: 'E_NOT_OPEN',
          detail: { phase: 'open', on: occurredOn, from: words.from, until: words.until },
        });
    given(recruitment, opened, closed).with(well).when(select).thenRejected('E_NOT_OPEN');
  });
  it('refuses more than the quota, until a place is given up', () => {
    given(recruitment, opened, selected(wang))
      .with(well)
      .when(select)
      .thenRejected({ code: 'E_QUOTA', detail: { selected: 1, quota: 1 } });
    given(recruitment, opened, selected(li), released).with(well).when(select).then(selected(li));
  });
  it('refuses someone whom nobody registered', () => {
    given(recruitment, opened)
      .with({ facts: { ...well.facts, registered: false } })
      .when(select)
      .thenRejected({ code: 'E_UNKNOWN', detail: { person: li } });
  });
  it('says nothing when the person is selected', () => {
    given(recruitment, opened, selected(li), closed).with(well).when(select).thenNothing();
  });
});

describe('the end of a selection and of a call', () => {
  it('releases the candidate, once', () => {
    given(recruitment, opened, selected(li), closed).when(release).then(released);
    given(recruitment, opened, selected(wang)).when(release).thenNothing();
  });
  it('closes the call, once', () => {
    given(recruitment, opened).when(close).then(closed);
    given(recruitment, opened, closed).when(close).thenNothing();
    given(recruitment).when(close).thenRejected('E_UNKNOWN');
  });
});
