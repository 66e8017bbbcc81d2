import { addDays, type Day, type Fold, type Recorded } from '#kernel';
import type { ApprenticeshipEvent, CourseChange, Programme } from './events.js';
import type { z } from 'zod';

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

/** Two days, both of which belong to it. */
export interface Stretch {
  readonly from: Day;
  readonly until: Day;
}

type Witness = 'trainee' | 'college';

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
  readonly lateFilingAllowed: boolean;
  readonly filedLate: boolean;
  readonly acceptedOn: Day | undefined;
  /** The last filing came back and was not filed again. */
  readonly returned: boolean;
  readonly classId: string | undefined;
  readonly mentor: string | undefined;
  readonly insurance: readonly Stretch[];
  /** The day the safety induction was passed. */
  readonly inducted: Day | undefined;
  /** First day of training and last day of the term. */
  readonly from: Day | undefined;
  readonly until: Day | undefined;
  /** An earlier last day that the enterprise named: it holds once the trainee or the college has taken note of it. */
  readonly earlierUntil: Day | undefined;
  /** The last day of the term as it was agreed, whatever it was changed to since. */
  readonly agreedUntil: Day | undefined;
  readonly suspendedOn: Day | undefined;
  /** Suspensions that are over: `from` the first day without training, `to` the first day with training again. */
  readonly pauses: readonly { readonly from: Day; readonly to: Day }[];
  /** Who has taken note of the last change of each kind. */
  readonly changes: { readonly [C in z.infer<typeof CourseChange>]?: readonly Witness[] };
  /** Posts worked in so far, the first included. */
  readonly posts: readonly string[];
  readonly rotations: readonly (Stretch & { readonly postId: string })[];
  /** Grades of the monthly practice reviews, by month. */
  readonly reviews: Readonly<Record<string, string>>;
  readonly midTerm: { readonly on: Day; readonly passed: boolean } | undefined;
  readonly endorsed: boolean;
  readonly completedOn: Day | undefined;
  readonly graduatedOn: Day | undefined;
  /** How the path ended. */
  readonly exit: 'refused' | 'withdrawn' | 'terminated' | 'ended' | undefined;
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
  lateFilingAllowed: false,
  filedLate: false,
  acceptedOn: undefined,
  returned: false,
  classId: undefined,
  mentor: undefined,
  insurance: [],
  inducted: undefined,
  from: undefined,
  until: undefined,
  earlierUntil: undefined,
  agreedUntil: undefined,
  suspendedOn: undefined,
  pauses: [],
  changes: {},
  posts: [],
  rotations: [],
  reviews: {},
  midTerm: undefined,
  endorsed: false,
  completedOn: undefined,
  graduatedOn: undefined,
  exit: undefined,
};

/** A new change that nobody has taken note of yet. */
const changed = (
  state: Apprenticeship,
  change: keyof Apprenticeship['changes'],
): Apprenticeship => ({
  ...state,
  changes: { ...state.changes, [change]: [] },
});

/** What of a stretch lies before a day. */
const before = ({ from, until }: Stretch, day: Day): readonly Stretch[] =>
  until < day ? [{ from, until }] : from < day ? [{ from, until: addDays(day, -1) }] : [];

/** The phase in which a path may be filed: a college vouches for students first, a labour contract stands for tech trainees. */
export const unfiledPhase = ({ programme }: Pick<Apprenticeship, 'programme'>): Phase =>
  programme === 'student-apprentice' ? 'eligible' : 'proposed';

/** Whether insurance is in force on a day. */
export const isInsured = ({ insurance }: Apprenticeship, day: Day): boolean =>
  insurance.some(({ from, until }) => from <= day && day <= until);

const on: Fold<ApprenticeshipEvent, Apprenticeship> = {
  ApprenticeshipProposed: (_state, { data }) => {
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
  },
  EmploymentIntentStated: (state) => ({ ...state, intentStated: true }),
  EligibilityConfirmed: (state) => ({ ...state, phase: 'eligible' }),
  EligibilityRefused: (state) => ({ ...state, phase: 'ended', exit: 'refused' }),
  ApprenticeshipWithdrawn: (state) => ({ ...state, phase: 'ended', exit: 'withdrawn' }),
  ApprenticeshipTerminated: (state) => ({ ...state, phase: 'ended', exit: 'terminated' }),
  ApprenticeshipEnded: (state) => ({ ...state, phase: 'ended', exit: 'ended' }),
  LateFilingAllowed: (state) => ({ ...state, lateFilingAllowed: true }),
  ApprenticeshipFiled: (state, { data }) => ({
    ...state,
    phase: 'filed',
    plannedStart: data.plannedStart,
    filedLate: data.late,
    returned: false,
  }),
  ApprenticeshipFilingAccepted: (state, { meta }) => ({
    ...state,
    phase: 'accepted',
    acceptedOn: meta.occurredOn,
  }),
  ApprenticeshipFilingReturned: (state) => ({
    ...state,
    phase: unfiledPhase(state),
    plannedStart: undefined,
    returned: true,
  }),
  ApprenticeEnrolledInClass: (state, { data }) => ({ ...state, classId: data.classId }),
  MentorAssigned: (state, { data }) => ({ ...state, mentor: data.mentor }),
  MentorChanged: (state, { data }) => ({ ...changed(state, 'mentor'), mentor: data.mentor }),
  InsuranceCovered: (state, { data }) => ({
    ...state,
    insurance: [...state.insurance, { from: data.from, until: data.until }],
  }),
  InsuranceLapsed: (state, { data }) => ({
    ...state,
    insurance: state.insurance.flatMap((cover) => before(cover, data.on)),
  }),
  SafetyInductionPassed: (state, { data }) => ({ ...state, inducted: data.on }),
  TrainingStarted: (state, { data }) => ({
    ...state,
    phase: 'training',
    from: data.on,
    until: data.until,
    agreedUntil: data.until,
  }),
  TrainingSuspended: (state, { data }) => ({
    ...changed(state, 'suspension'),
    phase: 'suspended',
    suspendedOn: data.on,
  }),
  TrainingResumed: (state, { data }) => {
    const pause = state.suspendedOn && { from: state.suspendedOn, to: data.on };
    const pauses = pause ? [...state.pauses, pause] : state.pauses;
    return { ...changed(state, 'resumption'), phase: 'training', suspendedOn: undefined, pauses };
  },
  TermChanged: (state, { data }) => {
    const shorter = state.until !== undefined && data.until < state.until;
    return {
      ...changed(state, 'term'),
      until: shorter ? state.until : data.until,
      earlierUntil: shorter ? data.until : undefined,
    };
  },
  ChangeAcknowledged: (state, { data }) => {
    const known = [...(state.changes[data.change] ?? []), data.by];
    const changes = { ...state.changes, [data.change]: known };
    return data.change === 'term'
      ? { ...state, changes, until: state.earlierUntil ?? state.until, earlierUntil: undefined }
      : { ...state, changes };
  },
  PostRotationRecorded: (state, { data }) => {
    const { postId, from, until } = data;
    return {
      ...state,
      posts: [...new Set([...state.posts, postId])],
      rotations: [...state.rotations, { postId, from, until }],
    };
  },
  PracticeReviewRecorded: (state, { data }) => ({
    ...state,
    reviews: { ...state.reviews, [data.month]: data.grade },
  }),
  IncidentReported: 'ignored',
  MidTermEvaluated: (state, { data }) => ({
    ...state,
    midTerm: { on: data.on, passed: data.passed },
  }),
  CompletionEndorsed: (state) => ({ ...state, endorsed: true }),
  TrainingCompleted: (state, { data }) => ({ ...state, phase: 'completed', completedOn: data.on }),
  Graduated: (state, { data }) => ({ ...state, graduatedOn: data.on }),
};

export const evolveApprenticeship = (
  state: Apprenticeship,
  event: Recorded<ApprenticeshipEvent>,
): Apprenticeship => {
  // The table is complete by its type; that the handler under an event's name fits the event cannot be said in types.
  const handler = on[event.type] as
    ((state: Apprenticeship, event: Recorded<ApprenticeshipEvent>) => Apprenticeship) | 'ignored';
  return handler === 'ignored' ? state : handler(state, event);
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
