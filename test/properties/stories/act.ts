import type { Actor } from '#kernel';
import type { Cast } from '../cast.js';
import { noise } from '../noise.js';
import { chance } from '../values.js';
import type { World } from '../world.js';

/** A command of a story, with others by anyone before it now and then. */
export const act = async (
  world: World,
  cast: Cast,
  [category, type, data]: readonly [string, string, object],
  by: Actor,
): Promise<void> => {
  while (chance(world.choose, 20)) await noise(world, cast);
  await world.put(category, { type, data }, by);
};
