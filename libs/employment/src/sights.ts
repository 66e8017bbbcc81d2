import { seenIn, sight, type Day, type Level, type StreamFact } from '#kernel';
import type { LevelsHeldEvent } from '#certificates/events';
import type { ApprenticeshipEvent, PostEvent } from '#training/events';

/** What employment needs to know of the path. */
export interface PathSight {
  readonly known: boolean;
  readonly person: string;
  readonly programme: 'student-apprentice' | 'tech-trainee';
  readonly enterprise: string;
  readonly college: string | undefined;
  readonly occupation: string;
  readonly region: string;
  readonly termEnds: Day | undefined;
  /** An earlier end of the term, of which neither the trainee nor the college has taken note. */
  readonly earlierEnd?: Day | undefined;
  readonly completed: boolean;
  readonly graduatedOn: Day | undefined;
  readonly ended: boolean;
}

const ended = (path: PathSight): PathSight => ({ ...path, ended: true });
const pathSight = sight<ApprenticeshipEvent, PathSight>(
  {
    known: false,
    person: '',
    programme: 'student-apprentice',
    enterprise: '',
    college: undefined,
    occupation: '',
    region: '',
    termEnds: undefined,
    completed: false,
    graduatedOn: undefined,
    ended: false,
  },
  {
    ApprenticeshipProposed: (path, { data }) => ({
      ...path,
      known: true,
      person: data.person,
      programme: data.programme,
      enterprise: data.enterprise,
      college: data.college,
      occupation: data.occupation,
      region: data.region,
    }),
    TrainingStarted: (path, { data }) => ({ ...path, termEnds: data.until }),
    TermChanged: (path, { data }) => {
      const { termEnds } = path;
      return termEnds !== undefined && data.until < termEnds
        ? { ...path, earlierEnd: data.until }
        : { ...path, termEnds: data.until, earlierEnd: undefined };
    },
    ChangeAcknowledged: (path, { data }) =>
      data.change === 'term'
        ? { ...path, termEnds: path.earlierEnd ?? path.termEnds, earlierEnd: undefined }
        : path,
    TrainingCompleted: (path) => ({ ...path, completed: true }),
    Graduated: (path, { data }) => ({ ...path, graduatedOn: data.on }),
    EligibilityRefused: ended,
    ApprenticeshipWithdrawn: ended,
    ApprenticeshipTerminated: ended,
  },
);
export const pathOf = (apprenticeshipId: string): StreamFact<PathSight> =>
  seenIn(`apprenticeship-${apprenticeshipId}`, pathSight);

/** Whose a post is; nobody's when there is no such post. Taken off the offer, it is still one to be moved to. */
export interface PostSight {
  readonly enterprise: string | undefined;
}
const postSight = sight<PostEvent, PostSight>(
  { enterprise: undefined },
  { PostPublished: (_post, { data }) => ({ enterprise: data.enterprise }) },
);
export const postOf = (id: string): StreamFact<PostSight> => seenIn(`post-${id}`, postSight);

/** The levels a person holds by certificates issued here. What somebody declares of themselves is nobody's word but theirs. */
export interface HeldSight {
  readonly held: readonly {
    readonly occupation: string;
    readonly level: Level;
    readonly certificateId: string;
  }[];
}
const heldSight = sight<LevelsHeldEvent, HeldSight>(
  { held: [] },
  {
    LevelHeld: ({ held }, { data: { occupation, level, certificateId } }) => ({
      held: [...held, { occupation, level, certificateId }],
    }),
    LevelNoLongerHeld: ({ held }, { data }) => ({
      held: held.filter((one) => one.certificateId !== data.certificateId),
    }),
    LevelCorrected: ({ held }, { data: { occupation, level, certificateId } }) => ({
      held: [
        ...held.filter((one) => one.certificateId !== certificateId),
        { occupation, level, certificateId },
      ],
    }),
  },
);
export const heldBy = (person: string): StreamFact<HeldSight> =>
  seenIn(`levels-held-${person}`, heldSight);
