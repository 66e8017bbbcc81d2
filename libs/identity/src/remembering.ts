import { LRUCache } from 'lru-cache';
import type { Verdict, Verifier } from './verifier.js';

/** How much is remembered and for how long: bounds both memory and how late a key that was withdrawn is noticed. */
export interface Memory {
  /** Tokens kept; default 2,000. */
  readonly most?: number;
  /** Milliseconds for which one verification is good; default 30,000: a key that is trusted no longer is noticed within that. */
  readonly forMs?: number;
  /** The clock, for tests; default the system's. */
  readonly now?: () => number;
}

/**
 * Believes a token again that was believed a moment ago, without checking its signature anew, which costs a request more than
 * parsing it. Never past the token's own end; a doubted token is not remembered and is doubted anew each time.
 */
export const remembering = (
  verify: Verifier,
  { most = 2_000, forMs = 30_000, now = Date.now }: Memory = {},
): Verifier => {
  const believed = new LRUCache<string, { readonly verdict: Verdict; readonly until: number }>({
    max: most,
  });
  return async (token) => {
    const known = token === undefined ? undefined : believed.get(token);
    if (known && now() < known.until) return known.verdict;
    const verdict = await verify(token);
    if (token !== undefined && verdict.ok)
      believed.set(token, { verdict, until: Math.min(verdict.expires * 1_000, now() + forMs) });
    return verdict;
  };
};
