import { addDays, addMonths, type Day } from '#kernel';
import { faculty, office, traineeActor } from './actors.js';
import type { Diary } from './diary.js';
import { graduationOf } from './entering.js';
import type { Layout } from './layout.js';
import { between, type Member } from './members.js';
import { belongings } from './preparing.js';
import { act, attempt, type Act, type Chain } from './step.js';
import { isAway, type Absence, type Absences } from './training.js';

const path = (
  { key, path: apprenticeshipId }: Member,
  actor: Act['actor'],
  type: string,
  data: object,
): Act =>
  act(`${key}:${type}`, actor, 'apprenticeship', { type, data: { apprenticeshipId, ...data } });

/** Who leaves the course or pauses, and when: planned first, since the sessions have to know. */
export const planAbsences = ({ parameters }: Layout, diary: Diary, first: Day): Absences => {
  const absences = new Map<number, Absence>();
  for (const { turn, place } of diary.active) {
    const away = (days: number, back?: number) => {
      const from = diary.after(first, days);
      const to = back === undefined ? undefined : diary.after(from, back);
      absences.set(place, { from, to });
    };
    if (turn === 'withdraws') away(100);
    if (turn === 'terminated') away(150);
    if (turn !== 'suspended') continue;
    // Of a class that is being trained at the end, the suspension is still on.
    const recent = addDays(parameters.until, -16);
    const within = addDays(first, 60) < recent && recent < addDays(diary.plan.until, -60);
    const from = diary.after(within ? recent : addDays(first, 60), 0);
    // Three weeks from the day it really begins, holidays or not: the term is then a month shorter, and so are the hours it asks for.
    absences.set(place, { from, to: diary.after(from, 21) });
  }
  return absences;
};

/** What happens beside the sessions, from the first day to the end of the term. */
export const accompany = (layout: Layout, diary: Diary, first: Day, absences: Absences): void => {
  const { plan } = diary;
  const by = office(plan.enterprise);
  reviews(layout, diary, first, absences);
  const rotated = diary.after(first, 125);
  beside(diary, rotated, absences, (member) =>
    plan.programme === 'tech-trainee' || member.place % 2 === 0
      ? [
          path(member, by, 'RecordPostRotation', {
            postId: belongings(layout, plan).otherPostId,
            from: addDays(first, 90),
            until: addDays(first, 120),
          }),
        ]
      : [],
  );
  const half = diary.after(first, 192);
  beside(diary, half, absences, (member) => [
    path(member, by, 'EvaluateMidTerm', { on: half, passed: true }),
  ]);
  graduate(diary, first, absences);
  for (const member of diary.active) {
    const away = absences.get(member.place);
    if (away) leave(diary, member, away);
  }
};

const beside = (
  diary: Diary,
  day: Day,
  absences: Absences,
  stepsOf: (member: Member) => Chain,
): void => {
  const present = diary.active.filter((member) => !isAway(member, day, absences));
  diary.beside(day, () => present.map(stepsOf), 'afternoon');
};

const grades = ['excellent', 'good', 'good', 'fair'] as const;

/** The mentor's word on every month, in the first days of the next. */
const reviews = (layout: Layout, diary: Diary, first: Day, absences: Absences): void => {
  for (let nth = 1; nth <= 12; nth += 1) {
    const month = addMonths(first, nth - 1).slice(0, 7);
    const day = diary.after(addMonths(`${month}-01`, 1), 1);
    if (day >= diary.plan.until) return;
    beside(diary, day, absences, (member) => [
      {
        ...path(member, office(diary.plan.enterprise), 'RecordPracticeReview', {
          month,
          grade: grades[between(layout, member, nth, [0, 3])] ?? 'good',
        }),
        name: `${member.key}:review:${month}`,
      },
    ]);
  }
};

const hasLeft = (away: Absence | undefined, day: Day): boolean =>
  away !== undefined && away.to === undefined && away.from <= day;

const graduate = (diary: Diary, first: Day, absences: Absences): void => {
  const { college } = diary.plan;
  if (!college) return;
  const planned = graduationOf(addDays(diary.plan.start, -55));
  const on = diary.after(planned > first ? planned : first, 2);
  // Who only pauses graduates with the others.
  const students = diary.active.filter(({ place }) => !hasLeft(absences.get(place), on));
  diary.beside(
    on,
    () => students.map((member) => [path(member, faculty(college), 'Graduate', { on })]),
    'afternoon',
  );
};

const leave = (
  diary: Diary,
  member: Member,
  { from, to }: { readonly from: Day; readonly to: Day | undefined },
): void => {
  const { enterprise } = diary.plan;
  const by = office(enterprise);
  const trainee = traineeActor(member.person);
  if (member.turn === 'withdraws')
    return diary.inTurn(from, () => [
      path(member, trainee, 'WithdrawApprenticeship', {
        ...{ on: from, reason: 'further-study' },
        note: '已被本科院校录取，个人申请退出。',
      }),
    ]);
  if (member.turn === 'terminated') {
    const data = { apprenticeshipId: member.path, on: from };
    const command = { type: 'TerminateApprenticeship', data };
    return diary.inTurn(from, () => [
      attempt('E_REASON', member.key, by, ['apprenticeship', command]),
      path(member, by, 'TerminateApprenticeship', { on: from, reason: 'breach' }),
    ]);
  }
  diary.inTurn(from, () => [
    path(member, by, 'SuspendTraining', { on: from, reason: 'illness' }),
    path(member, trainee, 'AcknowledgeChange', { change: 'suspension' }),
  ]);
  if (to !== undefined) diary.inTurn(to, () => [path(member, by, 'ResumeTraining', { on: to })]);
};
