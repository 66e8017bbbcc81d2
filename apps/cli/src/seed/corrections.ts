import { traineeActor } from './actors.js';
import type { Diary } from './diary.js';
import type { Layout } from './layout.js';
import type { Member } from './members.js';
import { belongings } from './preparing.js';
import { corrected, declined, disputed, replaced, type PlannedSession } from './sessions.js';
import { act, type Act, type Chain } from './step.js';
import { entryOf, isAway, presentAt, type Absences } from './training.js';

/** Hours that were wrong: contested by the trainee, corrected for one, corrected for a whole session. */
export const correct = (
  layout: Layout,
  diary: Diary,
  sessions: readonly PlannedSession[],
  absences: Absences,
): void => {
  const contested = sessions[disputed];
  const wrong = sessions[corrected];
  const later = sessions[corrected + 1];
  for (const member of diary.active) {
    if (contested && member.turn === 'disputes')
      diary.inTurn(contested.day, () => dispute(diary, contested, member), 'evening');
    if (wrong && later && member.turn === 'corrected')
      diary.inTurn(later.day, () => correction(layout, diary, wrong, member), 'evening');
  }
  const atBase = sessions[declined.session];
  const found = sessions[declined.session + 2];
  for (const member of diary.active)
    if (atBase && found && member.turn === 'base-refused')
      diary.inTurn(found.day, () => [credited(diary, atBase, member)], 'evening');
  const mistaken = sessions[replaced];
  const noticed = sessions[replaced + 1];
  if (!mistaken || !noticed || diary.plan.index % 12 !== 7) return;
  const present = presentAt(mistaken, diary, absences).filter(
    (one) => !isAway(one, noticed.day, absences),
  );
  diary.inTurn(noticed.day, () => replacement(layout, diary, mistaken, present), 'evening');
};

const dispute = (
  diary: Diary,
  { id, second }: PlannedSession,
  { key, person, path }: Member,
): Chain => {
  const one = { apprenticeshipId: path, entry: entryOf(diary.commandId, id, path) };
  const note = '当天请假在家，未参加课程。';
  return [
    act(`${key}:dispute`, traineeActor(person), 'hours', {
      type: 'DisputeHours',
      data: { ...one, reason: 'was-absent', note },
    }),
    act(`${key}:reverse`, second, 'hours', {
      type: 'ReverseHours',
      data: { ...one, reason: 'was-absent' },
    }),
  ];
};

const credited = (diary: Diary, { id, second }: PlannedSession, { key, path }: Member): Act =>
  act(`${key}:credit`, second, 'hours', {
    type: 'CreditBaseHours',
    data: { apprenticeshipId: path, entry: entryOf(diary.commandId, id, path) },
  });

/** Came half an hour late, as was found afterwards. */
const correction = (
  layout: Layout,
  diary: Diary,
  { id, teacher, second }: PlannedSession,
  { key, path }: Member,
): Chain => {
  const replacement = layout.id(`${key}:corrected-entry`);
  const entry = entryOf(diary.commandId, id, path);
  const right = { session: id, checkIn: 'signature', from: '09:00' };
  return [
    act(`${key}:correct`, teacher, 'hours', {
      type: 'CorrectHours',
      data: { apprenticeshipId: path, entry, reason: 'wrong-time', replacement, ...right },
    }),
    act(`${key}:confirm-corrected`, second, 'hours', {
      type: 'ConfirmHours',
      data: { apprenticeshipId: path, entry: replacement },
    }),
  ];
};

/** The whole session was in the afternoon: another stands for it, and everyone's hours with it. */
const replacement = (
  layout: Layout,
  diary: Diary,
  session: PlannedSession,
  present: readonly Member[],
): Chain => {
  const { id, organizer, venue, trainer, day, activity, teacher, second } = session;
  const right = layout.id(`${id}:right`);
  const { classId } = belongings(layout, diary.plan);
  const roster = present.map(({ path }) => ({ apprenticeshipId: path, checkIn: 'face' }));
  const times = { on: day, from: '13:00', to: '18:30' };
  return [
    act(`${id}:right`, teacher, 'session', {
      type: 'ScheduleSession',
      data: {
        ...{ sessionId: right, organizer, classId, venue, trainer, activity },
        ...times,
        replaces: id,
      },
    }),
    act(`${id}:right:hold`, teacher, 'session', {
      type: 'HoldSession',
      data: { sessionId: right, roster },
    }),
    {
      name: `${id}:right:correct`,
      actor: teacher,
      sheet: {
        type: 'CorrectSession',
        data: { session: id, reason: 'wrong-time', replacement: right },
      },
    },
    {
      name: `${id}:right:confirm`,
      actor: second,
      sheet: { type: 'ConfirmSessionHours', data: { session: right } },
    },
  ];
};
