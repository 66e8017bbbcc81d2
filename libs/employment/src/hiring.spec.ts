import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import type { EmploymentCommand } from './employment-commands.js';
import { employment } from './employment.js';
import {
  apprenticeshipId,
  contract,
  departed,
  enterprise,
  hired,
  insured,
  notHired,
  path,
  sign,
  signed,
} from '../spec/ground.js';

const trainee = { facts: { path: path() } };
const student = { facts: { path: path('student-apprentice') } };
const insure = (insuredBy: string) => ({
  type: 'ConfirmSocialInsurance' as const,
  data: { apprenticeshipId, since: '2026-02-01', insuredBy },
});
const hire = { type: 'HireApprentice' as const, data: { apprenticeshipId } };
const decline = {
  type: 'DeclineHire' as const,
  data: { apprenticeshipId, reason: 'own-choice' as const },
};
const on = { type: 'ApprenticeHired' as const, data: { apprenticeshipId, on: '2026-03-02' } };

describe('signing the labour contract', () => {
  it('records it, for a trainee and for a graduated student', () => {
    given(employment).with(trainee).when(sign()).then(signed());
    given(employment).with(student).when(sign()).then(signed());
  });
  it('warns of a wage below the minimum, and does not refuse it', () => {
    const data = { ...contract, monthlyWageYuan: 2_299 };
    given(employment)
      .with(trainee)
      .when(sign({ monthlyWageYuan: 2_299 }))
      .then({ type: 'LaborContractSigned', data: { ...data, warnings: ['W_WAGE'] } });
  });
  it('refuses one shorter than the rules ask by a day', () => {
    given(employment)
      .with(trainee)
      .when(sign({ until: '2027-01-30' }))
      .thenRejected({ code: 'E_CONTRACT_TERM', detail: { months: 11, contractMinMonths: 12 } });
  });
  it('refuses a student who has not graduated by the first day of employment', () => {
    for (const graduatedOn of [undefined, '2026-02-02'])
      given(employment)
        .with({ facts: { path: path('student-apprentice', { graduatedOn }) } })
        .when(sign())
        .thenRejected({
          code: 'E_STILL_STUDENT',
          detail: { graduatedOn: graduatedOn ?? null },
        });
  });
  it('refuses a trainee hired longer ago than the rules allow, and not where they set no limit', () => {
    const old = sign({ hiredOn: '2024-03-01' });
    given(employment)
      .with(trainee)
      .when(old)
      .thenRejected({
        code: 'E_HIRE_AGE',
        detail: { hiredOn: '2024-03-01', graduateHireWithinYears: 2 },
      });
    given(employment)
      .with({ ...trainee, rules: { graduateHireWithinYears: null } })
      .when(old)
      .then(signed({ hiredOn: '2024-03-01' }));
  });
  it('names every unmet rule at once', () => {
    given(employment)
      .with(trainee)
      .when(sign({ hiredOn: '2024-03-01', until: '2026-06-30' }))
      .thenRejected('E_CONTRACT_TERM', 'E_HIRE_AGE');
  });
  it('refuses a contract about another person, another enterprise or a path that is over', () => {
    for (const other of [{ person: idOf('another') }, { enterprise: idOf('another') }])
      given(employment).with(trainee).when(sign(other)).thenRejected('E_STATE');
    given(employment)
      .with({ facts: { path: path('tech-trainee', { ended: true }) } })
      .when(sign())
      .thenRejected('E_STATE');
  });
  it('says nothing when that contract is signed already, and refuses a second one', () => {
    given(employment, signed()).with(trainee).when(sign()).thenNothing();
    given(employment, signed())
      .with(trainee)
      .when(sign({ until: '2028-01-31' }))
      .thenRejected('E_STATE');
    given(employment, signed(), departed).with(trainee).when(sign()).thenRejected('E_STATE');
  });
});

describe('confirming social insurance', () => {
  it('records that the enterprise insures', () => {
    given(employment, signed()).with(trainee).when(insure(enterprise)).then(insured);
  });
  it('refuses insurance by another organisation, also when it was confirmed before', () => {
    const insuredBy = idOf('another');
    const refused = { code: 'E_INSURANCE' as const, detail: { insuredBy } };
    given(employment, signed()).with(trainee).when(insure(insuredBy)).thenRejected(refused);
    given(employment, signed(), insured)
      .with(trainee)
      .when(insure(insuredBy))
      .thenRejected(refused);
  });
  it('refuses to confirm it for someone without a contract', () => {
    given(employment, notHired).with(student).when(insure(enterprise)).thenRejected('E_STATE');
  });
  it('says nothing when it is confirmed already', () => {
    given(employment, signed(), insured).with(trainee).when(insure(enterprise)).thenNothing();
  });
});

describe('hiring a student apprentice', () => {
  it('follows contract and insurance', () => {
    given(employment, signed(), insured).with(student).when(hire).then(on);
  });
  it('refuses one who has not graduated by that day', () => {
    given(employment, signed(), insured)
      .with({ facts: { path: path('student-apprentice', { graduatedOn: '2026-03-03' }) } })
      .when(hire)
      .thenRejected('E_STILL_STUDENT');
  });
  it('refuses one who is not insured, and a trainee who is employed by the contract itself', () => {
    given(employment, signed()).with(student).when(hire).thenRejected('E_STATE');
    given(employment, signed(), insured).with(trainee).when(hire).thenRejected('E_STATE');
  });
  it('says nothing when hired already', () => {
    given(employment, signed(), insured, hired).with(student).when(hire).thenNothing();
  });
});

describe('declining to hire', () => {
  it('records why, and needs no contract', () => {
    given(employment).with(student).when(decline).then(notHired);
    given(employment, signed()).with(student).when(decline).then(notHired);
  });
  it('refuses before the training is completed, after hiring, and for a trainee', () => {
    const early = { facts: { path: path('student-apprentice', { completed: false }) } };
    given(employment).with(early).when(decline).thenRejected('E_STATE');
    given(employment, signed(), insured, hired).with(student).when(decline).thenRejected('E_STATE');
    given(employment, signed()).with(trainee).when(decline).thenRejected('E_STATE');
  });
  it('says nothing when declined already', () => {
    given(employment, notHired).with(student).when(decline).thenNothing();
  });
});

describe('the day of an act, for the limit on late entries', () => {
  const around = { path: path() };
  const dayOf = (command: EmploymentCommand) =>
    employment.occurredOn?.(command, employment.initial, around, '2026-03-02');
  it('is the first of the contract once that has come', () => {
    expect(dayOf(sign({ from: '2023-02-01' }))).toBe('2023-02-01');
    expect(dayOf(sign({ from: '2026-03-03' }))).toBeUndefined();
  });
  it('is the first of the insurance, which the bureau cannot confirm ahead', () => {
    expect(dayOf(insure(enterprise))).toBe('2026-02-01');
    const ahead = { ...insure(enterprise).data, since: '2026-03-03' };
    expect(dayOf({ type: 'ConfirmSocialInsurance', data: ahead })).toBe('2026-03-03');
  });
  it('is left to the sender elsewhere', () => {
    expect(dayOf(hire)).toBeUndefined();
  });
});
