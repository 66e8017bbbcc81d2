// From the contract to the departure.
import type { Cast } from '../cast.js';
import { chance } from '../values.js';
import type { World } from '../world.js';
import { end } from './course.js';
import { contract, type Path } from './path.js';

/** Hired or not, confirmed, graded, promoted, gone. */
export const employ = async (
  world: World,
  cast: Cast,
  path: Path,
  certificateId: string,
): Promise<void> => {
  const { by, programme } = path;
  const put = (type: string, data: object = {}) => by.works('employment', type, data);
  if (programme === 'student-apprentice') {
    if (chance(world.choose, 25)) {
      await put('DeclineHire', { reason: 'further-study' });
      await end(world, cast, path, 'not-hired');
      return;
    }
    await contract(world, cast, path);
    await put('HireApprentice');
  }
  world.wait(1);
  await put('ConfirmProbation');
  await end(world, cast, path, 'confirmed');
  await put('GradeLevel', { level: 'JUNIOR', basis: 'conversion' });
  const basis = chance(world.choose, 50)
    ? { basis: 'enterprise-assessment' }
    : { basis: 'level-certificate', certificateId };
  await put('Promote', { level: 'INTERMEDIATE', ...basis });
  await put('ChangePost', { postId: cast.secondPost });
  world.wait(200);
  await put('CheckRetention', { months: 6, retained: true });
  if (chance(world.choose, 50)) await put('RecordDeparture', { reason: 'resigned' });
};
