import { z } from 'zod';
import { command, Day, Level, Uuid, type Refusal } from '#kernel';
import { ApprenticeNotHired, EmployeeDeparted, GradingBasis, RetentionChecked } from './events.js';

const path = { apprenticeshipId: Uuid };
const own = { enterprise: 'enterprise' } as const;
const bureaus = { 'city-bureau': 'region', province: 'region' } as const;
const grade = {
  level: Level,
  label: z.string().min(1).max(40).optional().describe("The enterprise's own name for the level."),
  subGrade: z.string().min(1).max(20).optional().describe('A step inside the level.'),
  basis: GradingBasis,
  certificateId: Uuid.optional().describe('The level certificate it rests on, where it does.'),
};

const SignLaborContract = command(
  'SignLaborContract',
  { summary: 'Record the labour contract with the person.', zh: '签订劳动合同', allow: own },
  {
    ...path,
    contractNumber: z.string().min(1).max(40),
    from: Day,
    until: Day,
    hiredOn: Day.describe('First day of employment with the enterprise.'),
    monthlyWageYuan: z.int().positive(),
    person: Uuid,
    enterprise: Uuid,
  },
);
const ConfirmSocialInsurance = command(
  'ConfirmSocialInsurance',
  {
    summary: 'Confirm that the enterprise insures the person.',
    zh: '核实社会保险参保',
    allow: bureaus,
  },
  {
    ...path,
    since: Day,
    insuredBy: Uuid.describe('The organisation that pays the contributions.'),
  },
);
const HireApprentice = command(
  'HireApprentice',
  {
    summary: 'Hire a student apprentice as an employee after graduation.',
    zh: '录用学徒',
    allow: own,
  },
  path,
);
const DeclineHire = command(
  'DeclineHire',
  {
    summary: 'Record that the apprentice is not hired; the person becomes free.',
    zh: '不予录用',
    allow: { ...own, trainee: 'trainee' },
  },
  { ...path, reason: ApprenticeNotHired.shape.data.shape.reason },
);
const ConfirmProbation = command(
  'ConfirmProbation',
  {
    summary:
      'Confirm the person in post, after the term and once the training is completed (转正); the path ends.',
    zh: '转正',
    allow: own,
  },
  path,
);
const GradeLevel = command(
  'GradeLevel',
  {
    summary: 'Grade the person by the rules of the enterprise, after the term (定级).',
    zh: '定级',
    allow: own,
  },
  { ...path, ...grade },
);
const Promote = command(
  'Promote',
  { summary: 'Promote to a higher level, on a certificate or a grading.', zh: '晋升', allow: own },
  { ...path, ...grade },
);
const ChangePost = command(
  'ChangePost',
  { summary: 'Move the person to another post.', zh: '调岗', allow: own },
  { ...path, postId: Uuid },
);
const CheckRetention = command(
  'CheckRetention',
  {
    summary: 'Record whether the person is still employed after so many months.',
    zh: '留用核查',
    allow: { ...own, ...bureaus },
  },
  {
    ...path,
    months: RetentionChecked.shape.data.shape.months.describe(
      'Months since hiring, as the rules name them.',
    ),
    retained: z.boolean(),
  },
);
const RecordDeparture = command(
  'RecordDeparture',
  {
    summary: 'Record that the person left the enterprise; the person becomes free.',
    zh: '离职登记',
    allow: { ...own, trainee: 'trainee' },
  },
  { ...path, reason: EmployeeDeparted.shape.data.shape.reason },
);

export const EmploymentCommand = z.discriminatedUnion('type', [
  SignLaborContract,
  ConfirmSocialInsurance,
  HireApprentice,
  DeclineHire,
  ConfirmProbation,
  GradeLevel,
  Promote,
  ChangePost,
  CheckRetention,
  RecordDeparture,
]);
export type EmploymentCommand = z.infer<typeof EmploymentCommand>;

export const employmentRefusals = {
  E_CONTRACT_TERM: {
    clause: '2.2.2',
    zh: '劳动合同期限短于规定',
    en: 'the labour contract is shorter than the rules ask',
  },
  E_INSURANCE: {
    clause: '2.2.2',
    zh: '社会保险由其他单位缴纳或未参保',
    en: 'insured by another organisation',
  },
  E_HIRE_AGE: {
    clause: '2.2.2',
    zh: '入职时间超过规定年限',
    en: 'hired longer ago than the rules allow',
  },
  E_STILL_STUDENT: {
    clause: '2.1.3',
    zh: '尚未毕业，不得签订劳动合同',
    en: 'not graduated yet',
  },
  E_TERM_OPEN: {
    clause: '2.3.2',
    zh: '培养期限未满，不得转正定级',
    en: 'the term of training has not ended',
  },
  E_LEVEL_BASIS: {
    clause: '2.3.2',
    zh: '缺少相应等级证书或定级依据',
    en: 'no certificate or grading supports this level',
  },
} as const satisfies Record<string, Refusal>;
export type EmploymentRule = keyof typeof employmentRefusals;
