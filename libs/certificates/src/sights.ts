import {
  everIn,
  seenIn,
  sight,
  type BodyKind,
  type Day,
  type Level,
  type StreamFact,
} from '#kernel';
import type { BatchEvent, BodyFilingEvent, FinalAssessmentEvent } from '#assessment/events';
import type { OrganizationEvent, PersonEvent } from '#parties/events';
import type { ApprenticeshipEvent, PostEvent } from '#training/events';

/** What a certificate takes from the path it crowns. */
export interface PathSight {
  readonly person: string;
  readonly programme: string;
  readonly enterprise: string;
  readonly college: string | undefined;
  readonly occupation: string;
  readonly region: string;
}
const pathSight = sight<ApprenticeshipEvent, PathSight>(
  {
    person: '',
    programme: 'student-apprentice',
    enterprise: '',
    college: undefined,
    occupation: '',
    region: '',
  },
  {
    ApprenticeshipProposed: (_path, { data }) => {
      const { person, programme, enterprise, college, occupation, region } = data;
      return { person, programme, enterprise, college, occupation, region };
    },
  },
);
export const pathOf = (id: string): StreamFact<PathSight> =>
  seenIn(`apprenticeship-${id}`, pathSight);

/** Whose a post is; nobody's when there is no such post. Taken off the offer, it is still one to be appointed to. */
export interface PostSight {
  readonly enterprise: string | undefined;
}
const postSight = sight<PostEvent, PostSight>(
  { enterprise: undefined },
  { PostPublished: (_post, { data }) => ({ enterprise: data.enterprise }) },
);
export const postOf = (id: string): StreamFact<PostSight> => seenIn(`post-${id}`, postSight);

/** Whether a person's identity was registered: a number is for ever, so it is never somebody unknown's. */
export const isRegistered = (person: string) =>
  everIn(`person-${person}`, 'PersonRegistered' satisfies PersonEvent['type']);

/** The days of the final assessment's standing attempts that were passed, by number. */
export interface FinalSight {
  readonly passed: readonly { readonly attempt: number; readonly on: Day }[];
}
const finalSight = sight<FinalAssessmentEvent, FinalSight>(
  { passed: [] },
  {
    FinalCompetenceAssessed: ({ passed }, { data: { attempt, on, passed: isPassed } }) => ({
      passed: isPassed ? [...passed, { attempt, on }] : passed,
    }),
    FinalAssessmentReversed: ({ passed }, { data }) => ({
      passed: passed.filter(({ attempt }) => attempt !== data.attempt),
    }),
  },
);
export const finalOf = (apprenticeshipId: string): StreamFact<FinalSight> =>
  seenIn(`final-assessment-${apprenticeshipId}`, finalSight);

/** The credit code that stands in an enterprise's numbers; empty when the directory does not know it. */
export interface OrganizationSight {
  readonly uscc: string;
}
const organizationSight = sight<OrganizationEvent, OrganizationSight>(
  { uscc: '' },
  { OrganizationRegistered: (_seen, { data }) => ({ uscc: data.uscc }) },
);
export const organizationOf = (id: string): StreamFact<OrganizationSight> =>
  seenIn(`organization-${id}`, organizationSight);

/** The parts of a body's numbers that the authority gives. */
export interface FilingSight {
  readonly kind: BodyKind;
  readonly bodyCode: string;
  readonly province: string;
  readonly site: string;
}
const filingSight = sight<BodyFilingEvent, FilingSight>(
  { kind: 'Y', bodyCode: '', province: '', site: '' },
  {
    BodyFiled: (_filing, { data: { kind, bodyCode, province, site } }) => ({
      ...{ kind, bodyCode, province, site },
    }),
  },
);
export const filingOf = (body: string): StreamFact<FilingSight> =>
  seenIn(`body-filing-${body}`, filingSight);

interface BatchCandidate {
  readonly apprenticeshipId: string | undefined;
  readonly employer: string | undefined;
  readonly passed: boolean;
}
/** Whose batch it is, and who passed in it. */
export interface BatchSight {
  readonly body: string;
  readonly region: string;
  readonly occupation: string;
  readonly level: Level;
  readonly candidates: Readonly<Record<string, BatchCandidate>>;
  readonly approvedOn: Day | undefined;
}
const batchSight = sight<BatchEvent, BatchSight>(
  {
    body: '',
    region: '',
    occupation: '',
    level: 'APPRENTICE',
    candidates: {},
    approvedOn: undefined,
  },
  {
    AssessmentBatchOpened: (batch, { data: { body, region, occupation, level } }) => ({
      ...batch,
      ...{ body, region, occupation, level },
    }),
    LevelAssessmentApplied: (batch, { data: { candidate, apprenticeshipId, employer } }) => ({
      ...batch,
      candidates: {
        ...batch.candidates,
        [candidate]: { apprenticeshipId, employer, passed: false },
      },
    }),
    // Results that were sealed and unsealed again count for nothing until sealed anew; the approval rests on the last.
    ResultsSealed: (batch, { data }) => {
      const passed = new Set(data.results.filter((one) => one.passed).map((one) => one.candidate));
      const candidates = Object.entries(batch.candidates).map(
        ([id, one]): [string, BatchCandidate] => [id, { ...one, passed: passed.has(id) }],
      );
      return { ...batch, candidates: Object.fromEntries(candidates) };
    },
    ResultApproved: (batch, { data }) => ({ ...batch, approvedOn: data.on }),
  },
);
export const batchOf = (batchId: string): StreamFact<BatchSight> =>
  seenIn(`assessment-batch-${batchId}`, batchSight);
