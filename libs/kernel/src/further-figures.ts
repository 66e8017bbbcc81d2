import { z } from 'zod';
import { Level } from './level.js';

const share = z.number().min(0).max(1);
const count = z.int().positive();
const levelTitle = z.strictObject({ level: Level, title: z.string().min(1).max(40) });
const words = z.array(z.string().regex(/^[a-z-]{2,40}$/, 'must be a word of small letters'));
const monthDay = z.string().regex(/^\d{2}-\d{2}$/, 'must be a month and a day, MM-DD');

/** Figures of the programmes (domain analysis §4.2) beside those that decisions rest on from the start. */
const programme = {
  termUsualMaxMonths: count.nullable().describe('longest usual term; beyond it is a special case'),
  classHoursPerYearElsewhere: z
    .array(
      z.strictObject({
        where: z.string().min(2).max(80).describe('whose figure it is'),
        level: Level.nullable().describe('the level it holds for, or any'),
        classHours: count,
        centralisedMin: count.nullable().describe('of these in central courses, at least'),
      }),
    )
    .describe('what other places ask for; in force nowhere under this pack'),
  generalShareMin: share.nullable().describe('least share of general courses in all hours'),
  generalShareMax: share.nullable().describe('greatest share of general courses in all hours'),
  practiceShareMax: share.nullable().describe('greatest share of operations in all hours'),
  onlinePlatformDuties: words.describe('what a platform must offer for its hours to count'),
  classVideosMin: z.int().nonnegative().nullable().describe('training videos per class'),
  centralVideoShareMin: share.nullable().describe('least share of video in central hours'),
  classMentorsMin: count.nullable().describe('high-skill mentors per class'),
  classLeadMentorLevelMin: Level.nullable().describe('least level of the lead mentor of a class'),
  filingDocuments: words.describe('what is filed'),
  filingAcceptanceWorkingDays: count.describe('to check whether a filing is accepted'),
  filingReviewWorkingDays: count.describe('to review an accepted filing'),
  filingExpertWorkingDaysMax: count.describe('for expert review, outside the count'),
  mentorAllowanceByEnterprise: z.boolean().describe('whether the enterprise pays its mentors'),
  internPayShareMin: share.describe('least share of probation pay for the post'),
  internDepositsAllowed: z.boolean().describe('whether deposits or fees may be asked of interns'),
  internStaffShareMax: share.describe('greatest share of interns in all staff; to warn'),
  internPostShareMax: share.describe('greatest share of interns in the same post; to warn'),
  internDayMaxMinutes: count.describe('longest day of an intern'),
  internNightShiftAllowed: z.boolean().describe('whether interns may work at night'),
  internUsualMaxMonths: count.describe('usual longest internship'),
  agreementRequired: z.boolean().describe('whether training needs an agreement of all parties'),
  attendanceCheckRequired: z
    .boolean()
    .describe('whether each session needs a check of face or identity card'),
  educationFundFrontLineShareMin: share.describe('of the education fund for front-line workers'),
  educationFundDeductibleShareMax: share.describe('of wages, deductible from tax'),
};

/** Figures of levels and titles (§4.4). */
const levels = {
  specialTechnicianBases: z
    .array(
      z.strictObject({
        level: Level.nullable().describe('level held'),
        title: z.string().min(1).max(40).nullable().describe('professional title held'),
        years: count.describe('for so many years'),
        honours: z
          .array(z.string().min(1).max(80))
          .describe('and one of these, where any is named'),
      }),
    )
    .describe('one of these lets a person be reviewed as 特级技师'),
  specialTechnicianWindows: z
    .array(z.strictObject({ from: monthDay, until: monthDay }))
    .describe('when reviews are held each year'),
  chiefTechnicianBaseLevel: Level.describe('level held before a review as 首席技师'),
  titleComparison: z
    .array(levelTitle)
    .describe('the title a level is treated as, while employed in the post'),
  directRecognitionLevelMax: Level.nullable().describe(
    'highest level a first assessment may grant on evidence',
  ),
};

/** Figures of assessment (§4.5). */
const assessment = {
  employerBodyPersons: words.describe('whom an employer body may assess'),
  assessorGrades: z.array(z.string().min(1).max(20)).describe('lowest first'),
  siteTenureMinYears: count.describe('a site is owned, or leased for so many years at least'),
  certificateDataWorkingDays: count.describe('to hand in the data of certificates once approved'),
};

/**
 * The rest of the figures of domain analysis §4.2, §4.4 and §4.5. Each may be missing from an edition that was published before the
 * figure was known: whoever comes to read one says in the same change what its absence means. `docs/rules.md` names who reads what.
 */
export const furtherFigures = z
  .strictObject({ ...programme, ...levels, ...assessment })
  .partial().shape;
