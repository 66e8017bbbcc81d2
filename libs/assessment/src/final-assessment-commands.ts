import { z } from 'zod';
import { command, Day, Uuid, type Refusal } from '#kernel';
import { FinalAssessmentReversed } from './events.js';

const points = z.number().min(0).max(100);

const RecordFinalAssessment = command(
  'RecordFinalAssessment',
  {
    summary:
      'Record one attempt at the final post-competence assessment that ends the programme; no level assessment.',
    zh: '记录终结性岗位胜任力评价',
    allow: { enterprise: 'enterprise' },
  },
  {
    apprenticeshipId: Uuid,
    on: Day.describe('The day it was held; not before training was completed.'),
    theory: points.describe('0 to 100.'),
    practice: points.describe('0 to 100.'),
    conduct: points.describe('Conduct at work, 0 to 100.'),
    assessors: z
      .array(Uuid)
      .min(1)
      .max(20)
      .describe('People who assessed; the own mentor may not be the only one.'),
  },
);
const ReverseFinalAssessment = command(
  'ReverseFinalAssessment',
  {
    summary:
      'Take back an attempt that was recorded wrongly; one that was failed counts as an attempt until there is evidence.',
    zh: '冲销误录的终结性岗位胜任力评价',
    allow: { enterprise: 'enterprise', 'city-bureau': 'region', province: 'region' },
  },
  {
    apprenticeshipId: Uuid,
    attempt: z.int().positive().describe('Number of the attempt as it was recorded.'),
    reason: FinalAssessmentReversed.shape.data.shape.reason,
  },
);

export const FinalAssessmentCommand = z.discriminatedUnion('type', [
  RecordFinalAssessment,
  ReverseFinalAssessment,
]);
export type FinalAssessmentCommand = z.infer<typeof FinalAssessmentCommand>;

export const finalAssessmentRefusals = {
  E_CONFLICT_MENTOR: {
    clause: '2.1.6',
    zh: '不得由学员本人的师傅单独考评，也不得由本人考评',
    en: "the apprentice's own mentor may not be the sole assessor, and nobody assesses themselves",
  },
  E_ATTEMPTS: {
    clause: '2.1.6',
    zh: '已达到终结性评价的次数上限',
    en: 'no further attempt at the final assessment is allowed',
  },
} as const satisfies Record<string, Refusal>;
export type FinalAssessmentRule = keyof typeof finalAssessmentRefusals;
