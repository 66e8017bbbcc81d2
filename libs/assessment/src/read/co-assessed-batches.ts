import { projection, type BodyKind, type Day, type Level, type Recorded } from '#kernel';
import type { BatchEvent, PartyKind } from '../events.js';

export type BatchStage =
  | 'open'
  | 'scheduled'
  | 'panel'
  | 'sealed'
  | 'notice'
  | 'closed'
  | 'reported'
  | 'returned'
  | 'approved';
export interface BatchSeat {
  readonly assessor: string;
  readonly organization: string;
  readonly partyKind: PartyKind;
}
/** What one assessor gave for one part; given anew, the latest. */
export interface BatchScore {
  readonly part: 'theory' | 'practice' | 'review';
  readonly assessor: string;
  readonly score: number;
}
export interface BatchResult {
  readonly theory: number | null;
  readonly practice: number | null;
  readonly review: number | null;
  readonly passed: boolean;
}
export interface BatchCandidate {
  readonly candidate: string;
  readonly apprenticeshipId: string | null;
  readonly employer: string | null;
  readonly standing: 'applied' | 'qualified' | 'disqualified';
  /** Why, when disqualified. */
  readonly reason: string | null;
  readonly scores: readonly BatchScore[];
  /** `null` until the panel has sealed the results. */
  readonly result: BatchResult | null;
  /** How many of the panel are from outside this candidate's employer. */
  readonly outsiders: number;
}
export interface BatchObjection {
  readonly objection: string;
  readonly candidate: string;
  readonly standing: 'open' | 'upheld' | 'dismissed';
}

/** One assessment batch as the three parties see it (§5.9 coAssessed). */
export interface CoAssessedBatch {
  readonly batchId: string;
  readonly body: string;
  readonly bodyKind: BodyKind;
  readonly region: string;
  readonly occupation: string;
  readonly level: Level;
  readonly stage: BatchStage;
  /** What the body announced when it opened the batch. */
  readonly meantCoAssessed: boolean;
  /** What the panel shows: every candidate who sits has at least one assessor from outside the own employer. */
  readonly coAssessed: boolean;
  readonly on: Day | null;
  readonly site: string | null;
  readonly siteVerified: boolean;
  readonly panel: readonly BatchSeat[];
  readonly panelByPartyKind: readonly { readonly partyKind: PartyKind; readonly seats: number }[];
  readonly signed: readonly string[];
  readonly candidates: readonly BatchCandidate[];
  readonly notice: { readonly from: Day; readonly until: Day; readonly closed: boolean } | null;
  readonly objections: readonly BatchObjection[];
  readonly report: { readonly on: Day; readonly late: boolean } | null;
  readonly returned: { readonly reason: string; readonly fixBy: Day } | null;
  readonly approvedOn: Day | null;
}

const empty: CoAssessedBatch = {
  batchId: '',
  body: '',
  bodyKind: 'Y',
  region: '',
  occupation: '',
  level: 'APPRENTICE',
  stage: 'open',
  meantCoAssessed: false,
  coAssessed: false,
  on: null,
  site: null,
  siteVerified: false,
  panel: [],
  panelByPartyKind: [],
  signed: [],
  candidates: [],
  notice: null,
  objections: [],
  report: null,
  returned: null,
  approvedOn: null,
};

const unknown: Omit<BatchCandidate, 'candidate'> = {
  apprenticeshipId: null,
  employer: null,
  standing: 'applied',
  reason: null,
  scores: [],
  result: null,
  outsiders: 0,
};

/** Whatever of the row follows from panel and candidates, told anew. */
const counted = (row: CoAssessedBatch): CoAssessedBatch => {
  const candidates = row.candidates.map((one) => ({
    ...one,
    outsiders: row.panel.filter(({ organization }) => organization !== one.employer).length,
  }));
  const sitting = candidates.filter(({ standing }) => standing === 'qualified');
  const kinds = [...new Set(row.panel.map(({ partyKind }) => partyKind))].sort();
  return {
    ...row,
    candidates,
    coAssessed: sitting.length > 0 && sitting.every(({ outsiders }) => outsiders > 0),
    panelByPartyKind: kinds.map((partyKind) => ({
      partyKind,
      seats: row.panel.filter((seat) => seat.partyKind === partyKind).length,
    })),
  };
};

const put = (
  row: CoAssessedBatch,
  id: string,
  change: Partial<BatchCandidate>,
): CoAssessedBatch => {
  const known = row.candidates.some(({ candidate }) => candidate === id);
  const candidates = known ? row.candidates : [...row.candidates, { candidate: id, ...unknown }];
  return counted({
    ...row,
    candidates: candidates.map((one) => (one.candidate === id ? { ...one, ...change } : one)),
  });
};

const scored = (
  row: CoAssessedBatch,
  part: BatchScore['part'],
  { candidate, assessor, score }: { candidate: string; assessor: string; score: number },
): CoAssessedBatch => {
  const before = row.candidates.find((one) => one.candidate === candidate)?.scores ?? [];
  const others = before.filter((one) => one.part !== part || one.assessor !== assessor);
  return put(row, candidate, { scores: [...others, { part, assessor, score }] });
};

const unsealed = (row: CoAssessedBatch): CoAssessedBatch => ({
  ...row,
  stage: 'panel',
  signed: [],
  notice: null,
  candidates: row.candidates.map((one) => ({ ...one, result: null })),
});

const resolved = (
  row: CoAssessedBatch,
  { data }: Recorded<Extract<BatchEvent, { type: 'ObjectionResolved' }>>,
): CoAssessedBatch => {
  const standing = data.upheld ? ('upheld' as const) : ('dismissed' as const);
  const objections = row.objections.map((one) =>
    one.objection === data.objection ? { ...one, standing } : one,
  );
  return data.upheld ? unsealed({ ...row, objections }) : { ...row, objections };
};

export const coAssessedBatches = projection<BatchEvent, CoAssessedBatch>({
  table: 'co_assessed_batches_v1',
  key: ({ data }) => data.batchId,
  empty,
  on: {
    AssessmentBatchOpened: (_row, { data: { coAssessed, ...opened } }) => ({
      ...empty,
      ...opened,
      meantCoAssessed: coAssessed,
    }),
    LevelAssessmentApplied: (row, { data }) =>
      put(row, data.candidate, {
        apprenticeshipId: data.apprenticeshipId ?? null,
        employer: data.employer ?? null,
        standing: 'applied',
        reason: null,
      }),
    CandidateQualified: (row, { data }) => put(row, data.candidate, { standing: 'qualified' }),
    CandidateDisqualified: (row, { data }) =>
      put(row, data.candidate, { standing: 'disqualified', reason: data.reason }),
    AssessmentScheduled: (row, { data: { on, site, siteVerified } }) => ({
      ...row,
      stage: 'scheduled',
      on,
      site,
      siteVerified,
    }),
    KinshipDeclared: 'ignored',
    AssessmentPanelFormed: (row, { data }) =>
      counted({ ...row, stage: 'panel', panel: data.panel }),
    TheoryScored: (row, { data }) => scored(row, 'theory', data),
    PracticeScored: (row, { data }) => scored(row, 'practice', data),
    ReviewScored: (row, { data }) => scored(row, 'review', data),
    PanelSigned: (row, { data }) => ({ ...row, signed: [...row.signed, data.assessor] }),
    ResultsSealed: (row, { data }) =>
      data.results.reduce<CoAssessedBatch>(
        (sum, { candidate, ...result }) => put(sum, candidate, { result }),
        { ...row, stage: 'sealed' },
      ),
    ResultNoticeOpened: (row, { data: { from, until } }) => ({
      ...row,
      stage: 'notice',
      notice: { from, until, closed: false },
    }),
    ObjectionLodged: (row, { data: { objection, candidate } }) => ({
      ...row,
      objections: [...row.objections, { objection, candidate, standing: 'open' }],
    }),
    ObjectionResolved: resolved,
    ResultNoticeClosed: (row) => ({
      ...row,
      stage: 'closed',
      notice: row.notice && { ...row.notice, closed: true },
    }),
    ResultReported: (row, { data: { on, late } }) => ({
      ...row,
      stage: 'reported',
      report: { on, late },
    }),
    ResultApproved: (row, { data }) => ({ ...row, stage: 'approved', approvedOn: data.on }),
    // What it means for each candidate is in the sealed results already.
    LevelAssessmentPassed: 'ignored',
    LevelAssessmentFailed: 'ignored',
    ResultReturned: (row, { data: { reason, fixBy } }) => {
      const returned = { ...row, stage: 'returned' as const, returned: { reason, fixBy } };
      return reason === 'incomplete' ? returned : unsealed(returned);
    },
  },
  columns: {
    body: { kind: 'text', index: true },
    region: { kind: 'text', index: true },
    occupation: { kind: 'text' },
    level: { kind: 'text' },
    stage: { kind: 'text', index: true },
    co_assessed: { kind: 'boolean' },
    assessed_on: { kind: 'date', index: true },
    candidates: { kind: 'text[]', index: true },
    panel: { kind: 'text[]', index: true },
  },
  values: ({ body, region, occupation, level, stage, coAssessed, on, candidates, panel }) => ({
    body,
    region,
    occupation,
    level,
    stage,
    co_assessed: coAssessed,
    assessed_on: on,
    candidates: candidates.map(({ candidate }) => candidate),
    panel: panel.map(({ assessor }) => assessor),
  }),
});
