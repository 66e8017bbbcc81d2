import type { Finding } from '#process';
import { contexts, type Platform } from '../../worker/src/index.js';

const views = contexts.flatMap(({ projections }) => projections.map(({ table }) => table));
/** One look at the checkpoints; waiting is for those who ask for something. */
const oneLookMs = 100;

/**
 * Whether every view holds what was recorded up to `limitMs` ago. Moments are the store's, so clocks that differ by less than the
 * limit do no harm.
 */
export const viewsWithin =
  ({ store, watermarks, clock }: Platform, limitMs: number) =>
  async (): Promise<Finding> => {
    const due = await store.positionAt(momentOf(clock().getTime() - limitMs));
    if (due === undefined) return { ok: true, says: 'nothing is due' };
    const reached = await Promise.all(
      views.map((view) => watermarks.waitFor([view], due, oneLookMs)),
    );
    const behind = views.filter((_, index) => reached[index] !== 'reached');
    return behind.length === 0
      ? { ok: true, says: `at most ${limitMs} ms behind` }
      : { ok: false, says: `more than ${limitMs} ms behind: ${behind.join(', ')}` };
  };

/** With the six fractional digits that moments have here: they are compared as text. */
const momentOf = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('Z', '000Z');
