import type { BodyKind, Day, Level } from '#kernel';
import type { PartyKind } from './events.js';

export type Part = 'theory' | 'practice' | 'review';
export const parts: readonly Part[] = ['theory', 'practice', 'review'];

export interface Candidate {
  readonly standing: 'applied' | 'qualified' | 'disqualified';
  readonly apprenticeshipId: string | undefined;
  readonly employer: string | undefined;
}
export interface Seat {
  readonly assessor: string;
  readonly organization: string;
  readonly partyKind: PartyKind;
}
export interface Result {
  readonly candidate: string;
  readonly theory: number | null;
  readonly practice: number | null;
  readonly review: number | null;
  readonly passed: boolean;
}
export interface Objection {
  readonly candidate: string;
  readonly standing: 'open' | 'upheld' | 'dismissed';
}

/** `panel` is the time of scoring: an upheld objection or a return for cause leads back to it. */
export type BatchPhase =
  | 'none'
  | 'open'
  | 'scheduled'
  | 'panel'
  | 'sealed'
  | 'notice'
  | 'closed'
  | 'reported'
  | 'returned'
  | 'approved';

/** Scores of one part: by candidate, then by assessor. */
export type Scores = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** One level assessment of several candidates in one occupation and level on one day. */
export interface Batch {
  readonly phase: BatchPhase;
  readonly body: string;
  readonly bodyKind: BodyKind;
  readonly region: string;
  readonly occupation: string;
  readonly level: Level;
  readonly coAssessed: boolean;
  readonly candidates: Readonly<Record<string, Candidate>>;
  readonly on: Day | undefined;
  readonly site: string;
  readonly siteVerified: boolean;
  readonly kin: readonly { readonly assessor: string; readonly candidate: string }[];
  readonly panel: readonly Seat[];
  readonly scores: Readonly<Record<Part, Scores>>;
  readonly signed: readonly string[];
  readonly results: readonly Result[];
  readonly notice: { readonly from: Day; readonly until: Day } | undefined;
  readonly objections: Readonly<Record<string, Objection>>;
  /** Day of the last report: the office answers within so many working days of it. */
  readonly reportedOn: Day | undefined;
  /** Set while the bureau waits for a correction. */
  readonly fixBy: Day | undefined;
}

export const noBatch: Batch = {
  phase: 'none',
  body: '',
  bodyKind: 'Y',
  region: '',
  occupation: '',
  level: 'APPRENTICE',
  coAssessed: false,
  candidates: {},
  on: undefined,
  site: '',
  siteVerified: false,
  kin: [],
  panel: [],
  scores: { theory: {}, practice: {}, review: {} },
  signed: [],
  results: [],
  notice: undefined,
  objections: {},
  reportedOn: undefined,
  fixBy: undefined,
};

/** One candidate with the id, as applied. */
export const candidateOf = (
  id: string,
  { candidates }: Batch,
): { readonly id: string } & Pick<Candidate, 'apprenticeshipId'> => ({
  id,
  apprenticeshipId: candidates[id]?.apprenticeshipId,
});

/** Those who sit the assessment, with their ids. */
export const qualified = ({ candidates }: Batch): readonly (Candidate & { id: string })[] =>
  Object.entries(candidates)
    .filter(([, candidate]) => candidate.standing === 'qualified')
    .map(([id, candidate]) => ({ id, ...candidate }));

export const hasScores = ({ scores }: Batch): boolean =>
  parts.some((part) => Object.keys(scores[part]).length > 0);
