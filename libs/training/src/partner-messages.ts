import { z } from 'zod';
import { ClockTime, partnerMessage, Uuid, type AnyPartnerMessage } from '#kernel';
import { ApprenticeshipFilingAccepted, ApprenticeshipFilingReturned, CheckIn } from './events.js';

const AttendanceReported = z.strictObject({
  session: Uuid.describe('The session, scheduled before.'),
  roster: z
    .array(
      z.strictObject({
        apprenticeship: Uuid.describe('The path of the trainee.'),
        checkIn: CheckIn.describe('How presence was established.'),
        from: ClockTime.optional().describe('Only when the trainee came late.'),
        to: ClockTime.optional().describe('Only when the trainee left early.'),
      }),
    )
    .min(1)
    .max(60)
    .refine(
      (roster) =>
        new Set(roster.map(({ apprenticeship }) => apprenticeship)).size === roster.length,
      'names someone twice',
    )
    .describe('Who attended.'),
});

const FilingAnswered = z.discriminatedUnion('answer', [
  z.strictObject({
    apprenticeship: Uuid.describe('The path that was filed.'),
    answer: z.literal('accepted'),
    filingNumber: ApprenticeshipFilingAccepted.shape.data.shape.filingNumber.describe(
      'The number the bureau gave it.',
    ),
  }),
  z.strictObject({
    apprenticeship: Uuid.describe('The path that was filed.'),
    answer: z.literal('returned'),
    reason: ApprenticeshipFilingReturned.shape.data.shape.reason.describe('Why.'),
  }),
]);

const attendanceReported = partnerMessage<z.infer<typeof AttendanceReported>>({
  name: 'AttendanceReported',
  summary:
    'A training system reports that a session was held, and the hours of everyone who attended.',
  data: AttendanceReported,
  commands: ({ session, roster }, id) => [
    {
      category: 'session',
      field: 'session',
      command: {
        type: 'HoldSession',
        data: {
          sessionId: session,
          roster: roster.map(({ apprenticeship, checkIn }) => ({
            apprenticeshipId: apprenticeship,
            checkIn,
          })),
        },
      },
    },
    ...roster.map(({ apprenticeship, ...attended }, index) => ({
      category: 'hours',
      field: `roster.${String(index)}`,
      command: {
        type: 'LogHours',
        data: {
          ...attended,
          apprenticeshipId: apprenticeship,
          session,
          entry: id(`${session}:${apprenticeship}`),
        },
      },
    })),
  ],
});

const filingAnswered = partnerMessage<z.infer<typeof FilingAnswered>>({
  name: 'FilingAnswered',
  summary: 'A bureau’s system accepts a filing and gives it its number, or sends it back.',
  data: FilingAnswered,
  commands: (answered) => {
    const { apprenticeship: apprenticeshipId } = answered;
    const command =
      answered.answer === 'accepted'
        ? { type: 'AcceptFiling', data: { apprenticeshipId, filingNumber: answered.filingNumber } }
        : { type: 'ReturnFiling', data: { apprenticeshipId, reason: answered.reason } };
    return [{ category: 'apprenticeship', field: 'apprenticeship', command }];
  },
});

/** What training systems and bureaus' systems may say. */
export const partnerMessages: readonly AnyPartnerMessage[] = [attendanceReported, filingAnswered];
