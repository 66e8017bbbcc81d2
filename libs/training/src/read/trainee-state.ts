/** Where a trainee stands, in the words of the two lives (domain analysis §3a, §3b). */
export const traineeStates = [
  'PROPOSED',
  'SELECTED',
  'EMPLOYED',
  'ELIGIBLE',
  'AGREED',
  'FILED',
  'ENROLLED',
  'IN_TRAINING',
  'SUSPENDED',
  'COMPLETED',
  'ASSESSED',
  'CERTIFIED',
  'HIRED',
  'CONFIRMED',
  'PROMOTED',
  'INELIGIBLE',
  'WITHDRAWN',
  'TERMINATED',
  'NOT_HIRED',
  'DEPARTED',
] as const;
export type TraineeState = (typeof traineeStates)[number];

/** A step of the path, told by its event. */
export interface Milestone {
  readonly type: string;
  readonly on: string;
  readonly recordedAt: string;
  readonly position: string;
}

export interface Paper {
  readonly certificateId: string;
  readonly kind: 'training' | 'level';
  readonly number: string;
  readonly level: string | undefined;
  readonly standing: 'numbered' | 'issued' | 'suspended' | 'revoked';
}

export interface WorkLife {
  readonly contractFrom?: string;
  readonly contractUntil?: string;
  readonly insured?: boolean;
  readonly hiredOn?: string;
  readonly confirmedOn?: string;
  readonly level?: string;
  readonly label?: string;
  readonly retained?: readonly { readonly months: number; readonly retained: boolean }[];
  readonly departedOn?: string;
}

/** One person's way, as far as it has come: the latest path, the papers and the work. No name: that is the vault's. */
export interface Trainee {
  readonly apprenticeshipId: string | undefined;
  readonly programme: string | undefined;
  readonly enterprise: string | undefined;
  readonly college: string | undefined;
  readonly postId: string | undefined;
  readonly classId: string | undefined;
  readonly mentor: string | undefined;
  readonly occupation: string | undefined;
  readonly region: string | undefined;
  readonly state: TraineeState | undefined;
  readonly from: string | undefined;
  readonly until: string | undefined;
  /** An earlier last day, of which neither the trainee nor the college has taken note. */
  readonly earlierUntil?: string | undefined;
  /** Number of the attempt at the final assessment that was passed, while it stands. */
  readonly passedAttempt: number | undefined;
  readonly earlierPaths: readonly string[];
  readonly milestones: readonly Milestone[];
  readonly papers: readonly Paper[];
  readonly work: WorkLife;
}

export const noTrainee: Trainee = {
  apprenticeshipId: undefined,
  programme: undefined,
  enterprise: undefined,
  college: undefined,
  postId: undefined,
  classId: undefined,
  mentor: undefined,
  occupation: undefined,
  region: undefined,
  state: undefined,
  from: undefined,
  until: undefined,
  passedAttempt: undefined,
  earlierPaths: [],
  milestones: [],
  papers: [],
  work: {},
};
