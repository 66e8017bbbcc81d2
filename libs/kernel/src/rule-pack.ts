import { z } from 'zod';
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
  minimumAgeYears: z.int().positive(),
  guardianConsentBelowYears: z.int().positive(),
  graduateHireWithinYears: z.int().positive().nullable(),
  contractMinMonths: z.int().positive(),
  classHourMinutes: minutes,
  classHoursPerYear: z.int().nonnegative().describe('class hours a full year of training needs'),
  dayCapMinutes: minutes,
  theoryShareMin: share.nullable(),
  practiceShareMin: share.nullable(),
  onlineTheoryShareMax: share.nullable(),
  baseCreditTheoryShareMax: share,
  baseCreditPracticeShareMax: share,
  disputeDays: z.int().nonnegative(),
  lateEntryDays: z.int().nonnegative(),
  classMaxTrainees: z.int().positive(),
  mentorMaxApprentices: z.int().positive(),
  filingLeadWorkingDays: z.int().nonnegative(),
  rotationMinPosts: z.int().positive().nullable(),
  minimumMonthlyWageYuan: z.int().positive().nullable(),
  midTermShare: share.describe('share of the term after which the mid-term evaluation may be held'),
  finalAttemptsMax: z.int().positive(),
  passMark: z.number().min(0).max(100),
  reviewFromRank: z
    .int()
    .describe('rank from which the comprehensive review is part of the assessment'),
  panelMinAssessors: z.int().positive(),
  panelOdd: z.boolean(),
  coAssessedOutsidersMin: z.int().nonnegative(),
  reportWorkingDaysEmployer: z.int().positive(),
  reportWorkingDaysSocial: z.int().positive(),
  approvalWorkingDays: z.int().positive(),
  returnFixWorkingDays: z.int().positive(),
  resultNoticeWorkingDays: z.int().nonnegative(),
  custodiansToRevoke: z.int().positive(),
  retentionMonths: z.array(z.int().positive()),
  titleBridge: z
    .array(z.strictObject({ level: Level, years: z.int().positive(), title: z.string() }))
    .describe('years in post after which a level is compared to a professional title'),
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
