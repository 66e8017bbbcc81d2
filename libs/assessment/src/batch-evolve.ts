import type { Recorded } from '#kernel';
import { noBatch, type Batch, type Candidate, type Part } from './batch-state.js';
import type { BatchEvent } from './events.js';

type Folds = {
  readonly [T in BatchEvent['type']]: (
    state: Batch,
    data: Extract<BatchEvent, { type: T }>['data'],
  ) => Batch;
};

const folds: Folds = {
  AssessmentBatchOpened: (_state, { body, bodyKind, region, occupation, level, coAssessed }) => ({
    ...noBatch,
    phase: 'open',
    ...{ body, bodyKind, region, occupation, level, coAssessed },
  }),
  LevelAssessmentApplied: (state, { candidate, apprenticeshipId, employer }) =>
    put(state, candidate, { standing: 'applied', apprenticeshipId, employer }),
  CandidateQualified: (state, { candidate }) => put(state, candidate, { standing: 'qualified' }),
  CandidateDisqualified: (state, { candidate }) =>
    put(state, candidate, { standing: 'disqualified' }),
  AssessmentScheduled: (state, { on, site, siteVerified }) => ({
    ...state,
    phase: 'scheduled',
    ...{ on, site, siteVerified },
  }),
  KinshipDeclared: (state, { assessor, candidate }) => ({
    ...state,
    kin: [...state.kin, { assessor, candidate }],
  }),
  AssessmentPanelFormed: (state, { panel }) => ({ ...state, phase: 'panel', panel }),
  TheoryScored: (state, data) => scored(state, 'theory', data),
  PracticeScored: (state, data) => scored(state, 'practice', data),
  ReviewScored: (state, data) => scored(state, 'review', data),
  PanelSigned: (state, { assessor }) => ({ ...state, signed: [...state.signed, assessor] }),
  ResultsSealed: (state, { results }) => ({ ...state, phase: 'sealed', results }),
  ResultNoticeOpened: (state, { from, until }) => ({
    ...state,
    phase: 'notice',
    notice: { from, until },
  }),
  ObjectionLodged: (state, { objection, candidate }) =>
    object(state, objection, { candidate, standing: 'open' }),
  ObjectionResolved: (state, { objection, upheld }) => {
    const { candidate = '' } = state.objections[objection] ?? {};
    const standing = upheld ? 'upheld' : 'dismissed';
    const resolved = object(state, objection, { candidate, standing });
    return upheld ? unsealed(resolved) : resolved;
  },
  ResultNoticeClosed: (state) => ({ ...state, phase: 'closed' }),
  ResultReported: (state, { on }) => ({
    ...state,
    phase: 'reported',
    reportedOn: on,
    fixBy: undefined,
  }),
  ResultApproved: (state) => ({ ...state, phase: 'approved' }),
  LevelAssessmentPassed: (state) => state,
  LevelAssessmentFailed: (state) => state,
  ResultReturned: (state, { reason, fixBy }) => {
    const returned: Batch = { ...state, phase: 'returned', fixBy };
    return reason === 'incomplete' ? returned : unsealed(returned);
  },
};

export const evolveBatch = (state: Batch, { type, data }: Recorded<BatchEvent>): Batch =>
  (folds[type] as (state: Batch, data: BatchEvent['data']) => Batch)(state, data);

/** Scores stay as they were given, but may be given anew; whoever signed has to sign again, and a new notice runs. */
const unsealed = (state: Batch): Batch => ({
  ...state,
  phase: 'panel',
  signed: [],
  results: [],
  notice: undefined,
});

const put = (state: Batch, id: string, change: Partial<Candidate>): Batch => {
  const unknown: Candidate = {
    standing: 'applied',
    apprenticeshipId: undefined,
    employer: undefined,
  };
  const candidate = { ...(state.candidates[id] ?? unknown), ...change };
  return { ...state, candidates: { ...state.candidates, [id]: candidate } };
};

const object = (state: Batch, id: string, objection: Batch['objections'][string]): Batch => ({
  ...state,
  objections: { ...state.objections, [id]: objection },
});

const scored = (
  state: Batch,
  part: Part,
  { candidate, assessor, score }: { candidate: string; assessor: string; score: number },
): Batch => {
  const before = state.scores[part];
  const given = { ...before[candidate], [assessor]: score };
  return { ...state, scores: { ...state.scores, [part]: { ...before, [candidate]: given } } };
};
