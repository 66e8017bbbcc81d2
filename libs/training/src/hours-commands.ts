import { z } from 'zod';
import { ClockTime, command, Uuid, type Refusal } from '#kernel';
import { CheckIn, ReversalReason, TrainingHoursDisputed, BaseHoursRefused } from './events.js';

const path = { apprenticeshipId: Uuid };
const one = { ...path, entry: Uuid.describe('The entry in the ledger of hours.') };
const attended = {
  session: Uuid.describe(
    'The session that was attended; its day, times, trainer and venue are taken from it.',
  ),
  checkIn: CheckIn.describe('How presence was established.'),
  from: ClockTime.optional().describe('Only when the trainee came after the session began.'),
  to: ClockTime.optional().describe('Only when the trainee left before the session ended.'),
};
const note = z
  .string()
  .min(1)
  .max(2000)
  .optional()
  .describe('Free prose. Kept apart from the record and erased with the person.');
const bothSides = { enterprise: 'enterprise', college: 'college' } as const;

const LogHours = command(
  'LogHours',
  {
    summary: 'Record the hours one trainee attended in a session.',
    zh: '记录学员参加一次课程的学时',
    allow: { ...bothSides, base: 'organizer' },
    many: true,
  },
  { ...one, ...attended },
);
const ConfirmHours = command(
  'ConfirmHours',
  {
    summary: 'Confirm logged hours as the second pair of eyes; they count from then on.',
    zh: '复核确认学时',
    allow: bothSides,
    many: true,
  },
  one,
);
const DisputeHours = command(
  'DisputeHours',
  {
    summary: 'Contest hours recorded for oneself, within the days the rules allow.',
    zh: '学员对学时提出异议',
    allow: { trainee: 'trainee' },
  },
  { ...one, reason: TrainingHoursDisputed.shape.data.shape.reason, note },
);
const ReverseHours = command(
  'ReverseHours',
  {
    summary:
      'Take back hours that were recorded wrongly. The entry stays and the reversal names it.',
    zh: '冲销误录学时',
    allow: bothSides,
    many: true,
  },
  { ...one, reason: ReversalReason },
);
const CorrectHours = command(
  'CorrectHours',
  {
    summary: 'Reverse an entry and record the right one in its place, in one act.',
    zh: '更正学时（冲销并重录）',
    allow: bothSides,
  },
  {
    ...one,
    reason: ReversalReason,
    replacement: Uuid.describe('Id of the entry that takes its place.'),
    ...attended,
  },
);
const CreditBaseHours = command(
  'CreditBaseHours',
  {
    summary: 'Accept hours held at a training base as recognised hours of the programme.',
    zh: '认可实训基地学时',
    allow: { enterprise: 'enterprise' },
    many: true,
  },
  one,
);
const RefuseBaseHours = command(
  'RefuseBaseHours',
  {
    summary: 'Decline to recognise hours held at a training base, with the reason.',
    zh: '不予认可实训基地学时',
    allow: { enterprise: 'enterprise' },
  },
  { ...one, reason: BaseHoursRefused.shape.data.shape.reason },
);

export const HoursCommand = z.discriminatedUnion('type', [
  LogHours,
  ConfirmHours,
  DisputeHours,
  ReverseHours,
  CorrectHours,
  CreditBaseHours,
  RefuseBaseHours,
]);
export type HoursCommand = z.infer<typeof HoursCommand>;

export const hoursRefusals = {
  E_SESSION: {
    clause: '3.3',
    zh: '课程不存在、已取消或时间不符',
    en: 'no such session, or not at that time',
  },
  E_TERM: { clause: '2.1.4', zh: '不在培养期限内', en: 'outside the training term' },
  E_OVERLAP: { clause: '3.3', zh: '与已记录学时的时间重叠', en: 'overlaps hours already recorded' },
  E_DAY_CAP: { clause: '2.1.5', zh: '超过每日学时上限', en: 'more than a day allows' },
  E_BASE: {
    clause: '2.1.5',
    zh: '实训基地当日未开放或已停用',
    en: 'the training base was not in force that day',
  },
  E_FOUR_EYES: {
    clause: '3.3',
    zh: '不得确认本人录入的学时',
    en: 'the one who logged may not confirm',
  },
  E_ENTRY: {
    clause: '3.3',
    zh: '没有这条学时记录，或该编号已用于其他记录',
    en: 'no such entry that stands, or its id was used for another',
  },
  E_NO_CHECKIN: {
    clause: '2.1.5',
    zh: '基地和线上课程须有签到记录',
    en: 'presence at a base or online must be established',
  },
  E_DISPUTE_LATE: {
    clause: '3.3',
    zh: '已超过提出异议的期限',
    en: 'the days for a dispute are over',
  },
  E_CREDIT_CAP: {
    clause: '2.1.5',
    zh: '超过基地学时认可上限',
    en: 'over the ceiling for hours credited at bases',
  },
} as const satisfies Record<string, Refusal>;
export type HoursRule = keyof typeof hoursRefusals;
