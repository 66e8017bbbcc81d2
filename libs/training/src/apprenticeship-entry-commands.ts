import type { z } from 'zod';
import { command, Day, Uuid } from '#kernel';
import {
  ApprenticeshipFilingAccepted,
  ApprenticeshipFilingReturned,
  EligibilityRefused,
  Programme,
} from './events.js';

const path = { apprenticeshipId: Uuid };
const byCollege = { college: 'college' } as const;
const byBureau = { 'city-bureau': 'region' } as const;

const ProposeApprenticeship = command(
  'ProposeApprenticeship',
  {
    summary: 'Propose a registered person for a training post of an enterprise.',
    zh: '提出学徒培养意向',
    allow: { enterprise: 'enterprise' },
  },
  {
    apprenticeshipId: Uuid.describe('Id of the new path; its papers and hours go by the same id.'),
    person: Uuid.describe('The trainee, registered before.'),
    programme: Programme,
    enterprise: Uuid.describe('The enterprise that trains.'),
    college: Uuid.optional().describe(
      "A student apprentice's college; a tech trainee's only when one takes part.",
    ),
    postId: Uuid.describe('An open technical-skill post of the enterprise.'),
    recruitmentId: Uuid.optional().describe(
      'The public call under which a tech trainee was selected for the post.',
    ),
  },
);
const StateEmploymentIntent = command(
  'StateEmploymentIntent',
  {
    summary: 'Confirm as the trainee that one wants to be trained in this post.',
    zh: '学员确认就业意向',
    allow: { trainee: 'trainee' },
  },
  path,
);
const ConfirmEligibility = command(
  'ConfirmEligibility',
  {
    summary: 'Confirm that the student is enrolled and graduates this year.',
    zh: '院校确认在籍且为毕业年度学生',
    allow: byCollege,
  },
  { ...path, graduatesOn: Day.describe('The planned day of graduation.') },
);
const RefuseEligibility = command(
  'RefuseEligibility',
  {
    summary: 'Declare that the student may not take part; the path is over.',
    zh: '院校认定不符合条件',
    allow: byCollege,
  },
  { ...path, reason: EligibilityRefused.shape.data.shape.reason },
);
const AllowLateFiling = command(
  'AllowLateFiling',
  {
    summary: 'Allow that a path is filed with fewer working days before its start than usual.',
    zh: '同意逾期备案',
    allow: byBureau,
  },
  path,
);
const FileApprenticeship = command(
  'FileApprenticeship',
  {
    summary: 'File the agreed path with the human resources bureau.',
    zh: '向人社部门备案',
    allow: { enterprise: 'enterprise' },
  },
  {
    ...path,
    plannedStart: Day.optional().describe(
      'First day of training, within the agreed term; left out, the first day agreed.',
    ),
  },
);
const AcceptFiling = command(
  'AcceptFiling',
  {
    summary: 'Accept the filing and give it its number.',
    zh: '受理备案',
    allow: byBureau,
    many: true,
  },
  { ...path, filingNumber: ApprenticeshipFilingAccepted.shape.data.shape.filingNumber },
);
const ReturnFiling = command(
  'ReturnFiling',
  {
    summary: 'Send the filing back; it may be put right and filed again.',
    zh: '退回备案',
    allow: byBureau,
  },
  { ...path, reason: ApprenticeshipFilingReturned.shape.data.shape.reason },
);

export const entryCommands = [
  ProposeApprenticeship,
  StateEmploymentIntent,
  ConfirmEligibility,
  RefuseEligibility,
  AllowLateFiling,
  FileApprenticeship,
  AcceptFiling,
  ReturnFiling,
] as const;
export type EntryCommand = z.infer<(typeof entryCommands)[number]>;
