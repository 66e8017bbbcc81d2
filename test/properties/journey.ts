import { ground, type Cast } from './cast.js';
import { assess } from './stories/batch.js';
import { employ } from './stories/employment.js';
import { levelPapers, trainingPapers } from './stories/papers.js';
import { train } from './stories/path.js';
import type { World } from './world.js';

/** An apprentice's path of each programme from nothing to the end, with others' commands between. */
export const journey = async (world: World): Promise<Cast> => {
  const cast = await ground(world);
  for (const programme of ['student-apprentice', 'tech-trainee'] as const) {
    const path = await train(world, cast, programme);
    await trainingPapers(world, cast, path);
    const batchId = await assess(world, cast, path);
    await employ(world, cast, path, await levelPapers(world, cast, path, batchId));
  }
  return cast;
};
