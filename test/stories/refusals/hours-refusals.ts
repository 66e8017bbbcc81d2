import { randomUUID } from 'node:crypto';
import type { Ground } from '../ground.js';
import { planOf } from '../offer.js';
import { pathAt, type Path } from '../path.js';
import { entryOf, held, logged, openBase, scheduled, type Lesson } from '../sessions.js';
import { inDays, later, refuses, type Arrange, type Refused } from './refusal.js';

const day = (ground: Ground, ago = 1) => inDays(ground, -ago);

/** A trainee in training and a session that was held with or without hours; then the hours of the session. */
const logging =
  (prepare: (ground: Ground, path: Path) => Promise<string>): Arrange =>
  async (ground) => {
    const path = await pathAt(ground, 'training');
    const session = await prepare(ground, path);
    return () => ground.cast.enterprise.voice.send('logHours', entryOf(path.id, session));
  };

const hoursOf = async (ground: Ground, wishes: Partial<Lesson> = {}) => {
  const path = await pathAt(ground, 'training');
  const { entry } = await logged(ground, path.id, { on: day(ground), ...wishes });
  return { path, one: { apprenticeshipId: path.id, entry } };
};

const atBase = async (ground: Ground) => {
  const base = await openBase(ground);
  later(ground, 1);
  const organizer = ground.cast.base;
  return { ...base, organizer, venue: 'BASE', activity: 'THEORY', on: inDays(ground, 0) } as const;
};

/** Hours: §3a 10–12, §3b 5. */
export const hoursRefusals: readonly Refused[] = [
  refuses(
    ['E_SESSION', '3.3', 'hours of a session that was cancelled'],
    logging(async (ground) => {
      const sessionId = await scheduled(ground, { on: day(ground) });
      await ground.cast.enterprise.voice.does('cancelSession', { sessionId });
      return sessionId;
    }),
  ),
  refuses(
    ['E_SESSION', '3.3', 'hours of someone who is not on the roster'],
    logging(async (ground) => {
      const other = await pathAt(ground, 'training');
      return held(ground, { on: day(ground) }, [other.id]);
    }),
    { onRoster: false },
  ),
  refuses(
    ['E_TERM', '2.1.4', 'hours of a day before the term'],
    logging((ground, path) => held(ground, { on: day(ground, 11) }, [path.id])),
  ),
  refuses(
    ['E_OVERLAP', '3.3', 'hours that overlap others of the same person'],
    logging(async (ground, path) => {
      await logged(ground, path.id, { on: day(ground) });
      return held(ground, { on: day(ground), from: '11:00', to: '13:00' }, [path.id]);
    }),
    { from: '11:00', to: '13:00' },
  ),
  refuses(
    ['E_DAY_CAP', '2.1.5', 'more than eight hours a day'],
    logging(async (ground, path) => {
      await logged(ground, path.id, { on: day(ground), from: '08:00', to: '14:00' });
      return held(ground, { on: day(ground), from: '15:00', to: '17:01' }, [path.id]);
    }),
    { already: 360, minutes: 121, dayCapMinutes: 480 },
  ),
  refuses(['E_BASE', '2.1.5', 'hours at a base that was suspended by then'], async (ground) => {
    const path = await pathAt(ground, 'training');
    const lesson = await atBase(ground);
    const session = await held(ground, lesson, [path.id]);
    const suspended = { baseId: lesson.baseId, from: lesson.on, reason: 'SAFETY' };
    await ground.cast.bureau.does('suspendBase', suspended);
    return () => ground.cast.enterprise.voice.send('logHours', entryOf(path.id, session));
  }),
  refuses(
    ['E_NO_CHECKIN', '2.1.5', 'a session online without signs of presence'],
    async (ground) => {
      const path = await pathAt(ground, 'training');
      const sessionId = await scheduled(ground, { on: day(ground), venue: 'ONLINE' });
      const roster = [{ apprenticeshipId: path.id, checkIn: 'NONE' }];
      return () => ground.cast.enterprise.voice.send('holdSession', { sessionId, roster });
    },
  ),
  refuses(['E_ENTRY', '3.3', 'the confirmation of an entry that is not there'], async (ground) => {
    const { path } = await hoursOf(ground);
    const none = { apprenticeshipId: path.id, entry: randomUUID() };
    return () => ground.cast.enterprise.second.send('confirmHours', none);
  }),
  refuses(['E_FOUR_EYES', '3.3', 'a confirmation by the one who logged'], async (ground) => {
    const { one } = await hoursOf(ground);
    return () => ground.cast.enterprise.voice.send('confirmHours', one);
  }),
  refuses(
    ['E_DISPUTE_LATE', '3.3', 'a dispute on the eighth day'],
    async (ground) => {
      const { path, one } = await hoursOf(ground);
      later(ground, 8);
      return () => path.person.voice.send('disputeHours', { ...one, reason: 'WRONG_TIME' });
    },
    { days: 8, disputeDays: 7 },
  ),
  refuses(
    ['E_CREDIT_CAP', '2.1.5', 'base hours over half of the planned theory'],
    async (ground) => {
      const { cast } = ground;
      const planId = randomUUID();
      const plan = planOf(cast, planId, 'STUDENT_APPRENTICE');
      await cast.enterprise.voice.does('draftTrainingPlan', { ...plan, theoryClassHours: 8 });
      await cast.enterprise.voice.does('adoptTrainingPlan', { planId });
      const path = await pathAt(ground, 'training', { planId });
      const { entry } = await logged(ground, path.id, await atBase(ground));
      const one = { apprenticeshipId: path.id, entry };
      return () => cast.enterprise.second.send('creditBaseHours', one);
    },
    { activity: 'theory', after: 5, ceiling: 4, planned: 8 },
  ),
];
