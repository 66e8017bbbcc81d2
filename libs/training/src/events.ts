// These names and shapes are what is stored. Add, never edit; every line of events.golden.jsonl must still parse.
import { z } from 'zod';
import { ClockTime, Day, event, Level, OccupationCode, RegionCode, Uuid } from '#kernel';
import { Activity, CheckIn, Programme, Venue } from './offer-events.js';
import type * as Offer from './offer-events.js';

export * from './offer-events.js';

const path = { apprenticeshipId: Uuid };

/** One person, one active path. */
export const PersonReserved = event('PersonReserved', { person: Uuid, ...path });
export const PersonReleased = event('PersonReleased', { person: Uuid, ...path });
export const ActiveApprenticeshipEvent = z.discriminatedUnion('type', [
  PersonReserved,
  PersonReleased,
]);
export type ActiveApprenticeshipEvent = z.infer<typeof ActiveApprenticeshipEvent>;

export const ApprenticeshipProposed = event('ApprenticeshipProposed', {
  ...path,
  person: Uuid,
  programme: Programme,
  enterprise: Uuid,
  college: Uuid.optional(),
  postId: Uuid,
  recruitmentId: Uuid.optional(),
  occupation: OccupationCode,
  /** Where the enterprise is registered: decides whose rules hold and which bureau is competent. */
  region: RegionCode,
});
export const EmploymentIntentStated = event('EmploymentIntentStated', path);
export const EligibilityConfirmed = event('EligibilityConfirmed', { ...path, graduatesOn: Day });
export const EligibilityRefused = event('EligibilityRefused', {
  ...path,
  reason: z.enum(['not-enrolled', 'not-graduating', 'health', 'other']),
});
/** A bureau's word, before the filing, that this path may be filed with less than the usual lead. */
export const LateFilingAllowed = event('LateFilingAllowed', path);
export const ApprenticeshipFiled = event('ApprenticeshipFiled', {
  ...path,
  plannedStart: Day,
  /** Filed with fewer working days before the start than the rules ask: a bureau may accept it all the same. */
  late: z.boolean(),
});
export const ApprenticeshipFilingAccepted = event('ApprenticeshipFilingAccepted', {
  ...path,
  filingNumber: z.string().min(1).max(40),
  lateAllowed: z.boolean(),
});
export const ApprenticeshipFilingReturned = event('ApprenticeshipFilingReturned', {
  ...path,
  reason: z.enum(['incomplete', 'inconsistent', 'too-late', 'other']),
});
export const ApprenticeEnrolledInClass = event('ApprenticeEnrolledInClass', {
  ...path,
  classId: Uuid,
});
export const MentorAssigned = event('MentorAssigned', { ...path, mentor: Uuid });
export const MentorChanged = event('MentorChanged', {
  ...path,
  from: Uuid,
  mentor: Uuid,
  reason: z.enum(['left', 'overloaded', 'unsuitable', 'rotation', 'other']).optional(),
});
export const InsuranceCovered = event('InsuranceCovered', {
  ...path,
  policyNumber: z.string().min(1).max(40),
  from: Day,
  until: Day,
});
export const InsuranceLapsed = event('InsuranceLapsed', { ...path, on: Day });
export const SafetyInductionPassed = event('SafetyInductionPassed', { ...path, on: Day });
export const TrainingStarted = event('TrainingStarted', { ...path, on: Day, until: Day });
export const TrainingSuspended = event('TrainingSuspended', {
  ...path,
  on: Day,
  reason: z.enum(['illness', 'leave', 'incident', 'exam', 'other']),
});
export const TrainingResumed = event('TrainingResumed', { ...path, on: Day });
export const TermChanged = event('TermChanged', {
  ...path,
  until: Day,
  reason: z.enum(['suspension', 'extension', 'shortening']),
});
export const CourseChange = z
  .enum(['suspension', 'resumption', 'term', 'mentor'])
  .meta({ id: 'CourseChange' });
/** The trainee or the college has taken note of the last change of this kind. */
export const ChangeAcknowledged = event('ChangeAcknowledged', {
  ...path,
  change: CourseChange,
  by: z.enum(['trainee', 'college']),
});
export const PostRotationRecorded = event('PostRotationRecorded', {
  ...path,
  postId: Uuid,
  from: Day,
  until: Day,
});
export const PracticeReviewRecorded = event('PracticeReviewRecorded', {
  ...path,
  month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/),
  grade: z.enum(['excellent', 'good', 'fair', 'poor']),
});
export const IncidentReported = event('IncidentReported', {
  ...path,
  on: Day,
  severity: z.enum(['near-miss', 'minor', 'serious']),
});
export const MidTermEvaluated = event('MidTermEvaluated', {
  ...path,
  on: Day,
  passed: z.boolean(),
});
/** The college's word that the programme was fulfilled; the enterprise completes. */
export const CompletionEndorsed = event('CompletionEndorsed', path);
export const TrainingCompleted = event('TrainingCompleted', {
  ...path,
  on: Day,
  recognisedMinutes: z.int().nonnegative(),
  classHours: z.int().nonnegative(),
});
export const Graduated = event('Graduated', { ...path, on: Day });
export const ExitReason = z
  .enum(['own-choice', 'health', 'breach', 'further-study', 'enterprise-closed', 'other'])
  .meta({ id: 'ExitReason' });
const exit = { ...path, on: Day, reason: ExitReason, noteRef: Uuid.optional() };
export const ApprenticeshipWithdrawn = event('ApprenticeshipWithdrawn', exit);
export const ApprenticeshipTerminated = event('ApprenticeshipTerminated', exit);
/** The path is over and the person free: after confirmation in post, refusal of a post, or departure. */
export const ApprenticeshipEnded = event('ApprenticeshipEnded', {
  ...path,
  outcome: z.enum(['confirmed', 'not-hired', 'departed']),
});
export const ApprenticeshipEvent = z.discriminatedUnion('type', [
  ApprenticeshipProposed,
  EmploymentIntentStated,
  EligibilityConfirmed,
  EligibilityRefused,
  LateFilingAllowed,
  ApprenticeshipFiled,
  ApprenticeshipFilingAccepted,
  ApprenticeshipFilingReturned,
  ApprenticeEnrolledInClass,
  MentorAssigned,
  MentorChanged,
  InsuranceCovered,
  InsuranceLapsed,
  SafetyInductionPassed,
  TrainingStarted,
  TrainingSuspended,
  TrainingResumed,
  TermChanged,
  ChangeAcknowledged,
  PostRotationRecorded,
  PracticeReviewRecorded,
  IncidentReported,
  MidTermEvaluated,
  CompletionEndorsed,
  TrainingCompleted,
  Graduated,
  ApprenticeshipWithdrawn,
  ApprenticeshipTerminated,
  ApprenticeshipEnded,
]);
export type ApprenticeshipEvent = z.infer<typeof ApprenticeshipEvent>;

/** Why a term is not the usual one (2.1.4: generally a year). */
export const TermReason = z
  .enum(['occupation-standard', 'target-level', 'prior-learning', 'graduation', 'other'])
  .meta({ id: 'TermReason' });
/** The papers. Optional fields may be missing in a draft; `digest` is SHA-256 over the text the parties see. */
export const AgreementDrafted = event('AgreementDrafted', {
  ...path,
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  postId: Uuid,
  planId: Uuid,
  mentor: Uuid,
  targetLevel: Level,
  from: Day,
  until: Day,
  termReason: TermReason.optional(),
  monthlyPayYuan: z.int().nonnegative(),
  insurance: z.enum(['work-injury', 'internship-liability', 'both']),
  parties: z.array(z.enum(['enterprise', 'college', 'trainee'])),
});
export const AgreementParty = z
  .enum(['enterprise', 'college', 'trainee'])
  .meta({ id: 'AgreementParty' });
export const AgreementSigned = event('AgreementSigned', {
  ...path,
  party: AgreementParty,
  digest: z.string(),
});
export const GuardianConsentRecorded = event('GuardianConsentRecorded', path);
export const AgreementConcluded = event('AgreementConcluded', { ...path, digest: z.string() });
export const AgreementEvent = z.discriminatedUnion('type', [
  AgreementDrafted,
  AgreementSigned,
  GuardianConsentRecorded,
  AgreementConcluded,
]);
export type AgreementEvent = z.infer<typeof AgreementEvent>;

const entry = { ...path, entry: Uuid };
export const TrainingHoursLogged = event('TrainingHoursLogged', {
  ...entry,
  session: Uuid,
  on: Day,
  from: ClockTime,
  to: ClockTime,
  minutes: z.int().positive(),
  activity: Activity,
  venue: Venue,
  baseId: Uuid.optional(),
  trainer: Uuid,
  checkIn: CheckIn,
  /** The entry that was reversed and that this one stands for. */
  replaces: Uuid.optional(),
});
/** `recognisedMinutes` is what counts for the programme, by the rules named in the metadata. */
export const TrainingHoursConfirmed = event('TrainingHoursConfirmed', {
  ...entry,
  recognisedMinutes: z.int().nonnegative(),
});
export const TrainingHoursDisputed = event('TrainingHoursDisputed', {
  ...entry,
  reason: z.enum(['was-absent', 'wrong-time', 'wrong-activity', 'other']),
  noteRef: Uuid.optional(),
});
export const ReversalReason = z
  .enum(['typed-twice', 'wrong-day', 'wrong-time', 'was-absent', 'wrong-activity', 'session-void'])
  .meta({ id: 'ReversalReason' });
export const TrainingHoursReversed = event('TrainingHoursReversed', {
  ...entry,
  minutes: z.int().positive(),
  recognisedMinutes: z.int().nonnegative(),
  reason: ReversalReason,
  replacedBy: Uuid.optional(),
});
export const BaseHoursCredited = event('BaseHoursCredited', {
  ...entry,
  recognisedMinutes: z.int().nonnegative(),
});
export const BaseHoursRefused = event('BaseHoursRefused', {
  ...entry,
  reason: z.enum(['not-in-plan', 'no-check-in', 'trainer-unknown', 'other']),
});
export const HoursEvent = z.discriminatedUnion('type', [
  TrainingHoursLogged,
  TrainingHoursConfirmed,
  TrainingHoursDisputed,
  TrainingHoursReversed,
  BaseHoursCredited,
  BaseHoursRefused,
]);
export type HoursEvent = z.infer<typeof HoursEvent>;

export type TrainingEvent =
  | ActiveApprenticeshipEvent
  | ApprenticeshipEvent
  | AgreementEvent
  | HoursEvent
  | Offer.PostEvent
  | Offer.RecruitmentEvent
  | Offer.PlanEvent
  | Offer.ClassEvent
  | Offer.MentorEvent
  | Offer.SessionEvent
  | Offer.TrainerDayEvent;
