import { certificate } from '#certificates';
import { employment } from '#employment';
import { finalAssessment } from '#assessment';
import { addMonths, type AnyDecider, type Day } from '#kernel';
import { agreement, apprenticeship } from '#training';
import type { Trainee } from './trainee.types.js';

/** A step of the way and how it is tried. */
export interface Trial {
  readonly decider: AnyDecider;
  readonly command: string;
  /** What the dry run sends; nothing when there is no such step for this trainee. */
  readonly data: (trainee: Trainee, today: Day) => object | undefined;
  /** Fields that only the sender knows. The dry run leaves them out or fills them with stand-ins. */
  readonly needs: readonly string[];
  /** Refusals that speak of the stand-ins and not of the trainee. */
  readonly forgives: readonly string[];
}

/** The id of nothing: where the sender would name a class, a mentor, a paper. */
const somebody = '00000000-0000-4000-8000-000000000000';
const digest = '0'.repeat(64);

const ofPath =
  (data: Trial['data']): Trial['data'] =>
  (trainee, today) => {
    const own = data(trainee, today);
    return own && { apprenticeshipId: trainee.apprenticeshipId, ...own };
  };
const onToday = (_trainee: Trainee, on: Day) => ({ on });
const known = (decider: AnyDecider, command: string, data: Trial['data'] = () => ({})): Trial => ({
  ...{ decider, command, needs: [], forgives: [] },
  data: ofPath(data),
});
const asking = (
  decider: AnyDecider,
  command: string,
  data: Trial['data'],
  { needs, forgives = [] }: { needs: readonly string[]; forgives?: readonly string[] },
): Trial => ({ decider, command, needs, forgives, data: ofPath(data) });
/** A step of a paper that is there already: it goes by the paper's own id. */
const ofPaper = (command: string, data: Trial['data']): Trial => ({
  ...{ decider: certificate, command, data, needs: [], forgives: [] },
});

const isStudent = ({ programme }: Trainee) => programme === 'student-apprentice';
/** Employment begins a tech trainee's way and ends a student's. */
const isToBeEmployed = (trainee: Trainee): boolean =>
  isStudent(trainee)
    ? ['COMPLETED', 'ASSESSED', 'CERTIFIED'].includes(trainee.state ?? '')
    : trainee.state === 'SELECTED';
const trainingPaper = ({ certificates }: Trainee) =>
  certificates.find(({ kind, standing }) => kind === 'training' && standing === 'issued');

const vouching: Trial['data'] = (trainee, today) =>
  isStudent(trainee) ? { graduatesOn: today } : undefined;
const contract: Trial['data'] = (trainee, today) =>
  isToBeEmployed(trainee)
    ? {
        ...{ contractNumber: '-', monthlyWageYuan: 1_000_000 },
        ...{ from: today, until: addMonths(today, 120), hiredOn: today },
        ...{ person: trainee.id, enterprise: trainee.enterprise },
      }
    : undefined;
const insured: Trial['data'] = (trainee, since) =>
  isToBeEmployed(trainee) ? { since, insuredBy: trainee.enterprise } : undefined;
// Once the agreement is concluded, another text or another signature is no step forward.
const drafting: Trial['data'] = ({ state, postId }) =>
  state === 'AGREED' ? undefined : { digest, postId };
const signing: Trial['data'] = ({ state }) =>
  state === 'AGREED' ? undefined : { party: 'enterprise', digest };
const covering: Trial['data'] = ({ milestones }, today) => {
  const last = milestones.findLast(({ type }) =>
    ['ApprenticeshipProposed', 'InsuranceCovered', 'InsuranceLapsed'].includes(type),
  );
  const covered = last?.type === 'InsuranceCovered';
  return covered ? undefined : { policyNumber: '-', from: today, until: today };
};
const assessing: Trial['data'] = (_trainee, on) => ({
  ...{ on, theory: 0, practice: 0, conduct: 0, assessors: [somebody] },
});
// One who was hired before the training was over is certified at work.
const certifying: Trial['data'] = (trainee) =>
  ['COMPLETED', 'ASSESSED'].includes(trainee.state ?? '') ||
  (trainee.state === 'HIRED' && !trainingPaper(trainee))
    ? { certificateId: somebody }
    : undefined;
const appointing: Trial['data'] = (trainee) => {
  const paper = trainingPaper(trainee);
  return paper && { certificateId: paper.certificateId, postId: trainee.postId };
};
const issuing: Trial['data'] = ({ certificates }) => {
  const paper = certificates.find(
    ({ kind, standing }) => kind === 'level' && standing === 'numbered',
  );
  return paper && { certificateId: paper.certificateId };
};

const grading: Trial['data'] = ({ employment: { level } }) =>
  typeof level === 'string' ? undefined : { level: 'APPRENTICE', basis: 'conversion' };

/** The steps that move a path, in the order of its life; what merely happens along the way is not among them. */
export const trials: readonly Trial[] = [
  known(apprenticeship, 'StateEmploymentIntent'),
  asking(apprenticeship, 'ConfirmEligibility', vouching, { needs: ['graduatesOn'] }),
  asking(employment, 'SignLaborContract', contract, {
    needs: ['contractNumber', 'from', 'until', 'hiredOn', 'monthlyWageYuan'],
  }),
  asking(employment, 'ConfirmSocialInsurance', insured, { needs: ['since'] }),
  asking(agreement, 'DraftAgreement', drafting, {
    needs: [
      ...['digest', 'planId', 'mentor', 'targetLevel', 'from', 'until'],
      ...['monthlyPayYuan', 'insurance'],
    ],
    forgives: ['E_AGREEMENT_INCOMPLETE'],
  }),
  asking(agreement, 'SignAgreement', signing, {
    needs: ['party', 'digest'],
    forgives: ['E_NOT_YOUR_SIGNATURE', 'E_DIGEST'],
  }),
  known(apprenticeship, 'FileApprenticeship'),
  asking(apprenticeship, 'AcceptFiling', () => ({ filingNumber: '-' }), {
    needs: ['filingNumber'],
  }),
  asking(apprenticeship, 'EnrolInClass', () => ({ classId: somebody }), {
    needs: ['classId'],
    forgives: ['E_CLASS'],
  }),
  asking(apprenticeship, 'AssignMentor', () => ({ mentor: somebody }), {
    needs: ['mentor'],
    forgives: ['E_MENTOR'],
  }),
  asking(apprenticeship, 'CoverInsurance', covering, { needs: ['policyNumber', 'from', 'until'] }),
  known(apprenticeship, 'PassSafetyInduction', onToday),
  known(apprenticeship, 'StartTraining', onToday),
  known(apprenticeship, 'ResumeTraining', onToday),
  asking(apprenticeship, 'EvaluateMidTerm', (_trainee, on) => ({ on, passed: true }), {
    needs: ['passed'],
  }),
  known(apprenticeship, 'EndorseCompletion'),
  known(apprenticeship, 'CompleteTraining', onToday),
  asking(finalAssessment, 'RecordFinalAssessment', assessing, {
    needs: ['theory', 'practice', 'conduct', 'assessors'],
    forgives: ['E_UNKNOWN'],
  }),
  asking(certificate, 'IssueTrainingCertificate', certifying, { needs: ['certificateId'] }),
  ofPaper('IssueAppointmentNotice', appointing),
  ofPaper('IssueLevelCertificate', issuing),
  known(apprenticeship, 'Graduate', onToday),
  known(employment, 'HireApprentice'),
  known(employment, 'ConfirmProbation'),
  asking(employment, 'GradeLevel', grading, {
    needs: ['level', 'basis'],
    forgives: ['E_LEVEL_BASIS'],
  }),
];
