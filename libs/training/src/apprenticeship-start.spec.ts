import { describe, it } from '@jest/globals';
import { given } from '#kernel';
import { apprenticeship } from './apprenticeship.js';
import * as p from '../spec/paths.js';

const { ids, own, its, term } = p;
const accepted = given(apprenticeship, ...p.toAccepted);
const early = given(apprenticeship, p.proposed, p.intent, p.eligible);

describe('the seat and the mentor', () => {
  const enrol = (classId: string = ids.class) =>
    ({ type: 'EnrolInClass', data: { ...own, classId } }) as const;
  const assign = (mentor: string = ids.mentor) =>
    ({ type: 'AssignMentor', data: { ...own, mentor } }) as const;

  it('enrols and takes a seat in the class', () => {
    accepted
      .when(enrol())
      .then(p.enrolled)
      .andClaims({
        on: 'class',
        command: {
          type: 'TakeSeat',
          data: { ...own, classId: ids.class, enterprise: ids.enterprise },
        },
      });
  });
  it('says nothing in the same class and refuses a second one or too early', () => {
    given(apprenticeship, ...p.toReady)
      .when(enrol())
      .thenNothing();
    given(apprenticeship, ...p.toReady)
      .when(enrol(ids.plan))
      .thenRejected('E_STATE');
    early.when(enrol()).thenRejected('E_STATE');
  });
  it('assigns and takes a place with the mentor', () => {
    accepted
      .when(assign())
      .then(p.assigned)
      .andClaims({
        on: 'mentor',
        command: {
          type: 'TakeOnApprentice',
          data: { ...own, mentor: ids.mentor, enterprise: ids.enterprise },
        },
      });
  });
  it('says nothing for the same mentor and refuses a second one or too early', () => {
    given(apprenticeship, ...p.toReady)
      .when(assign())
      .thenNothing();
    given(apprenticeship, ...p.toReady)
      .when(assign(ids.otherMentor))
      .thenRejected('E_STATE');
    early.when(assign()).thenRejected('E_STATE');
  });
});

describe('insurance and induction', () => {
  const cover = (data: object = {}) =>
    ({ type: 'CoverInsurance', data: { ...p.covered.data, ...data } }) as const;
  const lapse = { type: 'RecordInsuranceLapse', data: { ...own, on: '2026-03-01' } } as const;
  const lapsed = its('InsuranceLapsed', { on: '2026-03-01' });
  const induct = { type: 'PassSafetyInduction', data: { ...own, on: '2026-03-01' } } as const;

  it('records cover, more than once for other periods', () => {
    accepted.when(cover()).then(p.covered);
    const next = { from: '2027-03-02', until: '2028-03-01' };
    given(apprenticeship, ...p.toReady)
      .when(cover(next))
      .then(its('InsuranceCovered', { policyNumber: 'P-1', ...next }));
  });
  it('refuses a period that ends before it begins, and cover for what is not filed', () => {
    accepted.when(cover({ until: '2026-03-01' })).thenRejected('E_INPUT');
    early.when(cover()).thenRejected('E_STATE');
  });
  it('says nothing when the period is covered already', () => {
    given(apprenticeship, ...p.toReady)
      .when(cover())
      .thenNothing();
  });
  it('records a lapse of what was covered, once', () => {
    given(apprenticeship, ...p.toReady)
      .when(lapse)
      .then(lapsed);
    given(apprenticeship, ...p.toReady, lapsed)
      .when(lapse)
      .thenNothing();
  });
  it('records the induction once, and not before the filing', () => {
    accepted.when(induct).then(p.inducted);
    given(apprenticeship, ...p.toReady)
      .when(induct)
      .thenNothing();
    early.when(induct).thenRejected('E_STATE');
  });
});

describe('the first day', () => {
  const start = (on: string = term.from) =>
    ({ type: 'StartTraining', data: { ...own, on } }) as const;
  const around = { facts: { agreement: p.agreed } };
  const ready = given(apprenticeship, ...p.toReady).with(around);

  it('starts training until the agreed last day', () => {
    ready.when(start()).then(p.started);
  });
  it('lets a tech trainee start without a class', () => {
    given(apprenticeship, p.techProposed, p.filed, p.accepted, p.assigned, p.covered, p.inducted)
      .with(around)
      .when(start())
      .then(p.started);
  });
  it('refuses what is not filed or not accepted, with all else that is missing', () => {
    given(apprenticeship, p.proposed, p.intent, p.eligible, p.filed)
      .with(around)
      .when(start())
      .thenRejected('E_NOT_FILED', 'E_SAFETY_GATE', 'E_STATE');
  });
  it('refuses without induction, or before its day', () => {
    given(apprenticeship, ...p.toAccepted, p.enrolled, p.assigned, p.covered)
      .with(around)
      .when(start())
      .thenRejected('E_SAFETY_GATE');
    const late = its('SafetyInductionPassed', { on: '2026-03-03' });
    given(apprenticeship, ...p.toAccepted, p.enrolled, p.assigned, p.covered, late)
      .with(around)
      .when(start())
      .thenRejected('E_SAFETY_GATE');
  });
  it('refuses on a day without insurance: none, lapsed, over or not begun', () => {
    const without = [...p.toAccepted, p.enrolled, p.assigned, p.inducted] as const;
    const periods = [
      [],
      [p.covered, its('InsuranceLapsed', { on: term.from })],
      [its('InsuranceCovered', { policyNumber: 'P', from: '2026-01-01', until: '2026-03-01' })],
      [its('InsuranceCovered', { policyNumber: 'P', from: '2026-03-03', until: term.until })],
    ];
    for (const cover of periods)
      given(apprenticeship, ...without, ...cover)
        .with(around)
        .when(start())
        .thenRejected({
          code: 'E_SAFETY_GATE',
          detail: { on: term.from, inducted: '2026-03-01', insured: false },
        });
  });
  it('refuses a student without class or mentor', () => {
    given(apprenticeship, ...p.toAccepted, p.covered, p.inducted)
      .with(around)
      .when(start())
      .thenRejected({
        code: 'E_STATE',
        detail: { phase: 'accepted', missing: ['class', 'mentor'] },
      });
  });
  it('refuses a day outside the agreed term', () => {
    const other = { ...p.draft, from: '2026-03-03', parties: [] };
    ready
      .with({ facts: { agreement: { ...p.agreed, draft: other } } })
      .when(start())
      .thenRejected('E_STATE');
  });
  it('refuses a day before the start that was filed, unless the bureau let the filing be late', () => {
    const far = its('ApprenticeshipFiled', { plannedStart: '2026-12-01', late: false });
    const prepared = [p.accepted, p.enrolled, p.assigned, p.covered, p.inducted] as const;
    const before = [p.proposed, p.intent, p.eligible] as const;
    given(apprenticeship, ...before, far, ...prepared)
      .with(around)
      .when(start())
      .thenRejected({
        code: 'E_FILING_LATE',
        detail: { on: term.from, plannedStart: '2026-12-01' },
      });
    given(apprenticeship, ...before, its('LateFilingAllowed', {}), far, ...prepared)
      .with(around)
      .when(start())
      .then(p.started);
  });
  it('refuses a day before the filing was accepted', () => {
    const draft = { ...p.draft, from: '2026-02-01', parties: [] };
    const filedFor = its('ApprenticeshipFiled', { plannedStart: '2026-02-01', late: false });
    const cover = its('InsuranceCovered', {
      policyNumber: 'P',
      from: '2026-01-01',
      until: term.until,
    });
    const induction = its('SafetyInductionPassed', { on: '2026-01-05' });
    const path = [p.proposed, p.intent, p.eligible, filedFor, p.accepted, p.enrolled, p.assigned];
    given(apprenticeship, ...path, cover, induction)
      .with({ facts: { agreement: { ...p.agreed, draft } } })
      .when(start('2026-02-02'))
      .thenRejected({
        code: 'E_NOT_FILED',
        detail: { on: '2026-02-02', acceptedOn: '2026-03-01' },
      });
  });
  it('says nothing when started on that day, and refuses another', () => {
    const running = given(apprenticeship, ...p.inTraining).with(around);
    running.when(start()).thenNothing();
    running.when(start('2026-03-01')).thenRejected('E_STATE');
  });
});
