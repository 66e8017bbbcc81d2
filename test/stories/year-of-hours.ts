import { addDays, isWorkingDay } from '#kernel';
import type { Ground } from './ground.js';
import type { Path } from './path.js';
import { held, type Lesson, type openBase } from './sessions.js';

type Base = Awaited<ReturnType<typeof openBase>>;

/** A whole day of training: eight hours, 480 minutes. */
const wholeDay = { from: '08:00', to: '16:00' } as const;

/** The lessons of a year in turn: theory at the college and online, practice at the enterprise, both at the base. */
const curriculum = (
  { cast }: Ground,
  base: Base,
  college: boolean,
): readonly Omit<Lesson, 'on'>[] => [
  college
    ? { activity: 'THEORY', venue: 'COLLEGE', organizer: cast.college }
    : { activity: 'THEORY', venue: 'ENTERPRISE' },
  { activity: 'PRACTICE', venue: 'ENTERPRISE' },
  { activity: 'PRACTICE', venue: 'BASE', ...base, organizer: cast.base },
  { activity: 'PRACTICE', venue: 'ENTERPRISE' },
];

/** Logs and recognises one lesson on the day the clock shows: by sheets, and at the base by a credit. */
const recognise = async (ground: Ground, path: Path, wishes: Lesson): Promise<void> => {
  const { cast } = ground;
  const session = await held(ground, { ...wishes, ...wholeDay }, [path.id]);
  const roster = [{ apprenticeshipId: path.id, checkIn: 'FACE' }];
  const logger = wishes.organizer ?? cast.enterprise;
  const logged = await logger.voice.sendSheet('logSessionHours', { session, roster });
  const [line] = 'lines' in logged ? logged.lines : [];
  if (line?.outcome.__typename !== 'Accepted') throw new Error(JSON.stringify(logged));
  if (wishes.venue === 'BASE') {
    const entry = line.outcome.events[0]?.data['entry'];
    await cast.enterprise.second.does('creditBaseHours', { apprenticeshipId: path.id, entry });
    return;
  }
  const confirmed = await cast.enterprise.second.sendSheet('confirmSessionHours', { session });
  if (!('accepted' in confirmed) || confirmed.accepted !== 1)
    throw new Error(JSON.stringify(confirmed));
};

/**
 * So many working days of training, evenly over the time between two days; the clock goes along, so that nothing is late. Answers
 * the days.
 */
export const trainFor = async (
  ground: Ground,
  path: Path,
  base: Base,
  { days, from, until }: { readonly days: number; readonly from: string; readonly until: string },
): Promise<readonly string[]> => {
  const lessons = curriculum(ground, base, path.programme === 'STUDENT_APPRENTICE');
  const open: string[] = [];
  for (let day = from; day <= until; day = addDays(day, 1)) if (isWorkingDay(day)) open.push(day);
  const chosen = Array.from(
    { length: days },
    (_, index) => open[Math.floor((index * open.length) / days)],
  );
  const taken = chosen.filter((day) => day !== undefined);
  for (const [index, on] of taken.entries()) {
    ground.world.clock.set(`${on}T17:00:00+08:00`);
    await recognise(ground, path, { ...lessons[index % lessons.length], on });
  }
  return taken;
};
