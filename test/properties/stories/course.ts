// What may happen between the first day of training and its completion.
import { system, type Cast } from '../cast.js';
import { chance } from '../values.js';
import type { World } from '../world.js';
import type { Path } from './path.js';
import { act } from './act.js';

export const course = async (world: World, cast: Cast, path: Path): Promise<void> => {
  const { by } = path;
  const put = (type: string, data: object) => by.works('apprenticeship', type, data);
  await interrupted(world, path);
  await put('ChangeTerm', { until: world.day(20), reason: 'extension' });
  await put('ChangeMentor', { mentor: cast.mentors[1], reason: 'rotation' });
  await by.college('apprenticeship', 'AcknowledgeChange', { change: 'mentor' });
  for (const postId of [cast.post, cast.secondPost]) {
    const span = { from: world.day(-1), until: world.today };
    await put('RecordPostRotation', { postId, ...span });
  }
  await put('RecordPracticeReview', { month: world.today.slice(0, 7), grade: 'good' });
  await put('ReportIncident', { on: world.today, severity: 'near-miss' });
  world.wait(15);
  await put('EvaluateMidTerm', { on: world.today, passed: true });
  if (chance(world.choose, 50)) await put('RecordInsuranceLapse', { on: world.today });
  await by.college('apprenticeship', 'EndorseCompletion', {});
  if (chance(world.choose, 20)) await leave(world, path);
  world.wait(6);
  await put('CompleteTraining', { on: world.today });
  await by.college('apprenticeship', 'Graduate', { on: world.today });
};

const interrupted = async (world: World, { by }: Path): Promise<void> => {
  if (chance(world.choose, 40)) return;
  await by.works('apprenticeship', 'SuspendTraining', { on: world.today, reason: 'illness' });
  await by.trainee('apprenticeship', 'AcknowledgeChange', { change: 'suspension' });
  world.wait(2);
  await by.works('apprenticeship', 'ResumeTraining', { on: world.today });
};

const leave = (world: World, { by }: Path): Promise<void> => {
  const said = { on: world.today, reason: 'health', note: '身体原因' };
  return chance(world.choose, 50)
    ? by.trainee('apprenticeship', 'WithdrawApprenticeship', said)
    : by.works('apprenticeship', 'TerminateApprenticeship', said);
};

/** What the system does once the employment has settled it. */
export const end = (world: World, cast: Cast, { apprenticeshipId }: Path, outcome: string) =>
  act(world, cast, ['apprenticeship', 'EndApprenticeship', { apprenticeshipId, outcome }], system);
