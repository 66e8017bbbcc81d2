import { uuidFrom } from '#event-store';
import { addDays, type Day } from '#kernel';
import type { Diary } from './diary.js';
import type { Layout } from './layout.js';
import type { Member } from './members.js';
import { belongings } from './preparing.js';
import { declined, disputed, isAbsent, type PlannedSession } from './sessions.js';
import { act, attempt, type ManyAct, type Step } from './step.js';

/** From which day on a member is away, and until when. */
export type Absences = ReadonlyMap<number, { readonly from: Day; readonly to: Day | undefined }>;

/** Days before a session on which it is announced. */
const announced = 10;

/** All sessions of a class: announced, held with a roster, logged as one sheet, confirmed at the next by other eyes. */
export const train = (
  layout: Layout,
  diary: Diary,
  sessions: readonly PlannedSession[],
  absences: Absences,
): void => {
  const { plan } = diary;
  sessions.forEach((session, at) => {
    const present = diary.active.filter((member) => isThere(session, member, absences));
    const announcedOn = diary.after(addDays(session.day, -announced), 0);
    diary.inTurn(announcedOn < session.day ? announcedOn : session.day, () => [
      scheduled(layout, diary, session),
      ...(at === 3 && plan.index % 12 === 0 ? [doubleBooked(layout, diary, session)] : []),
    ]);
    diary.inTurn(session.day, () => held(diary, session, present));
    const next = sessions[at + 1]?.day ?? diary.after(session.day, 1);
    diary.inTurn(next, () => confirmed(diary, session, present));
  });
};

const isThere = (session: PlannedSession, member: Member, absences: Absences): boolean => {
  const away = absences.get(member.place);
  const gone =
    away !== undefined &&
    away.from <= session.day &&
    (away.to === undefined || session.day < away.to);
  return !gone && !isAbsent(session, member);
};

const dataOf = (layout: Layout, { plan }: Diary, session: PlannedSession) => {
  const { id: sessionId, organizer, venue, baseId, trainer, day: on, from, to, activity } = session;
  const { classId } = belongings(layout, plan);
  const where = { venue, ...(baseId !== undefined && { baseId }) };
  return { sessionId, organizer, classId, ...where, trainer, on, from, to, activity };
};

const scheduled = (layout: Layout, diary: Diary, session: PlannedSession): Step =>
  act(`${session.id}:schedule`, session.teacher, 'session', {
    type: 'ScheduleSession',
    data: dataOf(layout, diary, session),
  });

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

const held = (diary: Diary, session: PlannedSession, present: readonly Member[]): Step[] => {
  if (present.length === 0) return [];
  const { id, teacher } = session;
  const roster = rosterOf(session, present);
  return [
    act(`${id}:hold`, teacher, 'session', {
      type: 'HoldSession',
      data: { sessionId: id, roster },
    }),
    {
      name: `${id}:log`,
      actor: teacher,
      sheet: { type: 'LogSessionHours', data: { session: id, roster } },
    },
    ...(session.number === 4 && diary.plan.index % 12 === 8
      ? [ownEyes(diary, session, present)]
      : []),
  ].filter((step) => step !== undefined);
};

/** The id that a sheet gives the entry of one trainee. */
export const entryOf = (commandId: (name: string) => string, session: string, path: string) =>
  uuidFrom(commandId(`${session}:log`), `${session}:${path}`);

const ownEyes = (
  diary: Diary,
  { id, teacher }: PlannedSession,
  present: readonly Member[],
): Step | undefined => {
  const [first] = present;
  if (!first || teacher.role === 'base') return undefined;
  const entry = entryOf(diary.commandId, id, first.path);
  return attempt('E_FOUR_EYES', id, teacher, [
    'hours',
    { type: 'ConfirmHours', data: { apprenticeshipId: first.path, entry } },
  ]);
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
