import { z } from 'zod';
import { furtherFigures } from './further-figures.js';
import { Level } from './level.js';

const share = z.number().min(0).max(1);
const minutes = z.int().positive();

/**
 * Every figure a decision may rest on. `null` means that the rule does not apply under this pack. Units are in the names; shares
 * run from 0 to 1; days are calendar days unless they say working days.
 */
export const Figures = z.strictObject({
  termUsualMonths: z.int().positive().describe('usual term of training'),
  termMaxMonths: z.int().positive().describe('longest term, extensions included'),
  minimumAgeYears: z.int().positive().describe('youngest age on the day of the act'),
  guardianConsentBelowYears: z.int().positive().describe('below this age a guardian consents'),
  graduateHireWithinYears: z
    .int()
    .positive()
    .nullable()
    .describe('a tech trainee was hired at most so many years ago'),
  contractMinMonths: z.int().positive().describe('shortest labour contract'),
  classHourMinutes: minutes.describe('length of a class hour'),
  classHoursPerYear: z.int().nonnegative().describe('class hours a full year of training needs'),
  dayCapMinutes: minutes.describe('most training in one day'),
  theoryShareMin: share.nullable().describe('least share of theory in all hours'),
  practiceShareMin: share.nullable().describe('least share of practice in all hours'),
  onlineTheoryShareMax: share.nullable().describe('greatest share of theory held online'),
  baseCreditTheoryShareMax: share.describe('greatest share of theory credited from training bases'),
  baseCreditPracticeShareMax: share.describe(
    'greatest share of practice credited from training bases',
  ),
  disputeDays: z
    .int()
    .nonnegative()
    .describe('from the day it was recorded, an hour may be disputed for so long'),
  lateEntryDays: z.int().nonnegative().describe('what is recorded later needs approval'),
  classMaxTrainees: z.int().positive().describe('seats in a class'),
  mentorMaxApprentices: z.int().positive().describe('apprentices of one mentor at a time'),
  filingLeadWorkingDays: z
    .int()
    .nonnegative()
    .describe('a path is filed so many working days before its start'),
  rotationMinPosts: z.int().positive().nullable().describe('posts a tech trainee works in'),
  minimumMonthlyWageYuan: z
    .int()
    .positive()
    .nullable()
    .describe('below this wage a contract is marked'),
  midTermShare: share.describe('share of the term after which the mid-term evaluation may be held'),
  finalAttemptsMax: z.int().positive().describe('attempts at the final assessment'),
  passMark: z.number().min(0).max(100).describe('of 100, in each part'),
  reviewFromRank: z
    .int()
    .describe('rank from which the comprehensive review is part of the assessment'),
  panelMinAssessors: z.int().positive().describe('assessors on a panel'),
  panelOdd: z.boolean().describe('whether their number is odd'),
  coAssessedOutsidersMin: z
    .int()
    .nonnegative()
    .describe('from outside the employer when co-assessed'),
  reportWorkingDaysEmployer: z
    .int()
    .positive()
    .describe('from the assessment to the report of an employer body'),
  reportWorkingDaysSocial: z
    .int()
    .positive()
    .describe('from the assessment to the report of a social body'),
  approvalWorkingDays: z.int().positive().describe('from the report to the answer of the bureau'),
  returnFixWorkingDays: z.int().positive().describe('to put right what came back'),
  resultNoticeWorkingDays: z.int().nonnegative().describe('public notice of results'),
  custodiansToRevoke: z.int().positive().describe('parties that sign a revocation or correction'),
  retentionMonths: z
    .array(z.int().positive())
    .describe('months after hiring at which retention is checked'),
  titleBridge: z
    .array(z.strictObject({ level: Level, years: z.int().positive(), title: z.string() }))
    .describe('years in post after which a level opens the way to a professional title'),
  ...furtherFigures,
});
export type Figures = z.infer<typeof Figures>;

/** Where a figure comes from: the notice, a policy paper, or an assumption that a jurisdiction may replace. */
export const Provenance = z.strictObject({
  mark: z.enum(['notice', 'policy', 'assumption']),
  source: z.string().min(1),
});

/** A dated set of figures for one scheme in one jurisdiction. */
export interface RulePack {
  /** `44/student-apprentice/2022-10-01/1`: jurisdiction, scheme, first day in force, edition. */
  readonly version: string;
  readonly figures: Figures;
}
