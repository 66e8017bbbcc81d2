export { liveSchema, projectionMigrations } from './schema.js';
export { readCheckpoints, type Checkpoint } from './checkpoints.js';
export { foldSubject, HandlerFailed, type FoldedRow } from './fold.js';
export { parkedAtMost, Runner, type LaneHealth, type RunnerOptions } from './runner.js';
export type { ParkingActs, ParkingRequest } from './parking/acts.js';
export { ParkingClerk, type ClerkOptions } from './parking/clerk.js';
export { listParked, type Parked, type ParkedPage } from './parking/list.js';
export {
  ParkedEventsMissing,
  retryParked,
  UnknownView,
  type Retried,
  type RetryNeeds,
} from './parking/retry.js';
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
export type { PartitionOf } from './verify-targets.js';
export { Reactor, type ReactorOptions } from './reactor.js';
export { TailLease } from './tail-lease.js';
export { reactionRefusals, type ReactionRefusal } from './refusals.js';
export {
  type Delivery,
  type FeedListener,
  type FeedMembership,
  type FeedRecord,
  type Offset,
  type OffsetRange,
  type PartitionedFeed,
} from './partitions/feed.js';
export { PartitionRunner, type PartitionRunnerOptions } from './partitions/partition-runner.js';
