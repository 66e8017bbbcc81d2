// A level assessment from the opened batch to the approved result.
import { as, occupation, register, type Cast } from '../cast.js';
import { chance, pick } from '../values.js';
import type { World } from '../world.js';
import type { Path } from './path.js';
import { act } from './act.js';

/** The batch, approved unless something came between. */
export const assess = async (world: World, cast: Cast, path: Path): Promise<string> => {
  const batchId = world.newId();
  const level = pick(world.choose, ['JUNIOR', 'INTERMEDIATE', 'TECHNICIAN']);
  const put = (
    type: string,
    data: object = {},
    by = as('assessment-body', { organization: cast.body }),
  ) => act(world, cast, ['assessment-batch', type, { batchId, ...data }], by);
  const bureau = as('city-bureau', { organization: cast.base, region: '4401' });
  const { person: candidate, apprenticeshipId } = path;
  const coAssessed = chance(world.choose, 50);
  await put('OpenBatch', { body: cast.body, occupation, level, coAssessed });
  await put('ApplyForAssessment', { candidate, apprenticeshipId });
  await put('QualifyCandidate', { candidate });
  const other = world.newId();
  await act(world, cast, register(world, other), as('operator', { organization: cast.body }));
  await put('ApplyForAssessment', { candidate: other, employer: cast.works });
  if (chance(world.choose, 50)) {
    const kin = { candidate, assessor: world.newId() };
    await put('DeclareKinship', kin);
  }
  await put('DisqualifyCandidate', { candidate: other, reason: 'documents' });
  await put('ScheduleAssessment', { on: world.today, site: '实训考场', siteVerified: true });
  await put('FormPanel', { assessors: cast.assessors });
  await score(world, cast, { candidate, level, put });
  await notice(world, { candidate, put });
  await put('ReportResults');
  if (chance(world.choose, 40)) {
    await put('ReturnResults', { reason: 'incomplete' }, bureau);
    await put('ReportResults');
  }
  await put('ApproveResults', {}, bureau);
  return batchId;
};

type Put = (type: string, data?: object) => Promise<void>;

const score = async (
  world: World,
  cast: Cast,
  {
    candidate,
    level,
    put,
  }: { readonly candidate: string; readonly level: string; readonly put: Put },
): Promise<void> => {
  const parts = [
    'ScoreTheory',
    'ScorePractice',
    ...(level === 'TECHNICIAN' ? ['ScoreReview'] : []),
  ];
  const mark = chance(world.choose, 80) ? 80 : 50;
  for (const type of parts)
    for (const assessor of cast.assessors) await put(type, { candidate, assessor, score: mark });
  for (const assessor of cast.assessors) await put('SignPanel', { assessor });
};

const notice = async (
  world: World,
  { candidate, put }: { readonly candidate: string; readonly put: Put },
): Promise<void> => {
  await put('OpenResultNotice');
  if (chance(world.choose, 50)) {
    const objection = world.newId();
    await put('LodgeObjection', { objection, candidate, note: '申请复核' });
    await put('ResolveObjection', { objection, upheld: false });
  }
  await put('CloseResultNotice');
};
