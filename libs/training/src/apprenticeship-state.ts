import type { Day, Recorded } from '#kernel';
import type { ApprenticeshipEvent, Programme } from './events.js';

export type Phase =
  | 'none'
  | 'proposed'
  | 'eligible'
  | 'filed'
  | 'accepted'
  | 'training'
  | 'suspended'
  | 'completed'
  | 'ended';

/** How far one path has come. Both programmes share it; the papers and the hours are aggregates of their own under the same id. */
export interface Apprenticeship {
  readonly phase: Phase;
  readonly person: string;
  readonly programme: Programme;
  readonly enterprise: string;
  readonly college: string | undefined;
  readonly postId: string;
  readonly occupation: string;
  readonly region: string;
  readonly intentStated: boolean;
  readonly plannedStart: Day | undefined;
  readonly filedLate: boolean;
  readonly classId: string | undefined;
  readonly mentor: string | undefined;
  readonly insurance: { readonly from: Day; readonly until: Day } | undefined;
  readonly inducted: boolean;
  /** First day of training and last day of the term. */
  readonly from: Day | undefined;
  readonly until: Day | undefined;
  readonly suspendedOn: Day | undefined;
  /** Posts worked in so far, the first included. */
  readonly posts: readonly string[];
  readonly endorsed: boolean;
  readonly completedOn: Day | undefined;
  readonly graduatedOn: Day | undefined;
}

export const noApprenticeship: Apprenticeship = {
  phase: 'none',
  person: '',
  programme: 'student-apprentice',
  enterprise: '',
  college: undefined,
  postId: '',
  occupation: '',
  region: '',
  intentStated: false,
  plannedStart: undefined,
  filedLate: false,
  classId: undefined,
  mentor: undefined,
  insurance: undefined,
  inducted: false,
  from: undefined,
  until: undefined,
  suspendedOn: undefined,
  posts: [],
  endorsed: false,
  completedOn: undefined,
  graduatedOn: undefined,
};

export const evolveApprenticeship = (
  state: Apprenticeship,
  { type, data }: Recorded<ApprenticeshipEvent>,
): Apprenticeship => {
  switch (type) {
    case 'ApprenticeshipProposed': {
      const { person, programme, enterprise, college, postId, occupation, region } = data;
      const posts = [postId];
      return {
        ...noApprenticeship,
        phase: 'proposed',
        person,
        programme,
        enterprise,
        college,
        postId,
        occupation,
        region,
        posts,
      };
    }
    case 'EmploymentIntentStated':
      return { ...state, intentStated: true };
    case 'EligibilityConfirmed':
      return { ...state, phase: 'eligible' };
    case 'EligibilityRefused':
    case 'ApprenticeshipWithdrawn':
    case 'ApprenticeshipTerminated':
    case 'ApprenticeshipEnded':
      return { ...state, phase: 'ended' };
    case 'ApprenticeshipFiled':
      return { ...state, phase: 'filed', plannedStart: data.plannedStart, filedLate: data.late };
    case 'ApprenticeshipFilingAccepted':
      return { ...state, phase: 'accepted' };
    case 'ApprenticeshipFilingReturned':
      return { ...state, phase: 'eligible' };
    case 'ApprenticeEnrolledInClass':
      return { ...state, classId: data.classId };
    case 'MentorAssigned':
    case 'MentorChanged':
      return { ...state, mentor: data.mentor };
    case 'InsuranceCovered':
      return { ...state, insurance: { from: data.from, until: data.until } };
    case 'InsuranceLapsed':
      return { ...state, insurance: undefined };
    case 'SafetyInductionPassed':
      return { ...state, inducted: true };
    case 'TrainingStarted':
      return { ...state, phase: 'training', from: data.on, until: data.until };
    case 'TrainingSuspended':
      return { ...state, phase: 'suspended', suspendedOn: data.on };
    case 'TrainingResumed':
      return { ...state, phase: 'training', suspendedOn: undefined };
    case 'TermChanged':
      return { ...state, until: data.until };
    case 'PostRotationRecorded':
      return state.posts.includes(data.postId)
        ? state
        : { ...state, posts: [...state.posts, data.postId] };
    case 'PracticeReviewRecorded':
    case 'IncidentReported':
    case 'MidTermEvaluated':
      return state;
    case 'CompletionEndorsed':
      return { ...state, endorsed: true };
    case 'TrainingCompleted':
      return { ...state, phase: 'completed', completedOn: data.on };
    case 'Graduated':
      return { ...state, graduatedOn: data.on };
  }
};

/** Subjects of what concerns one path: the person first, then the organisations and the class. */
export const subjectsOf = (path: Apprenticeship, ...more: readonly string[]): readonly string[] => [
  `person-${path.person}`,
  `organization-${path.enterprise}`,
  ...(path.college ? [`organization-${path.college}`] : []),
  ...(path.classId ? [`class-${path.classId}`] : []),
  ...more,
];

/** Who stands in which relation to a path. */
export const partiesOf = (path: Apprenticeship) => ({
  enterprise: path.enterprise,
  college: path.college,
  trainee: path.person,
  region: path.region,
});

/** For decisions that rest on the path: `stateOf(apprenticeshipView, id)`. */
export const apprenticeshipView = {
  category: 'apprenticeship',
  initial: noApprenticeship,
  evolve: evolveApprenticeship,
} as const;
