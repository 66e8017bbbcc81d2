import { describe, expect, it } from '@jest/globals';
import { given, type Actor } from '#kernel';
import type { ApprenticeshipCommand } from './apprenticeship-commands.js';
import { apprenticeship } from './apprenticeship.js';
import type { ApprenticeshipEvent } from './events.js';
import * as p from '../spec/paths.js';

const { ids, own, its, term } = p;
const training = given(apprenticeship, ...p.inTraining);
const ready = given(apprenticeship, ...p.toReady);
const suspended = its('TrainingSuspended', { on: '2026-03-05', reason: 'illness' });
const resumed = its('TrainingResumed', { on: '2026-03-20' });

describe('suspension', () => {
  const suspend = (on = '2026-03-05') =>
    ({ type: 'SuspendTraining', data: { ...own, on, reason: 'illness' } }) as const;
  const resume = (on = '2026-03-20') => ({ type: 'ResumeTraining', data: { ...own, on } }) as const;

  it('suspends and resumes', () => {
    training.when(suspend()).then(suspended);
    given(apprenticeship, ...p.inTraining, suspended)
      .when(resume())
      .then(resumed);
  });
  it('says nothing when so already', () => {
    given(apprenticeship, ...p.inTraining, suspended)
      .when(suspend())
      .thenNothing();
    given(apprenticeship, ...p.inTraining, suspended, resumed)
      .when(resume())
      .thenNothing();
  });
  it('refuses out of its time', () => {
    ready.when(suspend()).thenRejected('E_STATE');
    training.when(suspend('2026-03-01')).thenRejected('E_STATE');
    training.when(resume()).thenRejected('E_STATE');
    given(apprenticeship, ...p.inTraining, suspended)
      .when(resume('2026-03-05'))
      .thenRejected('E_STATE');
  });
});

describe('the term', () => {
  const change = (until: string) =>
    ({ type: 'ChangeTerm', data: { ...own, until, reason: 'extension' } }) as const;
  it('changes its last day up to the longest term', () => {
    training
      .when(change('2029-03-01'))
      .then(its('TermChanged', { until: '2029-03-01', reason: 'extension' }));
  });
  it('refuses a day more', () => {
    training.when(change('2029-03-02')).thenRejected({
      code: 'E_TERM_MAX',
      detail: { from: term.from, until: '2029-03-02', termMaxMonths: 36 },
    });
  });
  it('refuses an end before the start and a path not in training', () => {
    training.when(change('2026-03-01')).thenRejected('E_INPUT');
    ready.when(change('2027-06-01')).thenRejected('E_STATE');
  });
  it('says nothing when that is the last day', () => {
    training.when(change(term.until)).thenNothing();
  });
  it('stays as it was until the trainee or the college has taken note of a shorter one', () => {
    const shorter = its('TermChanged', { until: '2026-06-01', reason: 'shortening' });
    const end = (...past: readonly ApprenticeshipEvent[]) =>
      given(apprenticeship, ...p.inTraining, ...past).when({
        type: 'ReportIncident',
        data: { ...own, on: '2026-03-02', severity: 'minor' },
      }).outcome.state.until;
    const noted = (by: 'trainee' | 'college') => its('ChangeAcknowledged', { change: 'term', by });
    const longer = its('TermChanged', { until: '2027-06-01', reason: 'extension' });
    expect(end(shorter)).toBe(term.until);
    expect(end(shorter, noted('trainee'))).toBe('2026-06-01');
    expect(end(shorter, noted('college'))).toBe('2026-06-01');
    expect(end(longer)).toBe('2027-06-01');
    expect(end(shorter, longer, noted('trainee'))).toBe('2027-06-01');
  });
  it('may take back a shorter one, and says nothing to hear it twice', () => {
    const shorter = its('TermChanged', { until: '2026-06-01', reason: 'extension' });
    const pending = given(apprenticeship, ...p.inTraining, shorter);
    pending.when(change('2026-06-01')).thenNothing();
    pending
      .when(change(term.until))
      .then(its('TermChanged', { until: term.until, reason: 'extension' }));
  });
});

describe('another mentor', () => {
  const change = (mentor: string = ids.otherMentor) =>
    ({ type: 'ChangeMentor', data: { ...own, mentor, reason: 'left' } }) as const;
  it('moves the place from one to the other', () => {
    training
      .when(change())
      .then(its('MentorChanged', { from: ids.mentor, mentor: ids.otherMentor, reason: 'left' }))
      .andClaims(
        {
          on: 'mentor',
          command: { type: 'LetGoApprentice', data: { ...own, mentor: ids.mentor } },
        },
        {
          on: 'mentor',
          command: {
            type: 'TakeOnApprentice',
            data: { ...own, mentor: ids.otherMentor, enterprise: ids.enterprise },
          },
        },
      );
  });
  it('says nothing for the present one and refuses when there is none', () => {
    training.when(change(ids.mentor)).thenNothing();
    given(apprenticeship, ...p.toAccepted)
      .when(change())
      .thenRejected('E_STATE');
  });
});

describe('taking note of a change', () => {
  const note = {
    type: 'AcknowledgeChange',
    data: { ...own, change: 'suspension' },
  } as const;
  const noted = (by: 'trainee' | 'college') =>
    its('ChangeAcknowledged', { change: 'suspension', by });
  const trainee: Actor = { user: 't', role: 'trainee', person: ids.person };
  const college: Actor = { user: 'c', role: 'college', organization: ids.college };
  const changed = given(apprenticeship, ...p.inTraining, suspended);

  it('records who took note', () => {
    changed.with({ actor: trainee }).when(note).then(noted('trainee'));
    changed.with({ actor: college }).when(note).then(noted('college'));
  });
  it('says nothing the second time, and asks again after the next change', () => {
    const again = [...p.inTraining, suspended, noted('trainee')] as const;
    given(apprenticeship, ...again)
      .with({ actor: trainee })
      .when(note)
      .thenNothing();
    given(apprenticeship, ...again, resumed, suspended)
      .with({ actor: trainee })
      .when(note)
      .then(noted('trainee'));
  });
  it('refuses when nothing changed', () => {
    training.with({ actor: trainee }).when(note).thenRejected('E_STATE');
  });
});

describe('rotation', () => {
  const stretch = { postId: ids.otherPost, from: '2026-03-10', until: '2026-05-10' };
  const rotate = (data: object = {}) =>
    ({ type: 'RecordPostRotation', data: { ...own, ...stretch, ...data } }) as const;
  const rotated = its('PostRotationRecorded', stretch);
  const now = '2026-05-10T01:00:00.000000Z';
  const there = training.with({ facts: { post: { ...p.openPost, open: false } }, now });

  it('records work in a post of the enterprise, closed ones too', () => {
    there.when(rotate()).then(rotated);
  });
  it('refuses posts that are not technical or not of this enterprise', () => {
    for (const post of [{ technical: false }, { enterprise: ids.college }])
      training
        .with({ facts: { post: { ...p.openPost, ...post } }, now })
        .when(rotate())
        .thenRejected('E_POST');
  });
  it('refuses days in the wrong order, outside the term, or before training', () => {
    there.when(rotate({ until: '2026-03-09' })).thenRejected('E_INPUT');
    there
      .with({ now: '2027-03-02T01:00:00.000000Z' })
      .when(rotate({ until: '2027-03-02' }))
      .thenRejected('E_STATE');
    ready
      .with({ facts: { post: p.openPost }, now })
      .when(rotate())
      .thenRejected('E_STATE');
  });
  it('refuses a stretch that is not over', () => {
    there.when(rotate({ until: '2026-05-11' })).thenRejected({
      code: 'E_FUTURE',
      detail: { until: '2026-05-11', today: '2026-05-10' },
    });
  });
  it('says nothing when recorded already', () => {
    given(apprenticeship, ...p.inTraining, rotated)
      .with({ facts: { post: p.openPost } })
      .when(rotate())
      .thenNothing();
  });
});

describe('reviews, incidents and the mid-term evaluation', () => {
  const review = (month = '2026-03', grade: 'good' | 'fair' = 'good') =>
    ({ type: 'RecordPracticeReview', data: { ...own, month, grade } }) as const;
  const reviewed = its('PracticeReviewRecorded', { month: '2026-03', grade: 'good' });
  const incident = {
    type: 'ReportIncident',
    data: { ...own, on: '2026-03-02', severity: 'minor' },
  } as const;
  const midTerm = (on: string, passed = true) =>
    ({ type: 'EvaluateMidTerm', data: { ...own, on, passed } }) as const;
  const evaluated = (passed: boolean) => its('MidTermEvaluated', { on: '2026-08-31', passed });

  it('grades a month once', () => {
    training.when(review()).then(reviewed);
    given(apprenticeship, ...p.inTraining, reviewed)
      .when(review())
      .thenNothing();
    given(apprenticeship, ...p.inTraining, reviewed)
      .when(review('2026-03', 'fair'))
      .thenRejected('E_STATE');
  });
  it('refuses a month to come, outside the term, or before training', () => {
    training.when(review('2026-04')).thenRejected('E_FUTURE');
    training.when(review('2026-02')).thenRejected('E_STATE');
    ready.when(review()).thenRejected('E_STATE');
  });
  it('records every incident in training', () => {
    const reported = its('IncidentReported', { on: '2026-03-02', severity: 'minor' });
    training.when(incident).then(reported);
    given(apprenticeship, ...p.inTraining, reported)
      .when(incident)
      .then(reported);
    ready.when(incident).thenRejected('E_STATE');
  });
  it('evaluates from the middle of the term on', () => {
    training.when(midTerm('2026-08-31')).then(evaluated(true));
    training
      .when(midTerm('2026-08-30'))
      .thenRejected({ code: 'E_STATE', detail: { on: '2026-08-30', earliest: '2026-08-31' } });
    ready.when(midTerm('2026-08-31')).thenRejected('E_STATE');
  });
  it('says nothing when evaluated so, and evaluates again only what was failed', () => {
    const done = given(apprenticeship, ...p.inTraining, evaluated(true));
    done.when(midTerm('2026-08-31')).thenNothing();
    done.when(midTerm('2026-10-01')).thenRejected('E_STATE');
    given(apprenticeship, ...p.inTraining, evaluated(false))
      .when(midTerm('2026-10-01'))
      .then(its('MidTermEvaluated', { on: '2026-10-01', passed: true }));
  });
});

describe('the day of an act, for the limit on late entries', () => {
  const today = '2026-05-20';
  const dayOf = (command: ApprenticeshipCommand) =>
    apprenticeship.occurredOn?.(command, apprenticeship.initial, {}, today);
  const rotate = (until: string): ApprenticeshipCommand => ({
    type: 'RecordPostRotation',
    data: { ...own, postId: ids.otherPost, from: '2023-03-10', until },
  });
  const review = (month: string): ApprenticeshipCommand => ({
    type: 'RecordPracticeReview',
    data: { ...own, month, grade: 'good' },
  });
  const cover = (from: string): ApprenticeshipCommand => ({
    type: 'CoverInsurance',
    data: { ...own, policyNumber: 'P-1', from, until: '2027-03-01' },
  });

  it('is the last of a rotation, the last of a month under review and the first of a cover', () => {
    expect(dayOf(rotate('2023-05-10'))).toBe('2023-05-10');
    expect(dayOf(rotate('2026-05-21'))).toBe('2026-05-21');
    expect(dayOf(review('2024-02'))).toBe('2024-02-29');
    expect(dayOf(cover('2023-03-02'))).toBe('2023-03-02');
  });
  it('is the day it is recorded while that lies ahead', () => {
    expect(dayOf(review('2026-05'))).toBeUndefined();
    expect(dayOf(cover('2026-05-21'))).toBeUndefined();
    expect(dayOf(cover(today))).toBe(today);
  });
});
