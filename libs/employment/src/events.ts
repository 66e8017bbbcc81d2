// These names and shapes are what is stored. Add, never edit; every line of events.golden.jsonl must still parse.
import { z } from 'zod';
import { Day, event, Level, Uuid } from '#kernel';

const path = { apprenticeshipId: Uuid };

export const LaborContractSigned = event('LaborContractSigned', {
  ...path,
  person: Uuid,
  enterprise: Uuid,
  contractNumber: z.string().min(1).max(40),
  from: Day,
  until: Day,
  hiredOn: Day,
  monthlyWageYuan: z.int().positive(),
  /** Things that do not stop the act but must be seen: `W_WAGE`. */
  warnings: z.array(z.enum(['W_WAGE'])),
});
export const SocialInsuranceConfirmed = event('SocialInsuranceConfirmed', {
  ...path,
  since: Day,
  insuredBy: Uuid,
});
export const ApprenticeHired = event('ApprenticeHired', { ...path, on: Day });
export const ApprenticeNotHired = event('ApprenticeNotHired', {
  ...path,
  reason: z.enum(['own-choice', 'not-offered', 'further-study', 'military-service']),
});
export const ProbationConfirmed = event('ProbationConfirmed', { ...path, on: Day });
export const GradingBasis = z
  .enum(['conversion', 'level-certificate', 'enterprise-assessment', 'review-and-appoint'])
  .meta({ id: 'GradingBasis' });
const grade = {
  level: Level,
  /** The enterprise's own name for the level and its sub-grade. */
  label: z.string().min(1).max(40).optional(),
  subGrade: z.string().min(1).max(20).optional(),
  basis: GradingBasis,
  certificateId: Uuid.optional(),
};
export const LevelGraded = event('LevelGraded', { ...path, ...grade, on: Day });
export const Promoted = event('Promoted', { ...path, ...grade, from: Level, on: Day });
export const PostChanged = event('PostChanged', { ...path, postId: Uuid, on: Day });
export const RetentionChecked = event('RetentionChecked', {
  ...path,
  months: z.int().positive(),
  retained: z.boolean(),
});
export const EmployeeDeparted = event('EmployeeDeparted', {
  ...path,
  on: Day,
  reason: z.enum(['resigned', 'dismissed', 'contract-ended', 'other']),
});
export const EmploymentEvent = z.discriminatedUnion('type', [
  LaborContractSigned,
  SocialInsuranceConfirmed,
  ApprenticeHired,
  ApprenticeNotHired,
  ProbationConfirmed,
  LevelGraded,
  Promoted,
  PostChanged,
  RetentionChecked,
  EmployeeDeparted,
]);
export type EmploymentEvent = z.infer<typeof EmploymentEvent>;

export const CareerPlanSet = event('CareerPlanSet', {
  ...path,
  channel: z.enum(['technical', 'management', 'specialist']),
  targetLevel: Level,
  reviewOn: Day,
});
export const PromotionChannelAssigned = event('PromotionChannelAssigned', {
  ...path,
  channel: z.enum(['technical', 'management', 'specialist']),
});
export const CareerEvent = z.discriminatedUnion('type', [CareerPlanSet, PromotionChannelAssigned]);
export type CareerEvent = z.infer<typeof CareerEvent>;
