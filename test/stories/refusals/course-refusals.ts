import { randomUUID } from 'node:crypto';
import { addDays } from '#kernel';
import type { Ground } from '../ground.js';
import { pathAt, type Path } from '../path.js';
import { monthOfHours } from '../path-steps.js';
import { held, entryOf } from '../sessions.js';
import { inDays, later, refuses, type Refused } from './refusal.js';

/** The completion of a path, as of today. */
const completing =
  ({ cast, world }: Ground, apprenticeshipId: string) =>
  () =>
    cast.enterprise.voice.send('completeTraining', { apprenticeshipId, on: world.clock.today() });

/** A term of four days that is over. */
const daysLong = (ground: Ground) => ({ from: inDays(ground, -4), until: inDays(ground, -1) });

/** A path whose term is over and which has all hours that so short a term asks for. */
const overWithHours = async (ground: Ground, programme: Path['programme']) => {
  const path = await pathAt(ground, 'training', { ...daysLong(ground), programme });
  await monthOfHours(ground, path.id, path.from);
  return path;
};

/** From the start of the training to its end: §3a 7–9, 13–16, x; §3b 4–6. */
export const courseRefusals: readonly Refused[] = [
  refuses(
    ['E_NOT_FILED', '2.1.4', 'training before the filing was accepted'],
    async (ground) => {
      const path = await pathAt(ground, 'agreed');
      const start = { apprenticeshipId: path.id, on: path.from };
      return () => ground.cast.enterprise.voice.send('startTraining', start);
    },
    { phase: 'eligible' },
  ),
  refuses(
    ['E_SAFETY_GATE', '2.1.3', 'training without induction and insurance'],
    async (ground) => {
      const path = await pathAt(ground, 'accepted');
      const start = { apprenticeshipId: path.id, on: path.from };
      return () => ground.cast.enterprise.voice.send('startTraining', start);
    },
    { inducted: null, insured: false },
  ),
  refuses(
    ['E_SAFETY_GATE', '2.1.3', 'training after the insurance lapsed'],
    async (ground) => {
      const path = await pathAt(ground, 'prepared');
      const { voice } = ground.cast.enterprise;
      const lapse = { apprenticeshipId: path.id, on: addDays(path.from, 1) };
      await voice.does('recordInsuranceLapse', lapse);
      const start = { apprenticeshipId: path.id, on: inDays(ground, 0) };
      return () => voice.send('startTraining', start);
    },
    { insured: false },
  ),
  refuses(
    ['E_TERM_MAX', '2.1.4', 'an extension beyond three years'],
    async (ground) => {
      const path = await pathAt(ground, 'training');
      const term = { apprenticeshipId: path.id, until: addDays(path.from, 1096) };
      const extended = { ...term, reason: 'EXTENSION' };
      return () => ground.cast.enterprise.voice.send('changeTerm', extended);
    },
    { termMaxMonths: 36 },
  ),
  refuses(
    ['E_STATE', 'platform', 'a mid-term evaluation before half of the term'],
    async (ground) => {
      const path = await pathAt(ground, 'training');
      const evaluated = { apprenticeshipId: path.id, on: inDays(ground, 0), passed: true };
      return () => ground.cast.enterprise.voice.send('evaluateMidTerm', evaluated);
    },
  ),
  refuses(['E_TERM_OPEN', '2.1.4', 'completion before the term is over'], async (ground) =>
    completing(ground, (await pathAt(ground, 'training')).id),
  ),
  refuses(
    ['E_HOURS_SHORT', '2.1.4', 'completion with too few hours'],
    async (ground) => {
      const term = { from: inDays(ground, -20), until: inDays(ground, 5) };
      const path = await pathAt(ground, 'training', term);
      later(ground, 6);
      return completing(ground, path.id);
    },
    { classHours: 0, required: 34, months: 1 },
  ),
  refuses(
    ['E_RATIO', '2.1.4', 'completion with more theory online than the rules allow'],
    async (ground) => {
      const { cast } = ground;
      const path = await pathAt(ground, 'training', daysLong(ground));
      const online = { on: path.from, venue: 'ONLINE', activity: 'THEORY' } as const;
      const session = await held(ground, online, [path.id]);
      const entry = randomUUID();
      await cast.enterprise.voice.does('logHours', entryOf(path.id, session, entry));
      await cast.enterprise.second.does('confirmHours', { apprenticeshipId: path.id, entry });
      await cast.college.voice.does('endorseCompletion', { apprenticeshipId: path.id });
      return completing(ground, path.id);
    },
    { onlineTheoryShare: 1, onlineTheoryShareMax: 0.5 },
  ),
  refuses(
    ['E_ROTATION', '2.2.2', 'completion of a tech trainee who worked in one post only'],
    async (ground) => completing(ground, (await overWithHours(ground, 'TECH_TRAINEE')).id),
    { posts: 1, rotationMinPosts: 2 },
  ),
  refuses(
    ['E_STATE', 'platform', "completion without the college's word"],
    async (ground) => completing(ground, (await overWithHours(ground, 'STUDENT_APPRENTICE')).id),
    { missing: ['college-endorsement'] },
  ),
  refuses(['E_REASON', '3.3', 'an end without a reason'], async (ground) => {
    const path = await pathAt(ground, 'training');
    const ended = { apprenticeshipId: path.id, on: inDays(ground, 0) };
    return () => ground.cast.enterprise.voice.send('terminateApprenticeship', ended);
  }),
  refuses(['E_FUTURE', '3.3', 'a practice review of next month'], async (ground) => {
    const path = await pathAt(ground, 'training');
    const month = inDays(ground, 31).slice(0, 7);
    const review = { apprenticeshipId: path.id, month, grade: 'GOOD' };
    return () => ground.cast.enterprise.voice.send('recordPracticeReview', review);
  }),
];
