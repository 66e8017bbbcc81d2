import { createHash } from 'node:crypto';
import type { World } from '../support/world.js';
import type { Cast } from './cast.js';
import type { Offer } from './offer.js';

/** What one file of stories stands on: a world, who is in it, and what the enterprise offers. */
export interface Ground {
  readonly world: World;
  readonly cast: Cast;
  readonly offer: Offer;
}

/** Booting the whole system is slow where many do it at once. */
export const bootMs = 120_000;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What goes along with an act that has to have evidence. */
export const proven = { evidence: [{ kind: 'inquiry', digest: sha256('核查报告') }] } as const;
