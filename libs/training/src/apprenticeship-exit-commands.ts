import { z } from 'zod';
import { command, Day, Uuid } from '#kernel';
import { ApprenticeshipEnded, ExitReason } from './events.js';

const path = { apprenticeshipId: Uuid };
const byCollege = { college: 'college' } as const;
const on = Day.describe('The day it happened; not later than today.');
const note = z
  .string()
  .min(1)
  .max(2000)
  .optional()
  .describe('Free prose. Kept apart from the record and erased with the person.');

const EndorseCompletion = command(
  'EndorseCompletion',
  {
    summary: 'Vouch as the college that the programme was fulfilled.',
    zh: '院校确认完成培养方案',
    allow: byCollege,
    many: true,
  },
  path,
);
const CompleteTraining = command(
  'CompleteTraining',
  {
    summary: 'Close the training of a term that is over and hours that suffice.',
    zh: '完成培训',
    allow: { enterprise: 'enterprise' },
    many: true,
  },
  { ...path, on: Day.describe('The last day of the term or a later one.') },
);
const Graduate = command(
  'Graduate',
  {
    summary: 'Record that the student graduated.',
    zh: '记录毕业',
    allow: byCollege,
    many: true,
  },
  { ...path, on },
);
const WithdrawApprenticeship = command(
  'WithdrawApprenticeship',
  {
    summary: 'Leave the path as the trainee. The person is free for another.',
    zh: '学员退出',
    allow: { trainee: 'trainee' },
  },
  { ...path, on, reason: ExitReason, note },
);
const TerminateApprenticeship = command(
  'TerminateApprenticeship',
  {
    summary: 'End the path as the enterprise, with the reason. The person is free for another.',
    zh: '企业终止培养',
    allow: { enterprise: 'enterprise' },
  },
  { ...path, on, reason: ExitReason.optional().describe('Without it the end is refused.'), note },
);
const EndApprenticeship = command(
  'EndApprenticeship',
  {
    summary: 'Close a path whose employment was settled; follows from employment, never sent.',
    zh: '结束学徒经历（系统内部）',
    allow: {},
  },
  { ...path, outcome: ApprenticeshipEnded.shape.data.shape.outcome },
);

export const exitCommands = [
  EndorseCompletion,
  CompleteTraining,
  Graduate,
  WithdrawApprenticeship,
  TerminateApprenticeship,
  EndApprenticeship,
] as const;
export type ExitCommand = z.infer<(typeof exitCommands)[number]>;
