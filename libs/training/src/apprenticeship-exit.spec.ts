import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import { apprenticeship } from './apprenticeship.js';
import { noApprenticeship } from './apprenticeship-state.js';
import * as p from '../spec/paths.js';

const { ids, own, its } = p;
const on = '2026-03-02';
const training = given(apprenticeship, ...p.inTraining);
const free = {
  on: 'active-apprenticeship',
  command: { type: 'ReleasePerson', data: { ...own, person: ids.person } },
};
const everything = [
  free,
  { on: 'class', command: { type: 'FreeSeat', data: { ...own, classId: ids.class } } },
  { on: 'mentor', command: { type: 'LetGoApprentice', data: { ...own, mentor: ids.mentor } } },
];
const withdrawn = its('ApprenticeshipWithdrawn', { on, reason: 'own-choice' });
const terminated = its('ApprenticeshipTerminated', { on, reason: 'breach' });
const ended = its('ApprenticeshipEnded', { outcome: 'confirmed' });

describe('leaving as the trainee', () => {
  const withdraw = (note?: string) =>
    ({ type: 'WithdrawApprenticeship', data: { ...own, on, reason: 'own-choice', note } }) as const;

  it('frees the person at any time, and seat and mentor where there are some', () => {
    training
      .when(withdraw())
      .then(withdrawn)
      .andClaims(...everything);
    given(apprenticeship, p.proposed).when(withdraw()).then(withdrawn).andClaims(free);
  });
  it('keeps the prose with the person and its reference in the event', () => {
    training
      .when(withdraw('family'))
      .then({ ...withdrawn, data: { ...withdrawn.data, noteRef: idOf('note') } });
    const kept = apprenticeship.personal?.(
      withdraw('family'),
      { ...noApprenticeship, person: ids.person },
      {},
      idOf,
    );
    expect(kept).toEqual({ person: ids.person, notes: [{ ref: idOf('note'), text: 'family' }] });
  });
  it('says nothing the second time and refuses after another end', () => {
    given(apprenticeship, ...p.inTraining, withdrawn)
      .when(withdraw())
      .thenNothing();
    given(apprenticeship, ...p.inTraining, terminated)
      .when(withdraw())
      .thenRejected({ code: 'E_STATE', detail: { phase: 'ended', exit: 'terminated' } });
  });
});

describe('termination by the enterprise', () => {
  const terminate = (reason?: 'breach') =>
    ({ type: 'TerminateApprenticeship', data: { ...own, on, reason } }) as const;

  it('frees the person, the seat and the mentor', () => {
    training
      .when(terminate('breach'))
      .then(terminated)
      .andClaims(...everything);
  });
  it('refuses without a reason', () => {
    training.when(terminate()).thenRejected('E_REASON');
    given(apprenticeship, p.proposed, withdrawn)
      .when(terminate())
      .thenRejected('E_REASON', 'E_STATE');
  });
  it('says nothing the second time and refuses after another end', () => {
    given(apprenticeship, ...p.inTraining, terminated)
      .when(terminate('breach'))
      .thenNothing();
    given(apprenticeship, ...p.inTraining, withdrawn)
      .when(terminate('breach'))
      .thenRejected('E_STATE');
  });
});

describe('the end after employment', () => {
  const end = { type: 'EndApprenticeship', data: { ...own, outcome: 'confirmed' } } as const;
  it('closes the path without any rule pack and gives everything back', () => {
    given(apprenticeship, ...p.inTraining, p.endorsed, p.completed)
      .when(end)
      .then(ended)
      .andClaims(...everything);
    const state = { ...noApprenticeship, phase: 'completed' as const, region: '440100' };
    expect(apprenticeship.rules?.(end, state, {})).toBeUndefined();
  });
  it('says nothing of a path that is over', () => {
    for (const over of [ended, withdrawn, terminated])
      given(apprenticeship, ...p.inTraining, over)
        .when(end)
        .thenNothing();
  });
});

describe('graduation', () => {
  const graduate = (day = '2026-06-30') =>
    ({ type: 'Graduate', data: { ...own, on: day } }) as const;
  const graduated = its('Graduated', { on: '2026-06-30' });
  it('is recorded in training and after it', () => {
    training.when(graduate()).then(graduated);
    given(apprenticeship, ...p.inTraining, p.endorsed, p.completed)
      .when(graduate())
      .then(graduated);
  });
  it('says nothing of the same day and refuses another, or a path that has not begun', () => {
    const done = given(apprenticeship, ...p.inTraining, graduated);
    done.when(graduate()).thenNothing();
    done.when(graduate('2026-07-01')).thenRejected('E_STATE');
    given(apprenticeship, ...p.toReady)
      .when(graduate())
      .thenRejected('E_STATE');
  });
});

describe('who a path concerns', () => {
  it('names the person first, then the organisations and the class', () => {
    const first = training.when({ type: 'EndorseCompletion', data: own }).outcome;
    expect(first.state.endorsed).toBe(true);
    expect(apprenticeship.subjects(p.proposed, noApprenticeship, {})).toEqual([
      `person-${ids.person}`,
      `organization-${ids.enterprise}`,
      `organization-${ids.college}`,
    ]);
    expect(apprenticeship.subjects(p.endorsed, first.state, {})).toEqual([
      `person-${ids.person}`,
      `organization-${ids.enterprise}`,
      `organization-${ids.college}`,
      `class-${ids.class}`,
    ]);
  });
  it('asks a proposal of the enterprise it names and all else of the path', () => {
    const command = {
      type: 'ProposeApprenticeship',
      data: {
        ...own,
        person: ids.person,
        programme: 'student-apprentice',
        enterprise: ids.enterprise,
        postId: ids.post,
      },
    } as const;
    expect(apprenticeship.parties(command, noApprenticeship, {})).toEqual({
      enterprise: ids.enterprise,
    });
    const known = training.when({ type: 'EndorseCompletion', data: own }).outcome.state;
    expect(apprenticeship.parties(command, known, {})).toEqual({
      enterprise: ids.enterprise,
      college: ids.college,
      trainee: ids.person,
      region: '440100',
    });
  });
});
