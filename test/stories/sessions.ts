import { randomUUID } from 'node:crypto';
import type { Organization, Person } from './cast.js';
import type { Ground } from './ground.js';

export type Venue = 'ENTERPRISE' | 'COLLEGE' | 'BASE' | 'ONLINE';
export interface Lesson {
  readonly on: string;
  readonly from?: string;
  readonly to?: string;
  readonly activity?: 'THEORY' | 'PRACTICE';
  readonly venue?: Venue;
  readonly baseId?: string;
  readonly trainer?: string;
  readonly organizer?: Organization;
  readonly classId?: string;
}

/** A session as it is scheduled: eight in the morning to noon at the enterprise; the trainer is nobody unless wished for. */
export const lesson = ({ cast }: Ground, sessionId: string, wishes: Lesson) => {
  const { organizer = cast.enterprise, ...rest } = wishes;
  return {
    ...{ sessionId, organizer: organizer.id, venue: 'ENTERPRISE', activity: 'PRACTICE' },
    ...{ from: '08:00', to: '12:00', trainer: randomUUID() },
    ...rest,
  };
};

/** Schedules a session that is not held yet, with a trainer nobody else has. */
export const scheduled = async (ground: Ground, wishes: Lesson): Promise<string> => {
  const sessionId = randomUUID();
  const { organizer = ground.cast.enterprise } = wishes;
  const trainer = wishes.trainer ?? (await ground.cast.person('1977-02-03')).id;
  await organizer.voice.does('scheduleSession', lesson(ground, sessionId, { ...wishes, trainer }));
  return sessionId;
};

/** Schedules a session and records who came. */
export const held = async (
  ground: Ground,
  wishes: Lesson,
  paths: readonly string[],
): Promise<string> => {
  const sessionId = await scheduled(ground, wishes);
  const { organizer = ground.cast.enterprise } = wishes;
  const roster = paths.map((apprenticeshipId) => ({ apprenticeshipId, checkIn: 'FACE' }));
  await organizer.voice.does('holdSession', { sessionId, roster });
  return sessionId;
};

/** An entry of hours as it is logged. */
export const entryOf = (
  apprenticeshipId: string,
  session: string,
  entry: string = randomUUID(),
) => ({
  ...{ apprenticeshipId, session, entry, checkIn: 'FACE' },
});

/** A session that was held and one trainee's hours in it, logged by the enterprise. */
export const logged = async (ground: Ground, path: string, wishes: Lesson) => {
  const session = await held(ground, wishes, [path]);
  const entry = randomUUID();
  await ground.cast.enterprise.voice.does('logHours', entryOf(path, session, entry));
  return { session, entry };
};

/** A base in force with one admitted trainer. */
export const openBase = async ({ cast, world }: Ground) => {
  const baseId = randomUUID();
  const trainer: Person = await cast.person('1978-02-03');
  await cast.base.voice.does('registerBase', {
    ...{ baseId, operator: cast.base.id, name: cast.base.name, region: '440305', capacity: 60 },
    occupations: ['6-31-01-03'],
  });
  await cast.bureau.does('openBase', { baseId, from: world.clock.today() });
  await cast.base.voice.does('admitTrainer', { baseId, trainer: trainer.id, basis: 'REVIEWED' });
  return { baseId, trainer: trainer.id };
};
