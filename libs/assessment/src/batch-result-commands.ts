import { z } from 'zod';
import { command, Uuid } from '#kernel';
import { ResultReturned } from './events.js';

const byBody = { 'assessment-body': 'body' } as const;
const byAssessor = { assessor: 'assessor' } as const;
const byBureau = { 'city-bureau': 'region', province: 'region' } as const;
const batch = { batchId: Uuid.describe('The assessment batch.') };
const scored = {
  ...batch,
  candidate: Uuid,
  assessor: Uuid.describe('Oneself: assessors score one by one and never for each other.'),
  score: z.number().describe('0 to 100.'),
};
const objected = { ...batch, objection: Uuid.describe('Id of the objection.') };

export const ScoreTheory = command(
  'ScoreTheory',
  {
    summary: 'Give one candidate’s score for theory, as one assessor of the panel.',
    zh: '理论知识评分',
    allow: byAssessor,
    many: true,
  },
  scored,
);
export const ScorePractice = command(
  'ScorePractice',
  {
    summary: 'Give one candidate’s score for practice, as one assessor of the panel.',
    zh: '技能操作评分',
    allow: byAssessor,
    many: true,
  },
  scored,
);
export const ScoreReview = command(
  'ScoreReview',
  {
    summary: 'Give one candidate’s score for the comprehensive review of the higher levels.',
    zh: '综合评审评分',
    allow: byAssessor,
    many: true,
  },
  scored,
);
export const SignPanel = command(
  'SignPanel',
  {
    summary: 'Sign the scores as one of the panel; the last signature seals the results.',
    zh: '考评组签字确认',
    allow: byAssessor,
  },
  { ...batch, assessor: Uuid.describe('Oneself.') },
);
export const OpenResultNotice = command(
  'OpenResultNotice',
  {
    summary: 'Give public notice of the sealed results for the working days the rules ask.',
    zh: '公示评价结果',
    allow: byBody,
  },
  batch,
);
export const LodgeObjection = command(
  'LodgeObjection',
  {
    summary: 'Object to the results while the notice runs.',
    zh: '对公示结果提出异议',
    allow: { trainee: 'trainee' },
  },
  {
    ...objected,
    candidate: Uuid.describe('Oneself.'),
    note: z
      .string()
      .min(1)
      .max(2000)
      .optional()
      .describe('Free prose. Kept apart from the record and erased with the person.'),
  },
);
export const ResolveObjection = command(
  'ResolveObjection',
  {
    summary:
      'Answer an objection; one that is upheld unseals the results, and the panel signs again.',
    zh: '处理异议',
    allow: { ...byBody, ...byBureau },
  },
  { ...objected, upheld: z.boolean().describe('Whether the objection was right.') },
);
export const CloseResultNotice = command(
  'CloseResultNotice',
  {
    summary: 'End the public notice, on its last day at the earliest and with no objection open.',
    zh: '结束公示',
    allow: byBody,
  },
  batch,
);
export const ReportResults = command(
  'ReportResults',
  {
    summary: 'Report the results to the bureau; a late report is taken and flagged.',
    zh: '上报评价结果',
    allow: byBody,
  },
  batch,
);
export const ApproveResults = command(
  'ApproveResults',
  {
    summary: 'Approve the reported results; certificates may be numbered from then on.',
    zh: '审核通过评价结果',
    allow: byBureau,
  },
  batch,
);
export const ReturnResults = command(
  'ReturnResults',
  {
    summary:
      'Send reported results back: incomplete ones to be reported anew, others to the panel.',
    zh: '退回评价结果',
    allow: byBureau,
  },
  { ...batch, reason: ResultReturned.shape.data.shape.reason },
);
