import { uuidFrom } from '#event-store';
import type { Day } from '#kernel';
import type { Diary } from './diary.js';
import type { Layout } from './layout.js';
import type { Member } from './members.js';
import { belongings } from './preparing.js';
import { declined, disputed, isAbsent, type PlannedSession } from './sessions.js';
import { act, attempt, type Chain, type ManyAct, type Step } from './step.js';

/** From which day on a member is away, and until when; whoever has left does not come back. */
export interface Absence {
  readonly from: Day;
  readonly to: Day | undefined;
}
/** By place in the class. */
export type Absences = ReadonlyMap<number, Absence>;

/** Sessions announced at a time. */
const announced = 4;

/** All sessions of a class: announced, held with a roster, logged as one sheet, confirmed at the next by other eyes. */
export const train = (
  layout: Layout,
  diary: Diary,
  sessions: readonly PlannedSession[],
  { first, absences }: { readonly first: Day; readonly absences: Absences },
): void => {
  const announcing = (from: number) =>
    sessions.slice(from, from + announced).map((session) => announcement(layout, diary, session));
  diary.beside(first, () => announcing(0));
  sessions.forEach((session, at) => {
    const before = sessions[at - 1];
    const present = presentAt(session, diary, absences);
    // What is confirmed, announced and held here are different streams; what is logged follows.
    diary.beside(session.day, () => [
      before ? confirmed(diary, before, presentAt(before, diary, absences)) : [],
      present.length > 0 ? [held(session, present)] : [],
      ...(at % announced === 0 ? announcing(at + announced) : []),
    ]);
    diary.inTurn(session.day, () => logged(diary, session, present));
  });
  const last = sessions.at(-1);
  if (last)
    diary.inTurn(diary.after(last.day, 1), () =>
      confirmed(diary, last, presentAt(last, diary, absences)),
    );
};

/** Who attends. */
export const presentAt = (
  session: PlannedSession,
  diary: Diary,
  absences: Absences,
): readonly Member[] => diary.course.filter((member) => isThere(session, member, absences));

const isThere = (session: PlannedSession, member: Member, absences: Absences): boolean =>
  !isAway(member, session.day, absences) && !isAbsent(session, member);

/** Whether a member has left the course or pauses on a day. */
export const isAway = ({ place }: Member, day: Day, absences: Absences): boolean => {
  const away = absences.get(place);
  return away !== undefined && away.from <= day && (away.to === undefined || day < away.to);
};

const dataOf = (layout: Layout, { plan }: Diary, session: PlannedSession) => {
  const { id: sessionId, organizer, venue, baseId, trainer, day: on, from, to, activity } = session;
  const { classId } = belongings(layout, plan);
  const where = { venue, ...(baseId !== undefined && { baseId }) };
  return { sessionId, organizer, classId, ...where, trainer, on, from, to, activity };
};

const announcement = (layout: Layout, diary: Diary, session: PlannedSession): Chain => [
  act(`${session.id}:schedule`, session.teacher, 'session', {
    type: 'ScheduleSession',
    data: dataOf(layout, diary, session),
  }),
  ...(session.number === 3 && diary.plan.index % 12 === 0
    ? [doubleBooked(layout, diary, session)]
    : []),
];

const doubleBooked = (layout: Layout, diary: Diary, session: PlannedSession): Step => {
  const sessionId = layout.id(`${session.id}:second`);
  return attempt('E_TRAINER_OVERLAP', session.id, session.teacher, [
    'session',
    { type: 'ScheduleSession', data: { ...dataOf(layout, diary, session), sessionId } },
  ]);
};

const rosterOf = ({ venue }: PlannedSession, present: readonly Member[]) =>
  present.map(({ path }) => ({
    apprenticeshipId: path,
    checkIn: venue === 'base' ? 'face' : venue === 'online' ? 'id-card' : 'signature',
  }));

const held = (session: PlannedSession, present: readonly Member[]): Step =>
  act(`${session.id}:hold`, session.teacher, 'session', {
    type: 'HoldSession',
    data: { sessionId: session.id, roster: rosterOf(session, present) },
  });

const logged = (diary: Diary, session: PlannedSession, present: readonly Member[]): Chain => {
  const { id, teacher, number } = session;
  const [first] = present;
  if (!first) return [];
  const data = { session: id, roster: rosterOf(session, present) };
  return [
    { name: `${id}:log`, actor: teacher, sheet: { type: 'LogSessionHours', data } },
    ...(number === 4 && diary.plan.index % 12 === 8 ? [ownEyes(diary, session, first)] : []),
  ];
};

/** The id that a sheet gives the entry of one trainee. */
export const entryOf = (commandId: (name: string) => string, session: string, path: string) =>
  uuidFrom(commandId(`${session}:log`), `${session}:${path}`);

const ownEyes = (diary: Diary, { id, teacher }: PlannedSession, { path }: Member): Step => {
  const data = { apprenticeshipId: path, entry: entryOf(diary.commandId, id, path) };
  return attempt('E_FOUR_EYES', id, teacher, ['hours', { type: 'ConfirmHours', data }]);
};

/** By another pair of eyes; hours at a base are credited instead, or declined. */
const confirmed = (
  diary: Diary,
  { id, venue, second, number }: PlannedSession,
  present: readonly Member[],
): readonly Step[] => {
  const atBase = venue === 'base';
  const line = ({ path }: Member, type: string, more: object = {}) => ({
    category: 'hours',
    command: {
      type,
      data: { apprenticeshipId: path, entry: entryOf(diary.commandId, id, path), ...more },
    },
    label: path,
  });
  const standing = present.filter(({ turn }) => turn !== 'disputes' || number !== disputed);
  const lines = standing.map((member) => {
    const isDeclined = atBase && number === declined.session && member.turn === 'base-refused';
    if (isDeclined) return line(member, 'RefuseBaseHours', { reason: declined.reason });
    return line(member, atBase ? 'CreditBaseHours' : 'ConfirmHours');
  });
  return lines.length === 0
    ? []
    : [{ name: `${id}:confirm`, actor: second, lines } satisfies ManyAct];
};
