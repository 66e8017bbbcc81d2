import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import { enterprise, planId } from '../spec/offer-world.js';
import { plan } from './plan.js';

const words = {
  ...{ planId, enterprise, programme: 'student-apprentice' as const, title: '数控培养方案' },
  ...{ occupation: '6-18-01-01', targetLevel: 'INTERMEDIATE' as const, termMonths: 12 },
  ...{ onPostInternship: true, theoryClassHours: 120, practiceClassHours: 280 },
  retentionMeasures: ['期满考核合格者定岗定级'],
};
const draft = (changes: Partial<typeof words> = {}) =>
  ({ type: 'DraftTrainingPlan', data: { ...words, ...changes } }) as const;
const drafted = (changes: Partial<typeof words> = {}) =>
  ({ type: 'TrainingPlanDrafted', data: { ...words, ...changes } }) as const;
const adopt = { type: 'AdoptTrainingPlan', data: { planId } } as const;
const adopted = { type: 'TrainingPlanAdopted', data: { planId } } as const;
const withdraw = { type: 'WithdrawTrainingPlan', data: { planId } } as const;
const withdrawn = { type: 'TrainingPlanWithdrawn', data: { planId } } as const;

describe('a training plan', () => {
  it('is drafted, and written anew while it is not in use', () => {
    given(plan).when(draft()).then(drafted());
    given(plan, drafted())
      .when(draft({ termMonths: 18 }))
      .then(drafted({ termMonths: 18 }));
  });
  it('is fixed once it is adopted', () => {
    given(plan, drafted()).when(adopt).then(adopted);
    given(plan, drafted(), adopted)
      .when(draft({ termMonths: 18 }))
      .thenRejected({ code: 'E_STATE', detail: { phase: 'adopted' } });
  });
  it('stays with its enterprise', () => {
    given(plan, drafted())
      .when(draft({ enterprise: idOf('rival') }))
      .thenRejected({ code: 'E_STATE', detail: { phase: 'drafted' } });
    const { state } = given(plan, drafted()).when(draft()).outcome;
    expect(plan.parties(draft({ enterprise: idOf('rival') }), state, {})).toEqual({ enterprise });
  });
  it('is withdrawn for good', () => {
    given(plan, drafted(), adopted).when(withdraw).then(withdrawn);
    given(plan, drafted(), withdrawn)
      .when(adopt)
      .thenRejected({ code: 'E_STATE', detail: { phase: 'withdrawn' } });
  });
  it('says how it keeps the trainee', () => {
    given(plan)
      .when(draft({ retentionMeasures: [] }))
      .thenRejected('E_INPUT');
  });
  it('says nothing when it is so already', () => {
    given(plan, drafted(), adopted).when(draft()).thenNothing();
    given(plan, drafted(), adopted).when(adopt).thenNothing();
    given(plan, drafted(), withdrawn).when(withdraw).thenNothing();
  });
  it('is known only once it was drafted', () => {
    given(plan).when(adopt).thenRejected('E_UNKNOWN');
  });
});
