import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import { career } from './career.js';
import { employment } from './employment.js';
import {
  apprenticeshipId,
  departed,
  enterprise,
  hired,
  insured,
  notHired,
  path,
  signed,
} from '../spec/ground.js';

const trainee = { facts: { path: path() } };
const later = { ...trainee, now: '2026-09-01T01:00:00.000000Z' };
const change = { type: 'ChangePost' as const, data: { apprenticeshipId, postId: idOf('post') } };
const moving = (...owner: readonly [string?]) => ({
  facts: { ...trainee.facts, post: { enterprise: owner.length > 0 ? owner[0] : enterprise } },
});
const changed = { type: 'PostChanged' as const, data: { ...change.data, on: '2026-03-02' } };
const check = (months: number, retained = true) => ({
  type: 'CheckRetention' as const,
  data: { apprenticeshipId, months, retained },
});
const checked = (months: number, retained = true) => ({
  type: 'RetentionChecked' as const,
  data: { apprenticeshipId, months, retained },
});
const leave = {
  type: 'RecordDeparture' as const,
  data: { apprenticeshipId, reason: 'resigned' as const },
};

describe('moving to another post', () => {
  it('records the post', () => {
    given(employment, signed()).with(moving()).when(change).then(changed);
  });
  it('refuses a post that is nobody’s or another enterprise’s', () => {
    for (const owner of [undefined, idOf('rival')])
      given(employment, signed())
        .with(moving(owner))
        .when(change)
        .thenRejected({ code: 'E_UNKNOWN', detail: { postId: idOf('post') } });
  });
  it('refuses someone who left, also for the post held last', () => {
    given(employment, signed(), changed, departed)
      .with(moving())
      .when(change)
      .thenRejected('E_STATE');
  });
  it('says nothing in that post already', () => {
    given(employment, signed(), changed).with(moving()).when(change).thenNothing();
  });
});

describe('checking retention', () => {
  it('records it once the months are over', () => {
    given(employment, signed()).with(later).when(check(6)).then(checked(6));
  });
  it('counts a student from the day of hiring', () => {
    const student = { ...later, facts: { path: path('student-apprentice') } };
    given(employment, signed(), insured, hired)
      .with({ ...student, occurredOn: '2026-08-02' })
      .when(check(6))
      .then(checked(6));
    given(employment, signed(), insured, hired)
      .with({ ...student, occurredOn: '2026-08-01' })
      .when(check(6))
      .thenRejected('E_STATE');
  });
  it('refuses months that are not over or that the rules do not name', () => {
    given(employment, signed()).with(later).when(check(12)).thenRejected('E_STATE');
    given(employment, signed()).with(later).when(check(7)).thenRejected('E_STATE');
  });
  it('records that someone left, and refuses to call them retained', () => {
    const left = given(employment, signed(), departed).with(later);
    left.when(check(6, false)).then(checked(6, false));
    left.when(check(6)).thenRejected('E_STATE');
  });
  it('says nothing when those months were checked already', () => {
    given(employment, signed(), checked(6)).with(later).when(check(6)).thenNothing();
  });
});

describe('leaving', () => {
  it('records why', () => {
    given(employment, signed()).with(trainee).when(leave).then(departed);
  });
  it('refuses someone who was never employed', () => {
    given(employment, notHired)
      .with({ facts: { path: path('student-apprentice') } })
      .when(leave)
      .thenRejected('E_STATE');
  });
  it('says nothing when already gone', () => {
    given(employment, signed(), departed).with(trainee).when(leave).thenNothing();
  });
});

describe('the career plan', () => {
  const plan = {
    apprenticeshipId,
    channel: 'technical' as const,
    targetLevel: 'SENIOR' as const,
    reviewOn: '2027-03-01',
  };
  const set = { type: 'SetCareerPlan' as const, data: plan };
  const planned = { type: 'CareerPlanSet' as const, data: plan };
  const assign = {
    type: 'AssignPromotionChannel' as const,
    data: { apprenticeshipId, channel: 'specialist' as const },
  };
  const assigned = { type: 'PromotionChannelAssigned' as const, data: assign.data };

  it('is set, and its channel changed', () => {
    given(career).with(trainee).when(set).then(planned);
    given(career, planned).with(trainee).when(assign).then(assigned);
  });
  it('is refused on a path that is unknown or over', () => {
    for (const standing of [{ known: false }, { ended: true }]) {
      const facts = { path: path('tech-trainee', standing) };
      given(career).with({ facts }).when(set).thenRejected('E_STATE');
      given(career, planned).with({ facts }).when(assign).thenRejected('E_STATE');
    }
  });
  it('is not looked at again before the day it is set', () => {
    const before = { ...plan, reviewOn: '2026-03-01' };
    const late = given(career).with(trainee);
    late.when({ type: 'SetCareerPlan', data: before }).thenRejected({
      code: 'E_INPUT',
      detail: { path: 'reviewOn', reviewOn: '2026-03-01', occurredOn: '2026-03-02' },
    });
    late
      .with({ occurredOn: '2026-02-20' })
      .when({ type: 'SetCareerPlan', data: before })
      .then({ type: 'CareerPlanSet', data: before });
  });
  it('rests on the rules of the programme, for the limit on late entries', () => {
    expect(career.rules?.(set, career.initial, trainee.facts)).toEqual({
      scheme: 'tech-trainee',
      jurisdiction: '4401',
    });
  });
  it('has no channel before it is set', () => {
    given(career).with(trainee).when(assign).thenRejected('E_UNKNOWN');
  });
  it('says nothing when it stands so already', () => {
    given(career, planned).with(trainee).when(set).thenNothing();
    given(career, planned, assigned).with(trainee).when(assign).thenNothing();
  });
});
