import { z } from 'zod';
import type { Context, Decisions } from '#kernel';
import type { Assessor } from './assessor-state.js';
import * as before from './batch-commands.js';
import * as after from './batch-result-commands.js';
import type { BatchRule } from './batch-refusals.js';
import type { Batch } from './batch-state.js';
import type { BodyFiling } from './body-filing-state.js';
import type { BatchEvent } from './events.js';
import type { LevelsSight } from './levels-sight.js';
import type { PathSight, PostSight, TakenSight } from './path-sight.js';

export const BatchCommand = z.discriminatedUnion('type', [
  before.OpenBatch,
  before.ApplyForAssessment,
  before.QualifyCandidate,
  before.DisqualifyCandidate,
  before.ScheduleAssessment,
  before.DeclareKinship,
  before.FormPanel,
  after.ScoreTheory,
  after.ScorePractice,
  after.ScoreReview,
  after.SignPanel,
  after.OpenResultNotice,
  after.LodgeObjection,
  after.ResolveObjection,
  after.CloseResultNotice,
  after.ReportResults,
  after.ApproveResults,
  after.ReturnResults,
]);
export type BatchCommand = z.infer<typeof BatchCommand>;

/** What decisions about a batch rest on, beside the batch itself. */
export type BatchFacts = {
  /** Of the body that opens or holds the batch. */
  readonly filing?: BodyFiling;
  /** Both only when someone applies. */
  readonly registered?: boolean;
  readonly levels?: LevelsSight;
  /** Only when a panel is formed: everyone asked onto it. */
  readonly [assessor: `assessor:${string}`]: Assessor;
  /** Only when someone applies or is qualified, and of all who sit when a panel is formed: the paths of each, and what came after them. */
  readonly [person: `taken:${string}`]: TakenSight;
  readonly [path: `path:${string}`]: PathSight;
  readonly [path: `post:${string}`]: PostSight;
};

export type BatchDecisions = Decisions<BatchCommand, Batch, BatchEvent, BatchRule, BatchFacts>;
export type BatchContext = Context<BatchFacts>;
/** The data of one command. */
export type Asked<T extends BatchCommand['type']> = Extract<BatchCommand, { type: T }>['data'];
