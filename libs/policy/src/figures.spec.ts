import { describe, expect, it } from '@jest/globals';
import { Figures } from '#kernel';
import { bundledPacks } from './bundled-packs.js';

/** The rows of domain analysis §4.2, §4.4 and §4.5, each with the keys of the packs that hold its figures. */
const domain: Readonly<Record<string, readonly string[]>> = {
  'student.term': ['termUsualMonths'],
  'apprentice.term': ['termUsualMaxMonths', 'termMaxMonths', 'contractMinMonths'],
  'hours.minPerYear': ['classHoursPerYear', 'classHoursPerYearElsewhere'],
  'hours.unit': ['classHourMinutes', 'dayCapMinutes'],
  'hours.mix': [
    ...['generalShareMin', 'generalShareMax', 'theoryShareMin'],
    ...['practiceShareMin', 'practiceShareMax'],
  ],
  'hours.online': ['onlineTheoryShareMax', 'onlinePlatformDuties'],
  'hours.baseCredit': ['baseCreditTheoryShareMax', 'baseCreditPracticeShareMax'],
  'hours.video': ['classVideosMin', 'centralVideoShareMin'],
  'class.max / mentor.max': ['classMaxTrainees', 'mentorMaxApprentices'],
  'class.mentors': ['classMentorsMin', 'classLeadMentorLevelMin'],
  'filing.lead': ['filingLeadWorkingDays'],
  'filing.docs': ['filingDocuments'],
  'filing.cases': [
    ...['filingAcceptanceWorkingDays', 'filingReviewWorkingDays', 'filingExpertWorkingDaysMax'],
  ],
  'wage.min': ['minimumMonthlyWageYuan', 'mentorAllowanceByEnterprise'],
  'intern.pay': ['internPayShareMin', 'internDepositsAllowed'],
  'intern.caps': ['internStaffShareMax', 'internPostShareMax'],
  'intern.time': ['internDayMaxMinutes', 'internNightShiftAllowed', 'internUsualMaxMonths'],
  'agreement.law': ['agreementRequired'],
  'evidence of attendance': ['attendanceCheckRequired'],
  'edu.fund': ['educationFundFrontLineShareMin', 'educationFundDeductibleShareMax'],
  'special.base': ['specialTechnicianBases'],
  'special.windows': ['specialTechnicianWindows'],
  'chief.base': ['chiefTechnicianBaseLevel'],
  'title.bridge': ['titleBridge'],
  'title.comparison': ['titleComparison'],
  'direct.recognition': ['directRecognitionLevelMax'],
  pass: ['passMark', 'reviewFromRank'],
  bodies: ['employerBodyPersons'],
  assessors: ['assessorGrades'],
  sites: ['siteTenureMinYears'],
  reporting: [
    ...['reportWorkingDaysEmployer', 'reportWorkingDaysSocial', 'approvalWorkingDays'],
    ...['returnFixWorkingDays', 'certificateDataWorkingDays'],
  ],
  panel: ['panelMinAssessors', 'panelOdd', 'coAssessedOutsidersMin'],
};

/** Figures that the lives of §3 rest on and no row of §4 names. */
const ofLives = [
  ...['minimumAgeYears', 'guardianConsentBelowYears', 'graduateHireWithinYears', 'disputeDays'],
  ...['lateEntryDays', 'rotationMinPosts', 'midTermShare', 'finalAttemptsMax'],
  ...['resultNoticeWorkingDays', 'custodiansToRevoke', 'retentionMonths'],
];

describe('the figures of the bundled packs', () => {
  it('are those of the domain analysis, each named there and none besides', () => {
    const named = [...Object.values(domain).flat(), ...ofLives].sort();
    expect(Object.keys(Figures.shape).sort()).toEqual(named);
  });
  it.each(bundledPacks)('are all in $title, each with one source', ({ figures, sources }) => {
    const known = Object.keys(Figures.shape).sort();
    expect(Object.keys(figures).sort()).toEqual(known);
    expect(sources.map(({ figure }) => figure).sort()).toEqual(known);
  });
  it('are those of the policy papers where these are in force in Guangdong', () => {
    const pack = bundledPacks.find(({ scheme }) => scheme === 'tech-trainee');
    expect(pack?.figures).toMatchObject({
      ...{ termUsualMonths: 12, termUsualMaxMonths: 24, termMaxMonths: 36, classHoursPerYear: 400 },
      ...{ classVideosMin: 10, classMentorsMin: 3, classLeadMentorLevelMin: 'TECHNICIAN' },
      ...{ filingAcceptanceWorkingDays: 5, filingReviewWorkingDays: 10 },
      ...{ filingExpertWorkingDaysMax: 15, filingLeadWorkingDays: 15 },
      ...{ internPayShareMin: 0.8, internStaffShareMax: 0.1, internPostShareMax: 0.2 },
      ...{ educationFundFrontLineShareMin: 0.6, educationFundDeductibleShareMax: 0.08 },
      ...{ chiefTechnicianBaseLevel: 'SPECIAL_TECHNICIAN', siteTenureMinYears: 1 },
    });
    const elsewhere = pack?.figures.classHoursPerYearElsewhere ?? [];
    expect(elsewhere.map(({ classHours }) => classHours)).toEqual([400, 500, 600, 600]);
  });
  it('stay readable in editions published before a figure was known', () => {
    const [pack] = bundledPacks;
    const earlier = Object.entries(pack?.figures ?? {}).filter(([k]) => k !== 'siteTenureMinYears');
    expect(Figures.safeParse(Object.fromEntries(earlier)).success).toBe(true);
  });
});
