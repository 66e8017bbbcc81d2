import { rankOf, reject, unmet, when } from '#kernel';
import { isKin } from './batch-panel.js';
import type { BatchRejection } from './batch-refusals.js';
import { parts, qualified, type Batch, type Part, type Result } from './batch-state.js';
import type { Asked, BatchContext, BatchDecisions } from './batch-types.js';
import type { BatchEvent } from './events.js';

type Events = readonly BatchEvent[] | BatchRejection;

/** Scores by each assessor alone, and the signatures that seal them. */
export const scoreDecisions: Pick<
  BatchDecisions,
  'ScoreTheory' | 'ScorePractice' | 'ScoreReview' | 'SignPanel'
> = {
  ScoreTheory: (data, state, context) =>
    score('theory', data, state, context) ?? [{ type: 'TheoryScored', data }],
  ScorePractice: (data, state, context) =>
    score('practice', data, state, context) ?? [{ type: 'PracticeScored', data }],
  ScoreReview: (data, state, context) =>
    score('review', data, state, context) ?? [{ type: 'ReviewScored', data }],
  SignPanel: (data, state, context) => sign(data, state, context),
};

/** The parts a level asks for: the comprehensive review belongs to the higher ones alone. */
const partsOf = ({ level }: Batch, { rules }: BatchContext): readonly Part[] =>
  parts.filter((part) => part !== 'review' || rankOf(level) >= rules.figures.reviewFromRank);

const isAfterScoring = ({ phase, signed }: Batch): boolean =>
  (phase === 'panel' && signed.length > 0) ||
  ['sealed', 'notice', 'closed', 'reported', 'returned', 'approved'].includes(phase);

/**
 * Why the score cannot be taken, `[]` when it is given already, or nothing. Until the first signature an assessor may give another
 * score: the latest stands and the earlier stays in the record. From then on nobody's signature may come to cover other scores.
 */
const score = (
  part: Part,
  { candidate, assessor, score: given }: Asked<'ScoreTheory'>,
  state: Batch,
  context: BatchContext,
): BatchRejection | readonly [] | undefined => {
  if (state.scores[part][candidate]?.[assessor] === given) return [];
  if (isAfterScoring(state)) return reject('E_SEALED', { phase: state.phase });
  const { occurredOn, rules } = context;
  const { level, on, phase } = state;
  if (phase !== 'panel' || on === undefined || occurredOn < on)
    return reject('E_STATE', { phase, on: on ?? null, occurredOn });
  const standing = state.candidates[candidate]?.standing ?? null;
  const { reviewFromRank } = rules.figures;
  return unmet(
    when(standing !== 'qualified', 'E_STATE', { candidate: standing }),
    when(!partsOf(state, context).includes(part), 'E_STATE', { part, level, reviewFromRank }),
    when(isKin(state, assessor, candidate), 'E_CONFLICT_PANEL', { kin: true }),
    when(!(given >= 0 && given <= 100), 'E_SCORE_RANGE', { score: given, from: 0, to: 100 }),
  );
};

const sign = (
  { batchId, assessor }: Asked<'SignPanel'>,
  state: Batch,
  context: BatchContext,
): Events => {
  if (state.signed.includes(assessor)) return [];
  const sitting = qualified(state);
  const asked = partsOf(state, context);
  const missing = sitting.flatMap(({ id }) =>
    asked.flatMap((part) => unscored(state, part, id).map((who) => `${id}:${part}:${who}`)),
  );
  if (state.phase !== 'panel' || sitting.length === 0 || missing.length > 0)
    return reject('E_STATE', { phase: state.phase, candidates: sitting.length, missing });
  const signed: BatchEvent = { type: 'PanelSigned', data: { batchId, assessor } };
  if (state.signed.length + 1 < state.panel.length) return [signed];
  const { passMark } = context.rules.figures;
  const results = sitting.map(({ id }) => resultOf(state, id, asked, passMark));
  return [signed, { type: 'ResultsSealed', data: { batchId, results } }];
};

/** Those on the panel who have yet to score the part, each by itself (§3c 4); kin never do. Everyone, where all of them are kin. */
const unscored = (state: Batch, part: Part, candidate: string): readonly string[] => {
  const seated = state.panel.map(({ assessor }) => assessor);
  const able = seated.filter((assessor) => !isKin(state, assessor, candidate));
  const given = state.scores[part][candidate] ?? {};
  return (able.length === 0 ? seated : able).filter((assessor) => given[assessor] === undefined);
};

/** Each part that the level asks for has to reach the pass mark by itself (§4.5). */
const resultOf = (
  state: Batch,
  candidate: string,
  asked: readonly Part[],
  passMark: number,
): Result => {
  const theory = meanOf(state, 'theory', candidate);
  const practice = meanOf(state, 'practice', candidate);
  const review = asked.includes('review') ? meanOf(state, 'review', candidate) : null;
  const scored = { theory, practice, review };
  return { candidate, ...scored, passed: asked.every((part) => (scored[part] ?? 0) >= passMark) };
};

/**
 * A part's score is the mean of what the panel gave for it (assumption: the papers only say that assessors score independently), cut
 * to two decimals and never rounded up to a pass. `null` when nobody has scored it. The inner rounding takes off what binary
 * fractions add, so that 59.9, 60 and 60.1 make 60.
 */
const meanOf = (state: Batch, part: Part, candidate: string): number | null => {
  const given = Object.values(state.scores[part][candidate] ?? {});
  if (given.length === 0) return null;
  const mean = given.reduce((sum, one) => sum + one, 0) / given.length;
  return Math.floor(Math.round(mean * 1e6) / 1e4) / 100;
};
