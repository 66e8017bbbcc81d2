import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import {
  adoptedPlan,
  classId,
  college,
  enterprise,
  li,
  openClass,
  planId,
  shenzhen,
  wang,
} from '../spec/offer-world.js';
import { noClass } from './class-state.js';
import { trainingClass } from './class.js';

const words = { classId, enterprise, college, planId, name: '2026 数控班', capacity: 2 };
const open = (changes: Partial<typeof words> = {}) =>
  ({ type: 'OpenClass', data: { ...words, ...changes } }) as const;
const opened = { type: 'ClassOpened', data: words } as const;
const close = { type: 'CloseClass', data: { classId } } as const;
const closed = { type: 'ClassClosed', data: { classId } } as const;
const take = (apprenticeshipId: string, of = enterprise) =>
  ({ type: 'TakeSeat', data: { classId, apprenticeshipId, enterprise: of } }) as const;
const taken = (apprenticeshipId: string) =>
  ({ type: 'SeatTaken', data: { classId, apprenticeshipId } }) as const;
const free = { type: 'FreeSeat', data: { classId, apprenticeshipId: li } } as const;
const freed = { type: 'SeatFreed', data: { classId, apprenticeshipId: li } } as const;
const well = { facts: { plan: adoptedPlan, enterprise: shenzhen } };

describe('opening a class', () => {
  it('binds it to the adopted plan, under the rules of the plan’s programme and the region', () => {
    given(trainingClass).with(well).when(open()).then(opened);
    expect(trainingClass.rules?.(open(), noClass, well.facts)).toEqual({
      scheme: 'tech-trainee',
      jurisdiction: '4403',
    });
  });
  it('is for its enterprise, and about college and class', () => {
    expect(trainingClass.parties(open(), noClass, {})).toEqual({ enterprise });
    expect(trainingClass.parties(close, openClass, {})).toEqual({ enterprise });
    expect(trainingClass.subjects(closed, openClass, {})).toEqual([
      `organization-${enterprise}`,
      `organization-${college}`,
      `class-${classId}`,
    ]);
  });
  it('refuses more seats than the rules allow', () => {
    given(trainingClass)
      .with(well)
      .when(open({ capacity: 41 }))
      .thenRejected({
        code: 'E_CAPACITY_CLASS',
        detail: { capacity: 41, classMaxTrainees: 40 },
      });
    const full = { ...opened, data: { ...words, capacity: 40 } };
    given(trainingClass)
      .with(well)
      .when(open({ capacity: 40 }))
      .then(full);
  });
  it('refuses a plan that is not in use or another’s', () => {
    for (const change of [{ adopted: false }, { enterprise: idOf('rival') }])
      given(trainingClass)
        .with({ facts: { ...well.facts, plan: { ...adoptedPlan, ...change } } })
        .when(open({ capacity: 41 }))
        .thenRejected('E_CAPACITY_CLASS', { code: 'E_PLAN', detail: { planId } });
  });
  it('says nothing when it is open so, and refuses to open it otherwise', () => {
    given(trainingClass, opened).with(well).when(open()).thenNothing();
    given(trainingClass, opened)
      .with(well)
      .when(open({ capacity: 3 }))
      .thenRejected({ code: 'E_STATE', detail: { phase: 'open' } });
  });
});

describe('the seats of a class', () => {
  it('are taken one by one until it is full', () => {
    given(trainingClass, opened).when(take(li)).then(taken(li));
    given(trainingClass, opened, taken(wang)).when(take(li)).then(taken(li));
    given(trainingClass, opened, taken(wang), taken(idOf('zhao')))
      .when(take(li))
      .thenRejected({ code: 'E_CAPACITY_CLASS', detail: { taken: 2, capacity: 2 } });
  });
  it('are for the apprentices of its enterprise, while it is open', () => {
    given(trainingClass, opened)
      .when(take(li, idOf('rival')))
      .thenRejected('E_CLASS');
    given(trainingClass, opened, closed).when(take(li)).thenRejected('E_CLASS');
    given(trainingClass).when(take(li)).thenRejected('E_CLASS');
  });
  it('are freed, and may be taken by another', () => {
    given(trainingClass, opened, taken(li)).when(free).then(freed);
    given(trainingClass, opened, taken(li), taken(wang), freed)
      .when(take(idOf('zhao')))
      .then(taken(idOf('zhao')));
    given(trainingClass, opened, taken(li), closed).when(free).then(freed);
  });
  it('say nothing when they are held or free already', () => {
    given(trainingClass, opened, taken(li)).when(take(li)).thenNothing();
    given(trainingClass, opened, taken(wang)).when(free).thenNothing();
  });
});

describe('closing a class', () => {
  it('ends enrolment', () => {
    given(trainingClass, opened, taken(li)).when(close).then(closed);
  });
  it('says nothing when it is closed, and refuses one that never was', () => {
    given(trainingClass, opened, closed).when(close).thenNothing();
    given(trainingClass).when(close).thenRejected('E_UNKNOWN');
  });
});
