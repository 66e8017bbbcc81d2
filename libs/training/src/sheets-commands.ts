import { z } from 'zod';
import { ClockTime, command, Uuid } from '#kernel';
import { CheckIn, ReversalReason } from './events.js';

const bothSides = { enterprise: 'enterprise', college: 'college' } as const;
const one = { session: Uuid.describe('The session that was held.') };

export const LogSessionHours = command(
  'LogSessionHours',
  {
    summary:
      'Record the hours of everyone who attended a session, each with an outcome of its own; late, under one approval for the session.',
    zh: '按课程批量记录学时',
    allow: { ...bothSides, base: 'organizer' },
  },
  {
    session: Uuid.describe('The session that was attended.'),
    roster: z
      .array(
        z
          .strictObject({
            apprenticeshipId: Uuid,
            checkIn: CheckIn.describe('How presence was established.'),
            from: ClockTime.optional().describe('Only when the trainee came late.'),
            to: ClockTime.optional().describe('Only when the trainee left early.'),
          })
          .meta({ id: 'Attendance' }),
      )
      .min(1)
      .max(60)
      .refine(
        (roster) => new Set(roster.map((line) => line.apprenticeshipId)).size === roster.length,
        'names someone twice',
      )
      .describe('Who attended.'),
  },
);
export const ConfirmSessionHours = command(
  'ConfirmSessionHours',
  {
    summary: 'Confirm the hours of everyone on the roster of a session, as second pair of eyes.',
    zh: '按课程批量复核确认学时',
    allow: bothSides,
  },
  one,
);
export const ReverseSession = command(
  'ReverseSession',
  {
    summary: 'Take back the hours of everyone on the roster of a session.',
    zh: '整节课程学时冲销',
    allow: bothSides,
  },
  { ...one, reason: ReversalReason },
);
export const CorrectSession = command(
  'CorrectSession',
  {
    summary:
      'Reverse the hours of a session and record those of the session that stands for it, trainee by trainee; late, under one approval for either.',
    zh: '整节课程学时更正（冲销并重录）',
    allow: bothSides,
  },
  {
    ...one,
    reason: ReversalReason,
    replacement: Uuid.describe('The session that was really held, with its own roster.'),
  },
);
