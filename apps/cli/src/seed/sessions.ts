import { addDays, type ClockTime, type Day } from '#kernel';
import { baseOffice, pairOfEyes } from './actors.js';
import type { Diary } from './diary.js';
import { baseIdOf } from './foundation.js';
import type { Layout } from './layout.js';
import type { Member } from './members.js';
import { belongings } from './preparing.js';
import type { Act } from './step.js';

/** Theory and practice by turns: 26 × 330 + 25 × 390 minutes are 407 class hours, of which a year asks for 400. */
export const sessionsPerYear = 51;

/** Number of the session whose hours a trainee contests, and of the one that is corrected for one or for all. */
export const disputed = 10;
export const corrected = 8;
export const replaced = 12;
/** Of the session at a base whose hours are declined for one, until the check-in is found. */
export const declined = { session: 5, reason: 'no-check-in' } as const;

/** A day of one class in its year. */
export interface PlannedSession {
  readonly number: number;
  readonly id: string;
  readonly day: Day;
  readonly activity: 'theory' | 'practice';
  readonly venue: 'enterprise' | 'college' | 'base' | 'online';
  readonly from: ClockTime;
  readonly to: ClockTime;
  readonly trainer: string;
  readonly baseId: string | undefined;
  readonly organizer: string;
  /** Who announces it and logs its hours, and who confirms or credits them. */
  readonly teacher: Act['actor'];
  readonly second: Act['actor'];
}

/** The sessions of a class, spread evenly over the class's days from `first` on. */
export const sessionsOf = (layout: Layout, diary: Diary, first: Day): readonly PlannedSession[] => {
  const { plan } = diary;
  const last = addDays(plan.until, -8);
  const days: Day[] = [];
  for (let day = diary.after(first, 1); day < last; day = diary.after(day, 1)) days.push(day);
  return Array.from({ length: sessionsPerYear }, (_, number) => {
    const day = days[Math.floor((number * days.length) / sessionsPerYear)];
    if (day === undefined) throw new RangeError(`${plan.key} has no room for its sessions`);
    return sessionAt(layout, diary, number, day);
  });
};

const sessionAt = (layout: Layout, { plan }: Diary, number: number, day: Day): PlannedSession => {
  const { teaching, working } = pairOfEyes(plan);
  const own = belongings(layout, plan);
  const session = { number, day, id: layout.id(`${plan.key}:session:${String(number)}`) };
  if (number % 2 === 0) {
    const online = number % 12 === 6;
    return {
      ...session,
      ...{ activity: 'theory', from: '08:30', to: '14:00', trainer: own.theoryTrainer },
      venue: online ? 'online' : plan.college ? 'college' : 'enterprise',
      baseId: undefined,
      organizer: (plan.college ?? plan.enterprise).id,
      ...{ teacher: teaching, second: working },
    };
  }
  const practice = { ...session, activity: 'practice', from: '09:00', to: '15:30' } as const;
  if (number % 10 === 5) {
    const there = { venue: 'base', baseId: baseIdOf(layout), organizer: layout.base.id } as const;
    const who = { trainer: own.baseTrainer, teacher: baseOffice(layout.base), second: working };
    return { ...practice, ...there, ...who };
  }
  return {
    ...practice,
    ...{ venue: 'enterprise', baseId: undefined, organizer: plan.enterprise.id },
    ...{ trainer: own.practiceTrainer, teacher: working, second: teaching },
  };
};

/** A third of the class misses one theory session, which leaves just the hours that are asked for. */
export const isAbsent = ({ number }: PlannedSession, member: Member): boolean =>
  member.place % 3 === 1 && number === 2 * (3 + (member.number % 20));
