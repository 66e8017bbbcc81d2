import { createHash } from 'node:crypto';
import { openWorld, type World } from '../support/world.js';
import { openCast, type Cast } from './cast.js';
import { openOffer, type Offer } from './offer.js';

/** What one file of stories stands on: a world, who is in it, and what the enterprise offers. */
export interface Ground {
  readonly world: World;
  readonly cast: Cast;
  readonly offer: Offer;
}

export const openGround = async (start: string): Promise<Ground> => {
  const world = await openWorld(start);
  try {
    const cast = await openCast(world);
    return { world, cast, offer: await openOffer(world, cast) };
  } catch (error) {
    await world.close();
    throw error;
  }
};

/** Booting the whole system is slow where many do it at once. */
export const bootMs = 120_000;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
