export { liveSchema, projectionMigrations } from './schema.js';
export { readCheckpoints, type Checkpoint } from './checkpoints.js';
export { foldSubject, HandlerFailed, type FoldedRow } from './fold.js';
export { Runner, type LaneHealth, type RunnerOptions } from './runner.js';
export type { Trouble } from './trouble.js';
export { Watermarks, type PositionOrder } from './watermarks.js';
export {
  rows,
  type Page,
  type PageRequest,
  type PageRow,
  type Rows,
  type ViewRow,
} from './rows.js';
export type { Condition, Where } from './conditions.js';
export { BadCursor } from './cursor.js';
export * from './findings.js';
export { verifyProjections, type VerifyProjections } from './verify-projections.js';
export { verifyFeed, type VerifyFeed } from './verify-feed.js';
export { verify, type Verify } from './verify.js';
export { Reactor, type ReactorOptions } from './reactor.js';
export { TailLease } from './tail-lease.js';
export { reactionRefusals, type ReactionRefusal } from './refusals.js';
