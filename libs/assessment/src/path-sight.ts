import { seenIn, sight, type Day, type StreamFact } from '#kernel';
import type { EmploymentEvent } from '#employment/events';
import type { ActiveApprenticeshipEvent, ApprenticeshipEvent } from '#training/events';

/** What an assessment needs to know of a path. */
export interface PathSight {
  readonly person: string;
  readonly programme: string;
  readonly enterprise: string;
  readonly college: string | undefined;
  readonly classId: string | undefined;
  readonly region: string;
  readonly mentor: string | undefined;
  readonly completedOn: Day | undefined;
  /** Whether the person still is one of the enterprise's. */
  readonly left: boolean;
}

export const noPath: PathSight = {
  person: '',
  programme: 'student-apprentice',
  enterprise: '',
  college: undefined,
  classId: undefined,
  region: '',
  mentor: undefined,
  completedOn: undefined,
  left: false,
};

const leave = (path: PathSight): PathSight => ({ ...path, left: true });

export const pathSight = sight<ApprenticeshipEvent, PathSight>(noPath, {
  ApprenticeshipProposed: (path, { data }) => {
    const { person, programme, enterprise, college, region } = data;
    return { ...path, person, programme, enterprise, college, region };
  },
  ApprenticeEnrolledInClass: (path, { data }) => ({ ...path, classId: data.classId }),
  MentorAssigned: (path, { data }) => ({ ...path, mentor: data.mentor }),
  MentorChanged: (path, { data }) => ({ ...path, mentor: data.mentor }),
  TrainingCompleted: (path, { data }) => ({ ...path, completedOn: data.on }),
  EligibilityRefused: leave,
  ApprenticeshipWithdrawn: leave,
  ApprenticeshipTerminated: leave,
  ApprenticeshipEnded: (path, { data }) => ({ ...path, left: data.outcome !== 'confirmed' }),
});

export const pathOf = (apprenticeshipId: string): StreamFact<PathSight> =>
  seenIn(`apprenticeship-${apprenticeshipId}`, pathSight);

/** Every path for which a person was ever taken, in that order; one of them may have come to nothing. */
export interface TakenSight {
  readonly paths: readonly string[];
}
const takenSight = sight<ActiveApprenticeshipEvent, TakenSight>(
  { paths: [] },
  { PersonReserved: ({ paths }, { data }) => ({ paths: [...paths, data.apprenticeshipId] }) },
);
export const takenOf = (person: string): StreamFact<TakenSight> =>
  seenIn(`active-apprenticeship-${person}`, takenSight);

/** Whether one who was hired has gone since: the path itself may have ended before. */
export interface PostSight {
  readonly departed: boolean;
}
export const postSight = sight<EmploymentEvent, PostSight>(
  { departed: false },
  {
    EmployeeDeparted: () => ({ departed: true }),
    ApprenticeNotHired: () => ({ departed: true }),
  },
);

/** Subjects of what concerns one path: the person first, then the organisations and the class. */
export const subjectsOf = (path: PathSight): readonly string[] => [
  `person-${path.person}`,
  `organization-${path.enterprise}`,
  ...(path.college ? [`organization-${path.college}`] : []),
  ...(path.classId ? [`class-${path.classId}`] : []),
];
