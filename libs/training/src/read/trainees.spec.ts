import { describe, expect, it } from '@jest/globals';
import type { EmploymentEvent } from '#employment/events';
import type { FinalAssessmentEvent } from '#assessment/events';
import { foldRow, idOf, metaOf, type Message, type Recorded } from '#kernel';
import * as p from '../../spec/paths.js';
import { trainees } from './trainees.js';

const [person, somebody] = [p.ids.person, idOf('somebody else')];
const about = (who: string, event: Message, at: number): Recorded<Message> => ({
  ...event,
  meta: metaOf(`apprenticeship-${who}`, at, {
    subjects: [`person-${who}`, `organization-${p.ids.enterprise}`],
  }),
});
type Rows = ReadonlyMap<string, (typeof trainees)['empty']>;

/** The rows after the events, as the runner folds them: each event into the row of its person alone. */
const rowsAfter = (
  events: readonly Message[],
  of: string = person,
  before: Rows = new Map(),
): Rows => {
  const rows = new Map(before);
  events.forEach((event, at) => {
    const recorded = about(of, event, at) as Parameters<typeof trainees.key>[0];
    for (const key of trainees.key(recorded))
      rows.set(key, foldRow(trainees as never, rows.get(key) ?? trainees.empty, recorded));
  });
  return rows;
};
const after = (...events: readonly Message[]) => rowsAfter(events).get(person)!;

const agreed: Message = { type: 'AgreementConcluded', data: { ...p.own, digest: p.digest } };
const filing = [p.proposed, p.intent, p.eligible, agreed, p.filed] as const;
const attempt = (number: number, passed: boolean): FinalAssessmentEvent => ({
  type: 'FinalCompetenceAssessed',
  data: {
    ...{
      ...p.own,
      attempt: number,
      on: p.term.until,
      theory: 70,
      practice: 70,
      conduct: passed ? 70 : 50,
    },
    ...{ assessors: [idOf('assessor')], passed },
  },
});
const reversed = (number: number): FinalAssessmentEvent => ({
  type: 'FinalAssessmentReversed',
  data: { ...p.own, attempt: number, reason: 'typing-error' },
});
const departed: EmploymentEvent = {
  type: 'EmployeeDeparted',
  data: { ...p.own, on: '2027-05-01', reason: 'resigned' },
};
const hired: EmploymentEvent = { type: 'ApprenticeHired', data: { ...p.own, on: '2027-04-01' } };
const certified: Message = {
  type: 'TrainingCertificateIssued',
  data: { ...p.own, certificateId: idOf('paper'), number: 'TC-1' },
};

describe('the view of trainees', () => {
  it('shows where somebody stands, and every step of the way', () => {
    const row = after(...filing, p.accepted, p.enrolled, p.started);
    expect(row).toMatchObject({
      ...{ state: 'IN_TRAINING', apprenticeshipId: p.ids.path, classId: p.ids.class },
      ...{ enterprise: p.ids.enterprise, college: p.ids.college, ...p.term },
    });
    expect(row.milestones.map(({ type }) => type)).toHaveLength(8);
    expect(after(p.techProposed).state).toBe('SELECTED');
  });
  it('keeps each person in a row of their own', () => {
    const rows = rowsAfter([p.proposed, p.intent, p.eligible], somebody, rowsAfter([p.proposed]));
    expect([rows.get(person)?.state, rows.get(somebody)?.state]).toEqual(['PROPOSED', 'ELIGIBLE']);
    expect(rows.get(person)?.milestones).toHaveLength(1);
  });
  it('does not go back when a seat was taken before the filing was accepted', () => {
    expect(after(...filing, p.enrolled, p.accepted).state).toBe('ENROLLED');
    expect(after(...filing, p.accepted).state).toBe('FILED');
  });
  it('does not go back when a seat is taken once training is under way', () => {
    const row = after(...filing, p.accepted, p.started, p.enrolled);
    expect(row).toMatchObject({ state: 'IN_TRAINING', classId: p.ids.class });
  });
  it('takes back a passed final assessment, and no other that was passed since', () => {
    const completed = [...p.inTraining, p.completed] as const;
    expect(after(...completed, attempt(1, true), reversed(1)).state).toBe('COMPLETED');
    expect(after(...completed, attempt(1, false), attempt(2, true), reversed(1)).state).toBe(
      'ASSESSED',
    );
    const working = after(...completed, attempt(1, true), certified, hired, reversed(1));
    expect(working.state).toBe('HIRED');
  });
  it('leaves someone at work who is hired before the training is over', () => {
    const suspended = p.its('TrainingSuspended', { on: '2026-07-06', reason: 'illness' });
    const resumed = p.its('TrainingResumed', { on: '2026-07-20' });
    const early = [...p.inTraining, hired, suspended, resumed] as const;
    expect(after(...early).state).toBe('HIRED');
    const done = after(...early, p.completed, attempt(1, true), certified);
    expect(done).toMatchObject({ state: 'HIRED', passedAttempt: 1, papers: [{ number: 'TC-1' }] });
    expect(done.milestones.map(({ type }) => type)).toContain('TrainingCompleted');
  });
  it('shows a shorter term once it holds', () => {
    const shorter = p.its('TermChanged', { until: '2026-06-01', reason: 'shortening' });
    const noted = p.its('ChangeAcknowledged', { change: 'term', by: 'college' });
    const other = p.its('ChangeAcknowledged', { change: 'mentor', by: 'college' });
    const back = p.its('TermChanged', { until: p.term.until, reason: 'extension' });
    expect(after(...p.inTraining, shorter, other).until).toBe(p.term.until);
    expect(after(...p.inTraining, shorter, noted).until).toBe('2026-06-01');
    expect(after(...p.inTraining, shorter, back, noted).until).toBe(p.term.until);
  });
  it('is not moved by what becomes known of an earlier path', () => {
    const next = {
      ...p.proposed,
      data: { ...p.proposed.data, apprenticeshipId: idOf('next path') },
    };
    const row = after(...p.inTraining, p.completed, certified, hired, next, departed);
    expect(row).toMatchObject({ state: 'PROPOSED', work: {}, earlierPaths: [p.ids.path] });
    expect(row.papers).toHaveLength(1);
    expect(row.milestones.at(-1)?.type).toBe('EmployeeDeparted');
  });
});
