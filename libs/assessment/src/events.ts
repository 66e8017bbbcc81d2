// These names and shapes are what is stored. Add, never edit; every line of events.golden.jsonl must still parse.
import { z } from 'zod';
import { BodyKind, Day, event, Level, OccupationCode, RegionCode, Uuid } from '#kernel';

const score = z.number().min(0).max(100);

/** The kind of organisation an assessor or custodian comes from. */
export const PartyKind = z
  .enum(['enterprise', 'college', 'assessment-body', 'base', 'industry'])
  .meta({ id: 'PartyKind' });
export type PartyKind = z.infer<typeof PartyKind>;

/** 终结性岗位胜任力评价: the enterprise's own, at the end of the programme; never a level assessment. */
export const FinalCompetenceAssessed = event('FinalCompetenceAssessed', {
  apprenticeshipId: Uuid,
  attempt: z.int().positive(),
  on: Day,
  theory: score,
  practice: score,
  conduct: score,
  assessors: z.array(Uuid).min(1),
  passed: z.boolean(),
});
export const FinalAssessmentReversed = event('FinalAssessmentReversed', {
  apprenticeshipId: Uuid,
  attempt: z.int().positive(),
  reason: z.enum(['typing-error', 'wrong-candidate', 'irregularity']),
});
export const FinalAssessmentEvent = z.discriminatedUnion('type', [
  FinalCompetenceAssessed,
  FinalAssessmentReversed,
]);
export type FinalAssessmentEvent = z.infer<typeof FinalAssessmentEvent>;

/** One occupation and the levels a body may assess in it. */
export const ScopeLine = z
  .strictObject({ occupation: OccupationCode, levels: z.array(Level).min(1) })
  .meta({ id: 'ScopeLine' });
export const BodyFiled = event('BodyFiled', {
  body: Uuid,
  kind: BodyKind,
  /** §4.6: positions 2–5, 6–7 and 8–13 of the numbers it issues. */
  bodyCode: z.string().regex(/^\d{4}$/),
  province: z.string().regex(/^\d{2}$/),
  site: z.string().regex(/^\d{6}$/),
  region: RegionCode,
  scope: z.array(ScopeLine).min(1),
  /** Organisations whose people count as the body's own, beside itself. */
  affiliates: z.array(Uuid),
  from: Day,
  until: Day,
});
export const BodyScopeExtended = event('BodyScopeExtended', {
  body: Uuid,
  scope: z.array(ScopeLine).min(1),
});
export const BodyFilingRenewed = event('BodyFilingRenewed', { body: Uuid, until: Day });
export const BodyFilingCancelled = event('BodyFilingCancelled', {
  body: Uuid,
  reason: z.enum(['irregularity', 'own-request', 'merged']),
});
export const BodyFilingEvent = z.discriminatedUnion('type', [
  BodyFiled,
  BodyScopeExtended,
  BodyFilingRenewed,
  BodyFilingCancelled,
]);
export type BodyFilingEvent = z.infer<typeof BodyFilingEvent>;

export const AssessorGrade = z.enum(['assessor', 'senior-assessor']).meta({ id: 'AssessorGrade' });
export const AssessorQualified = event('AssessorQualified', {
  assessor: Uuid,
  organization: Uuid,
  partyKind: PartyKind,
  grade: AssessorGrade,
  scope: z.array(ScopeLine).min(1),
  until: Day,
  /** The filed body that qualified the assessor within its own scope. */
  body: Uuid.optional(),
});
export const AssessorDisqualified = event('AssessorDisqualified', { assessor: Uuid });
export const AssessorEvent = z.discriminatedUnion('type', [
  AssessorQualified,
  AssessorDisqualified,
]);
export type AssessorEvent = z.infer<typeof AssessorEvent>;

const batch = { batchId: Uuid };
const scored = { ...batch, candidate: Uuid, assessor: Uuid, score };
export const AssessmentBatchOpened = event('AssessmentBatchOpened', {
  ...batch,
  body: Uuid,
  bodyKind: BodyKind,
  region: RegionCode,
  occupation: OccupationCode,
  level: Level,
  /** 等级共评: at least one assessor from outside the candidates' employer. */
  coAssessed: z.boolean(),
});
export const LevelAssessmentApplied = event('LevelAssessmentApplied', {
  ...batch,
  candidate: Uuid,
  apprenticeshipId: Uuid.optional(),
  employer: Uuid.optional(),
});
export const CandidateQualified = event('CandidateQualified', { ...batch, candidate: Uuid });
export const CandidateDisqualified = event('CandidateDisqualified', {
  ...batch,
  candidate: Uuid,
  reason: z.enum(['conditions', 'documents', 'absent', 'withdrawn']),
});
export const AssessmentScheduled = event('AssessmentScheduled', {
  ...batch,
  on: Day,
  site: z.string().min(2).max(100),
  siteVerified: z.boolean(),
});
/** Kept before a panel is formed, so that kin never assess each other. */
export const KinshipDeclared = event('KinshipDeclared', {
  ...batch,
  assessor: Uuid,
  candidate: Uuid,
});
export const PanelSeat = z
  .strictObject({ assessor: Uuid, organization: Uuid, partyKind: PartyKind })
  .meta({ id: 'PanelSeat' });
export const AssessmentPanelFormed = event('AssessmentPanelFormed', {
  ...batch,
  panel: z.array(PanelSeat).min(1),
});
export const TheoryScored = event('TheoryScored', scored);
export const PracticeScored = event('PracticeScored', scored);
export const ReviewScored = event('ReviewScored', scored);
export const PanelSigned = event('PanelSigned', { ...batch, assessor: Uuid });
/** Written with the last signature: the scores are sealed. */
export const ResultsSealed = event('ResultsSealed', {
  ...batch,
  results: z.array(
    z.strictObject({
      candidate: Uuid,
      theory: score.nullable(),
      practice: score.nullable(),
      review: score.nullable(),
      passed: z.boolean(),
    }),
  ),
});
export const ResultNoticeOpened = event('ResultNoticeOpened', { ...batch, from: Day, until: Day });
export const ObjectionLodged = event('ObjectionLodged', {
  ...batch,
  objection: Uuid,
  candidate: Uuid,
  noteRef: Uuid.optional(),
});
export const ObjectionResolved = event('ObjectionResolved', {
  ...batch,
  objection: Uuid,
  upheld: z.boolean(),
});
export const ResultNoticeClosed = event('ResultNoticeClosed', batch);
export const ResultReported = event('ResultReported', { ...batch, on: Day, late: z.boolean() });
/** Whether the answer took more working days than the rules give the office; missing where it was not looked at. */
const late = z.boolean().optional();
export const ResultApproved = event('ResultApproved', { ...batch, on: Day, late });
const outcome = {
  ...batch,
  candidate: Uuid,
  apprenticeshipId: Uuid.optional(),
  occupation: OccupationCode,
  level: Level,
  theory: score.nullable(),
  practice: score.nullable(),
  review: score.nullable(),
};
/** Written with the approval, one for each candidate: what the batch's result means for that person alone. */
export const LevelAssessmentPassed = event('LevelAssessmentPassed', outcome);
export const LevelAssessmentFailed = event('LevelAssessmentFailed', outcome);
export const ResultReturned = event('ResultReturned', {
  ...batch,
  reason: z.enum(['incomplete', 'inconsistent', 'irregularity']),
  fixBy: Day,
  late,
});
export const BatchEvent = z.discriminatedUnion('type', [
  AssessmentBatchOpened,
  LevelAssessmentApplied,
  CandidateQualified,
  CandidateDisqualified,
  AssessmentScheduled,
  KinshipDeclared,
  AssessmentPanelFormed,
  TheoryScored,
  PracticeScored,
  ReviewScored,
  PanelSigned,
  ResultsSealed,
  ResultNoticeOpened,
  ObjectionLodged,
  ObjectionResolved,
  ResultNoticeClosed,
  ResultReported,
  ResultApproved,
  LevelAssessmentPassed,
  LevelAssessmentFailed,
  ResultReturned,
]);
export type BatchEvent = z.infer<typeof BatchEvent>;

export type AssessmentEvent = FinalAssessmentEvent | BodyFilingEvent | AssessorEvent | BatchEvent;
