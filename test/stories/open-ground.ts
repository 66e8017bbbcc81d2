import { openWorld } from '../support/world.js';
import { openCast } from './cast.js';
import type { Ground } from './ground.js';
import { openOffer } from './offer.js';

/** Boots the system at the day and fills it with who and what the stories need. The caller closes the world. */
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
