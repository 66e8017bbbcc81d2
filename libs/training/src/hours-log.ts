import {
  minutesBetween,
  overlaps,
  reject,
  unmet,
  when,
  type Context,
  type Day,
  type Rejection,
} from '#kernel';
import type { z } from 'zod';
import type { Apprenticeship } from './apprenticeship-state.js';
import { isTheirs } from './attendance.js';
import { inForce } from './base-sight.js';
import type { TrainingHoursLogged } from './events.js';
import type { HoursCommand, HoursRule } from './hours-commands.js';
import type { HoursFacts } from './hours-facts.js';
import { standing, type Entry, type Hours } from './hours-state.js';
import { noSession, type Session } from './session-state.js';

export type Attended = Pick<
  Extract<HoursCommand, { type: 'LogHours' }>['data'],
  'apprenticeshipId' | 'session' | 'checkIn' | 'from' | 'to'
>;
type Logged = z.infer<typeof TrainingHoursLogged>;

/** An entry for attendance in a session, or every rule that keeps it out of the ledger. */
export const logHours = (
  data: Attended,
  entry: string,
  state: Hours,
  { facts, rules }: Context<HoursFacts>,
): Logged[] | Rejection<HoursRule> => {
  const { path, session = noSession, base } = facts;
  if (session.standing !== 'scheduled' && session.standing !== 'held')
    return reject('E_SESSION', { session: data.session });
  const { on, baseId, venue } = session;
  const { from, to } = timesOf(data, session);
  const minutes = minutesBetween(from, to);
  const sameDay = standing(state).filter((other) => other.on === on);
  const already = sameDay.reduce((sum, other) => sum + other.minutes, 0);
  const { dayCapMinutes } = rules.figures;
  const shut = baseId !== undefined && !(base && inForce(base, on));
  return (
    unmet(
      sessionUnmet(data, session),
      when(!isTheirs(path, session, base), 'E_SESSION', {
        session: data.session,
        organizer: session.organizer,
        classId: session.classId ?? null,
      }),
      when(!within(on, path), 'E_TERM', { on, from: path.from ?? null, until: path.until ?? null }),
      when(
        sameDay.some((other) => overlaps(other, { from, to })),
        'E_OVERLAP',
        { on, from, to },
      ),
      when(already + minutes > dayCapMinutes, 'E_DAY_CAP', { already, minutes, dayCapMinutes }),
      when(shut, 'E_BASE', { baseId: baseId ?? null, on }),
      when(mustCheckIn(session) && data.checkIn === 'none', 'E_NO_CHECKIN', { venue }),
    ) ?? [logged(data, entry, session)]
  );
};

const logged = (data: Attended, entry: string, session: Session): Logged => {
  const { on, activity, venue, baseId, trainer } = session;
  const { from, to } = timesOf(data, session);
  return {
    type: 'TrainingHoursLogged',
    data: {
      apprenticeshipId: data.apprenticeshipId,
      entry,
      session: data.session,
      ...{ on, from, to, minutes: minutesBetween(from, to), activity, venue },
      ...(baseId !== undefined && { baseId }),
      trainer,
      checkIn: data.checkIn,
    },
  };
};

/** Whether an entry that stands says what is asked to be logged. */
export const saysTheSame = (found: Entry, data: Attended, session = noSession): boolean => {
  const { from, to } = timesOf(data, session);
  return (
    found.standing !== 'reversed' &&
    found.session === data.session &&
    found.from === from &&
    found.to === to &&
    found.checkedIn === (data.checkIn !== 'none')
  );
};

/** Where nobody of the enterprise or the college sees who is there. */
export const mustCheckIn = ({ venue }: Pick<Session, 'venue'>): boolean =>
  venue === 'base' || venue === 'online';

const timesOf = ({ from, to }: Attended, session: Session) => ({
  from: from ?? session.from,
  to: to ?? session.to,
});

/** Hours lie within the session, and once it was held they are of someone on its roster. */
const sessionUnmet = (data: Attended, session: Session) => {
  const { from, to } = timesOf(data, session);
  const outside = from < session.from || to > session.to || from >= to;
  const present = session.roster.some((line) => line.apprenticeshipId === data.apprenticeshipId);
  return (
    when(outside, 'E_SESSION', { from: session.from, to: session.to }) ??
    when(session.standing === 'held' && !present, 'E_SESSION', {
      session: data.session,
      onRoster: false,
    })
  );
};

const within = (on: Day, path: Apprenticeship): boolean =>
  (path.phase === 'training' || path.phase === 'suspended') &&
  path.from !== undefined &&
  path.until !== undefined &&
  path.from <= on &&
  on <= path.until &&
  (path.suspendedOn === undefined || on < path.suspendedOn) &&
  !path.pauses.some(({ from, to }) => from <= on && on < to);
