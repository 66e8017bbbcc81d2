import type { Check, Finding } from './findings.js';
import { verifyFeed, type VerifyFeed } from './verify-feed.js';
import { verifyProjections, type VerifyProjections } from './verify-projections.js';

export interface Verify extends VerifyFeed, VerifyProjections {
  /** What else must hold, such as that no reservation is left dangling. */
  readonly checks: readonly Check[];
}

/**
 * Everything that can be checked: the feed, then every view, then the checks given. Yields findings as they come; none means that
 * all is well. Rejects when the store or the database is out of reach, which says nothing about what they hold.
 */
export async function* verify(options: Verify): AsyncGenerator<Finding> {
  yield* verifyFeed(options);
  yield* await verifyProjections(options);
  for (const check of options.checks) yield* check.run(options);
}
