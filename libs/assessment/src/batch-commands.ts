import { z } from 'zod';
import { command, Day, Level, OccupationCode, Uuid } from '#kernel';
import { CandidateDisqualified } from './events.js';

const byBody = { 'assessment-body': 'body' } as const;
const batch = { batchId: Uuid.describe('The assessment batch.') };
const one = { ...batch, candidate: Uuid.describe('The person, by pseudonym.') };

export const OpenBatch = command(
  'OpenBatch',
  {
    summary: 'Open a batch of level assessments in one occupation and level.',
    zh: '开设职业技能等级认定批次',
    allow: byBody,
  },
  {
    ...batch,
    body: Uuid.describe('The filed assessment body.'),
    occupation: OccupationCode,
    level: Level,
    coAssessed: z
      .boolean()
      .describe(
        'Whether assessors from outside each candidate’s employer have to be on the panel.',
      ),
  },
);
export const ApplyForAssessment = command(
  'ApplyForAssessment',
  {
    summary: 'Apply for a level assessment: for oneself, or an enterprise for its own people.',
    zh: '申报职业技能等级认定',
    allow: { trainee: 'trainee', enterprise: 'enterprise' },
    many: true,
  },
  {
    ...one,
    apprenticeshipId: Uuid.optional().describe(
      'The path it belongs to; left out, the one the person is on.',
    ),
    employer: Uuid.optional().describe(
      'Where the candidate works, for one who is with no enterprise by a path here; what a path says, stands.',
    ),
  },
);
export const QualifyCandidate = command(
  'QualifyCandidate',
  {
    summary: 'Find that a candidate meets the conditions of the standard.',
    zh: '申报人资格审核通过',
    allow: byBody,
    many: true,
  },
  one,
);
export const DisqualifyCandidate = command(
  'DisqualifyCandidate',
  {
    summary: 'Take a candidate out of the batch, with the reason.',
    zh: '申报人资格审核不通过（缺考、退出）',
    allow: byBody,
  },
  { ...one, reason: CandidateDisqualified.shape.data.shape.reason },
);
export const ScheduleAssessment = command(
  'ScheduleAssessment',
  {
    summary: 'Set day and site of the assessment.',
    zh: '安排评价日期和考点',
    allow: byBody,
  },
  {
    ...batch,
    on: Day,
    site: z.string().min(2).max(100).describe('Name of the examination site.'),
    siteVerified: z.boolean().describe('Whether the authority has verified the site.'),
  },
);
export const DeclareKinship = command(
  'DeclareKinship',
  {
    summary:
      'Declare that an assessor and a candidate are kin, so that the one never assesses the other.',
    zh: '申报亲属关系（回避）',
    allow: { assessor: 'assessor', trainee: 'trainee', 'assessment-body': 'body' },
  },
  { ...one, assessor: Uuid },
);
export const FormPanel = command(
  'FormPanel',
  {
    summary: 'Form the panel that scores the batch; until the first score it may be formed anew.',
    zh: '组建考评组',
    allow: byBody,
  },
  { ...batch, assessors: z.array(Uuid).min(1).max(50) },
);
