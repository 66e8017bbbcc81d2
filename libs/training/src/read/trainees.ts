import { projection, type Message, type Recorded } from '#kernel';
import type { FinalAssessmentEvent } from '#assessment/events';
import type { CertificateEvent } from '#certificates/events';
import type { CareerEvent, EmploymentEvent } from '#employment/events';
import type { AgreementEvent, ApprenticeshipEvent } from '../events.js';
import {
  noTrainee,
  type Paper,
  type Trainee,
  type TraineeState,
  type WorkLife,
} from './trainee-state.js';

type PathEvent =
  | ApprenticeshipEvent
  | AgreementEvent
  | FinalAssessmentEvent
  | CertificateEvent
  | EmploymentEvent
  | CareerEvent;

/** Every event of the union is a step that the timeline shows; some move the state or a detail as well. */
const step = (
  row: Trainee,
  { type, meta }: Recorded<Message>,
  change: Partial<Trainee> = {},
): Trainee => {
  const { occurredOn: on, recordedAt, position } = meta;
  return { ...row, ...change, milestones: [...row.milestones, { type, on, recordedAt, position }] };
};
type OfPath = Recorded<Message & { readonly data: { readonly apprenticeshipId: string } }>;
/**
 * A step that moves the row unless it is of an earlier path, such as a departure that becomes known late. A replay of a class or a
 * certificate does not hold the proposal: there is no later path to take care of.
 */
const move = (row: Trainee, event: OfPath, change: Partial<Trainee>): Trainee => {
  const latest = row.apprenticeshipId ?? event.data.apprenticeshipId;
  return step(row, event, event.data.apprenticeshipId === latest ? change : {});
};
const seen = (row: Trainee, event: Recorded<Message>) => step(row, event);
const become = (state: TraineeState) => (row: Trainee, event: OfPath) =>
  move(row, event, { state });
/** Who works for the enterprise by now, hired before the training was over, goes on doing so whatever becomes of the training. */
const unlessAtWork = (row: Trainee, state: TraineeState): Partial<Trainee> =>
  row.state === 'HIRED' || row.state === 'CONFIRMED' || row.state === 'PROMOTED' ? {} : { state };
const train = (state: TraineeState) => (row: Trainee, event: OfPath) =>
  move(row, event, unlessAtWork(row, state));
/** The state before the training begins: a seat may be taken before the filing is accepted, or once training is under way. */
const preparing = (row: Trainee, state: 'FILED' | 'ENROLLED'): Partial<Trainee> => {
  const early = row.state === 'AGREED' || row.state === 'FILED' || row.state === 'ENROLLED';
  return early ? { state: row.classId === undefined ? state : 'ENROLLED' } : {};
};
const work = (row: Trainee, change: WorkLife) => ({ work: { ...row.work, ...change } });
const paper = (row: Trainee, certificateId: string, change: Partial<Paper>): Partial<Trainee> => ({
  papers: row.papers.map((one) =>
    one.certificateId === certificateId ? { ...one, ...change } : one,
  ),
});
const standing =
  (now: Paper['standing']) =>
  (
    row: Trainee,
    event: Recorded<Message & { readonly data: { readonly certificateId: string } }>,
  ) =>
    step(row, event, paper(row, event.data.certificateId, { standing: now }));

/** Where each trainee stands, by person. */
export const trainees = projection<PathEvent, Trainee>({
  table: 'trainees_v1',
  partitionedBy: 'subject',
  key: ({ meta }) =>
    meta.subjects
      .filter((subject) => subject.startsWith('person-'))
      .slice(0, 1)
      .map(idOf),
  empty: noTrainee,
  on: {
    ApprenticeshipProposed: (row, event) => {
      const { apprenticeshipId, programme, enterprise, college, postId, occupation, region } =
        event.data;
      const earlierPaths = row.apprenticeshipId
        ? [...row.earlierPaths, row.apprenticeshipId]
        : row.earlierPaths;
      const fresh = {
        passedAttempt: undefined,
        classId: undefined,
        mentor: undefined,
        from: undefined,
        until: undefined,
        earlierUntil: undefined,
        work: {},
      };
      const state = programme === 'tech-trainee' ? 'SELECTED' : 'PROPOSED';
      return step(row, event, {
        ...fresh,
        ...{
          apprenticeshipId,
          programme,
          enterprise,
          college,
          postId,
          occupation,
          region,
          state,
          earlierPaths,
        },
      });
    },
    EmploymentIntentStated: seen,
    EligibilityConfirmed: become('ELIGIBLE'),
    EligibilityRefused: become('INELIGIBLE'),
    LateFilingAllowed: seen,
    ApprenticeshipFiled: seen,
    ApprenticeshipFilingAccepted: (row, event) => move(row, event, preparing(row, 'FILED')),
    ApprenticeshipFilingReturned: become('AGREED'),
    ApprenticeEnrolledInClass: (row, event) =>
      move(row, event, { ...preparing(row, 'ENROLLED'), classId: event.data.classId }),
    MentorAssigned: (row, event) => move(row, event, { mentor: event.data.mentor }),
    MentorChanged: (row, event) => move(row, event, { mentor: event.data.mentor }),
    InsuranceCovered: seen,
    InsuranceLapsed: seen,
    SafetyInductionPassed: seen,
    TrainingStarted: (row, event) =>
      move(row, event, { state: 'IN_TRAINING', from: event.data.on, until: event.data.until }),
    TrainingSuspended: train('SUSPENDED'),
    TrainingResumed: train('IN_TRAINING'),
    TermChanged: (row, event) => {
      const { until } = event.data;
      const shorter = row.until !== undefined && until < row.until;
      return move(
        row,
        event,
        shorter ? { earlierUntil: until } : { until, earlierUntil: undefined },
      );
    },
    PostRotationRecorded: (row, event) => move(row, event, { postId: event.data.postId }),
    PracticeReviewRecorded: seen,
    IncidentReported: seen,
    MidTermEvaluated: seen,
    ChangeAcknowledged: (row, event) => {
      const until = event.data.change === 'term' ? row.earlierUntil : undefined;
      return move(row, event, until === undefined ? {} : { until, earlierUntil: undefined });
    },
    CompletionEndorsed: seen,
    TrainingCompleted: train('COMPLETED'),
    Graduated: seen,
    ApprenticeshipWithdrawn: become('WITHDRAWN'),
    ApprenticeshipTerminated: become('TERMINATED'),
    ApprenticeshipEnded: seen,
    AgreementDrafted: seen,
    AgreementSigned: seen,
    GuardianConsentRecorded: seen,
    AgreementConcluded: become('AGREED'),
    FinalCompetenceAssessed: (row, event) => {
      const { passed, attempt } = event.data;
      const change = { ...unlessAtWork(row, 'ASSESSED'), passedAttempt: attempt };
      return move(row, event, passed ? change : {});
    },
    FinalAssessmentReversed: (row, event) => {
      if (event.data.attempt !== row.passedAttempt) return step(row, event);
      // Whoever holds papers or works by now goes on doing so until these are dealt with.
      const state = row.state === 'ASSESSED' ? 'COMPLETED' : row.state;
      return move(row, event, { state, passedAttempt: undefined });
    },
    TrainingCertificateIssued: (row, event) => {
      const { certificateId, number } = event.data;
      const issued: Paper = {
        certificateId,
        kind: 'training',
        number,
        level: undefined,
        standing: 'issued',
      };
      // Papers are the person's, whatever the path; only the state is the path's.
      return { ...train('CERTIFIED')(row, event), papers: [...row.papers, issued] };
    },
    PostAppointmentNoticeIssued: seen,
    CertificateNumbered: (row, event) => {
      const { certificateId, number, level } = event.data;
      const numbered: Paper = { certificateId, kind: 'level', number, level, standing: 'numbered' };
      return step(row, event, { papers: [...row.papers, numbered] });
    },
    LevelCertificateIssued: standing('issued'),
    CertificateReported: seen,
    CertificateOnline: seen,
    CustodyAttested: seen,
    ChangeCoSigned: seen,
    CertificateCorrected: seen,
    CertificateReissued: seen,
    CertificateSuspended: standing('suspended'),
    CertificateRestored: standing('issued'),
    CertificateRevoked: standing('revoked'),
    LaborContractSigned: (row, event) =>
      move(
        row,
        event,
        work(row, { contractFrom: event.data.from, contractUntil: event.data.until }),
      ),
    SocialInsuranceConfirmed: (row, event) =>
      move(row, event, {
        ...work(row, { insured: true }),
        ...(row.state === 'SELECTED' && { state: 'EMPLOYED' as const }),
      }),
    ApprenticeHired: (row, event) =>
      move(row, event, { state: 'HIRED', ...work(row, { hiredOn: event.data.on }) }),
    ApprenticeNotHired: become('NOT_HIRED'),
    ProbationConfirmed: (row, event) =>
      move(row, event, { state: 'CONFIRMED', ...work(row, { confirmedOn: event.data.on }) }),
    LevelGraded: (row, event) => move(row, event, work(row, graded(event.data))),
    Promoted: (row, event) =>
      move(row, event, { state: 'PROMOTED', ...work(row, graded(event.data)) }),
    PostChanged: (row, event) => move(row, event, { postId: event.data.postId }),
    RetentionChecked: (row, event) => {
      const { months, retained } = event.data;
      return move(
        row,
        event,
        work(row, { retained: [...(row.work.retained ?? []), { months, retained }] }),
      );
    },
    EmployeeDeparted: (row, event) =>
      move(row, event, { state: 'DEPARTED', ...work(row, { departedOn: event.data.on }) }),
    CareerPlanSet: seen,
    PromotionChannelAssigned: seen,
  },
  columns: {
    person: { kind: 'text', index: true },
    apprenticeship: { kind: 'text', index: true },
    state: { kind: 'text', index: true },
    programme: { kind: 'text' },
    enterprise: { kind: 'text', index: true },
    college: { kind: 'text', index: true },
    class: { kind: 'text', index: true },
    region: { kind: 'text' },
  },
  values: (row, person) => ({
    person,
    apprenticeship: row.apprenticeshipId ?? null,
    state: row.state ?? null,
    programme: row.programme ?? null,
    enterprise: row.enterprise ?? null,
    college: row.college ?? null,
    class: row.classId ?? null,
    region: row.region ?? null,
  }),
});

const idOf = (subject: string) => subject.slice('person-'.length);
const graded = ({ level, label }: { level: string; label?: string | undefined }): WorkLife => ({
  level,
  ...(label !== undefined && { label }),
});
