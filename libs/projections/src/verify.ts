import type { Pool } from '#postgres';
import type { Check, Finding } from './findings.js';
import { verifyFeed, type VerifyFeed } from './verify-feed.js';
import { countRefusals, reactionRefusals } from './refusals.js';
import { verifyProjections, type VerifyProjections } from './verify-projections.js';

/** All that a verification looks at, and by which code. */
export interface Verify extends VerifyFeed, VerifyProjections {
  /** What else must hold, such as that no reservation is left dangling. */
  readonly checks: readonly Check[];
}

/**
 * Everything that can be checked: the feed, then every view, then the checks given; then the refusals that reactions met are told,
 * the latest hundred by name. Yields findings as they come; none that `isDifference` means that all is well. Rejects when the store or
 * the database is out of reach, which says nothing about what they hold.
 */
export async function* verify(options: Verify): AsyncGenerator<Finding> {
  yield* verifyFeed(options);
  yield* await verifyProjections(options);
  for (const check of options.checks) yield* check.run(options);
  yield* refusedReactions(options.pool);
}

async function* refusedReactions(pool: Pool): AsyncGenerator<Finding> {
  const latest = await reactionRefusals(pool);
  for (const { reaction, eventId, position, command, reasons, refusedAt } of latest)
    yield {
      ...{ kind: 'refused', reaction, event: eventId, position, command, at: refusedAt },
      codes: reasons.map(({ code }) => code),
    };
  const count = (await countRefusals(pool)) - latest.length;
  if (count > 0) yield { kind: 'refused-more', count };
}
