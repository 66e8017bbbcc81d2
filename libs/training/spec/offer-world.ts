import { idOf } from '#kernel';
import { noClass, type TrainingClass } from '../src/class-state.js';
import type { OfferedPlan } from '../src/offer-sight.js';
import type { SessionCommand } from '../src/session-commands.js';

type Words = Command<'ScheduleSession'>['data'];
type Command<T extends SessionCommand['type']> = Extract<SessionCommand, { type: T }>;

export const enterprise = idOf('enterprise');
export const college = idOf('college');
export const li = idOf('li');
export const wang = idOf('wang');
export const classId = idOf('class');
export const planId = idOf('plan');
export const sessionId = idOf('session');
export const trainer = idOf('trainer');
export const baseId = idOf('base');
export const shenzhen = { kind: 'enterprise', region: '4403' };

export const openClass: TrainingClass = {
  ...noClass,
  phase: 'open',
  opened: { classId, enterprise, college, planId, name: '2026 数控班', capacity: 2 },
  members: [li, wang],
};

/** Adopted by the enterprise for tech trainees. */
export const adoptedPlan: OfferedPlan = {
  enterprise,
  programme: 'tech-trainee',
  targetLevel: 'SENIOR',
  onPostInternship: true,
  adopted: true,
};

/** A morning of theory at the college. */
export const sessionWords: Words = {
  sessionId,
  organizer: college,
  venue: 'college',
  trainer,
  on: '2026-02-27',
  from: '08:30',
  to: '12:00',
  activity: 'theory',
};
/** The same for the class. */
export const plannedWords: Words & { readonly classId: string } = { ...sessionWords, classId };

export const schedule = (changes: Partial<Words> = {}): Command<'ScheduleSession'> => ({
  type: 'ScheduleSession',
  data: { ...plannedWords, ...changes },
});
