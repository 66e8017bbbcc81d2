import { z } from 'zod';
import { ClockTime, command, Day, Uuid, type Refusal } from '#kernel';
import { classRefusals } from './class-commands.js';
import { Activity, SessionHeld, Venue } from './events.js';
import { hoursRefusals } from './hours-commands.js';

const organizers = { enterprise: 'organizer', college: 'organizer', base: 'organizer' } as const;
const one = { sessionId: Uuid };
const attendance = SessionHeld.shape.data.shape.roster;

const ScheduleSession = command(
  'ScheduleSession',
  {
    summary: 'Plan a session of theory or practice: where, when and with which trainer.',
    zh: '安排课程',
    allow: organizers,
  },
  {
    ...one,
    organizer: Uuid.describe('The enterprise, college or base operator that holds it.'),
    classId: Uuid.optional().describe('The class it is for.'),
    venue: Venue,
    baseId: Uuid.optional().describe('The training base; for that venue and no other.'),
    trainer: Uuid.describe('Who teaches, by the id of the person. At a base one of its trainers.'),
    on: Day,
    from: ClockTime,
    to: ClockTime,
    activity: Activity,
    replaces: Uuid.optional().describe(
      'A session recorded as held that this one stands for: it is cancelled in the same act, and its hours wait for correctSession.',
    ),
  },
);
const HoldSession = command(
  'HoldSession',
  {
    summary:
      'Record that a session took place, who attended and how presence was established; late, under an approval for the session.',
    zh: '登记课程签到',
    allow: organizers,
  },
  {
    ...one,
    roster: attendance
      .min(1)
      .max(60)
      .refine(
        (roster) => new Set(roster.map((line) => line.apprenticeshipId)).size === roster.length,
        'names someone twice',
      )
      .describe('Who attended.'),
  },
);
const CancelSession = command(
  'CancelSession',
  {
    summary: 'Cancel a session; one that was held only after its hours were taken back.',
    zh: '取消课程',
    allow: organizers,
  },
  one,
);
const ReplaceSession = command(
  'ReplaceSession',
  {
    summary: 'Cancel a held session because another stands for it; never sent alone.',
    zh: '以新课程替代（系统内部）',
    allow: {},
  },
  { ...one, by: Uuid.describe('The session that stands for it.') },
);

export const SessionCommand = z.discriminatedUnion('type', [
  ScheduleSession,
  HoldSession,
  CancelSession,
  ReplaceSession,
]);
export type SessionCommand = z.infer<typeof SessionCommand>;

export const sessionRefusals = {
  E_SESSION: hoursRefusals.E_SESSION,
  E_BASE: hoursRefusals.E_BASE,
  E_CLASS: classRefusals.E_CLASS,
  E_TRAINER: {
    clause: '2.1.5',
    zh: '授课人员未进入该基地师资库',
    en: 'not an admitted trainer of the base',
  },
  E_NO_CHECKIN: hoursRefusals.E_NO_CHECKIN,
} as const satisfies Record<string, Refusal>;
export type SessionRule = keyof typeof sessionRefusals;
