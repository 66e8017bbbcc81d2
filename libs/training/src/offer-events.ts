// These names and shapes are what is stored. Add, never edit; every line of events.golden.jsonl must still parse.
import { z } from 'zod';
import { ClockTime, Day, event, Level, OccupationCode, Uuid } from '#kernel';

/** 学生学徒 or 技培生: the two ways through. */
export const Programme = z.enum(['student-apprentice', 'tech-trainee']).meta({ id: 'Programme' });
export type Programme = z.infer<typeof Programme>;

export const PostKind = z.enum(['technical-skill', 'other']).meta({ id: 'PostKind' });
export const PostPublished = event('PostPublished', {
  postId: Uuid,
  enterprise: Uuid,
  title: z.string().min(2).max(100),
  kind: PostKind,
  occupation: OccupationCode,
  places: z.int().positive(),
});
export const PostClosed = event('PostClosed', { postId: Uuid });
export const PostEvent = z.discriminatedUnion('type', [PostPublished, PostClosed]);
export type PostEvent = z.infer<typeof PostEvent>;

export const RecruitmentOpened = event('RecruitmentOpened', {
  recruitmentId: Uuid,
  enterprise: Uuid,
  postId: Uuid,
  quota: z.int().positive(),
  criteria: z.string().min(2).max(1000),
  from: Day,
  until: Day,
});
export const CandidateSelected = event('CandidateSelected', { recruitmentId: Uuid, person: Uuid });
export const CandidateReleased = event('CandidateReleased', { recruitmentId: Uuid, person: Uuid });
export const RecruitmentClosed = event('RecruitmentClosed', { recruitmentId: Uuid });
export const RecruitmentEvent = z.discriminatedUnion('type', [
  RecruitmentOpened,
  CandidateSelected,
  CandidateReleased,
  RecruitmentClosed,
]);
export type RecruitmentEvent = z.infer<typeof RecruitmentEvent>;

export const TrainingPlanDrafted = event('TrainingPlanDrafted', {
  planId: Uuid,
  enterprise: Uuid,
  programme: Programme,
  title: z.string().min(2).max(100),
  occupation: OccupationCode,
  targetLevel: Level,
  termMonths: z.int().positive(),
  onPostInternship: z.boolean(),
  theoryClassHours: z.int().nonnegative(),
  practiceClassHours: z.int().nonnegative(),
  retentionMeasures: z.array(z.string().min(2).max(200)),
});
export const TrainingPlanAdopted = event('TrainingPlanAdopted', { planId: Uuid });
export const TrainingPlanWithdrawn = event('TrainingPlanWithdrawn', { planId: Uuid });
export const PlanEvent = z.discriminatedUnion('type', [
  TrainingPlanDrafted,
  TrainingPlanAdopted,
  TrainingPlanWithdrawn,
]);
export type PlanEvent = z.infer<typeof PlanEvent>;

export const ClassOpened = event('ClassOpened', {
  classId: Uuid,
  enterprise: Uuid,
  college: Uuid.optional(),
  planId: Uuid,
  name: z.string().min(2).max(100),
  capacity: z.int().positive(),
});
export const SeatTaken = event('SeatTaken', { classId: Uuid, apprenticeshipId: Uuid });
export const SeatFreed = event('SeatFreed', { classId: Uuid, apprenticeshipId: Uuid });
export const ClassClosed = event('ClassClosed', { classId: Uuid });
export const ClassEvent = z.discriminatedUnion('type', [
  ClassOpened,
  SeatTaken,
  SeatFreed,
  ClassClosed,
]);
export type ClassEvent = z.infer<typeof ClassEvent>;

export const MentorQualified = event('MentorQualified', {
  mentor: Uuid,
  enterprise: Uuid,
  level: Level,
});
export const MentorDisqualified = event('MentorDisqualified', { mentor: Uuid });
export const ApprenticeTakenOn = event('ApprenticeTakenOn', {
  mentor: Uuid,
  apprenticeshipId: Uuid,
});
export const ApprenticeLetGo = event('ApprenticeLetGo', { mentor: Uuid, apprenticeshipId: Uuid });
export const MentorEvent = z.discriminatedUnion('type', [
  MentorQualified,
  MentorDisqualified,
  ApprenticeTakenOn,
  ApprenticeLetGo,
]);
export type MentorEvent = z.infer<typeof MentorEvent>;

export const Venue = z.enum(['enterprise', 'college', 'base', 'online']).meta({ id: 'Venue' });
export const Activity = z.enum(['theory', 'practice']).meta({ id: 'Activity' });
export type Activity = z.infer<typeof Activity>;
export const CheckIn = z.enum(['face', 'id-card', 'signature', 'none']).meta({ id: 'CheckIn' });
export const SessionScheduled = event('SessionScheduled', {
  sessionId: Uuid,
  organizer: Uuid,
  classId: Uuid.optional(),
  venue: Venue,
  baseId: Uuid.optional(),
  trainer: Uuid,
  on: Day,
  from: ClockTime,
  to: ClockTime,
  activity: Activity,
  /** The session held in error that this one stands for. */
  replaces: Uuid.optional(),
});
export const SessionHeld = event('SessionHeld', {
  sessionId: Uuid,
  roster: z.array(z.strictObject({ apprenticeshipId: Uuid, checkIn: CheckIn })),
});
export const SessionCancelled = event('SessionCancelled', {
  sessionId: Uuid,
  /** The session that stands for it from then on. */
  replacedBy: Uuid.optional(),
});
export const SessionEvent = z.discriminatedUnion('type', [
  SessionScheduled,
  SessionHeld,
  SessionCancelled,
]);
export type SessionEvent = z.infer<typeof SessionEvent>;

/** A trainer's hours of one day: an interval is not a key, so the day is. */
export const TrainerBooked = event('TrainerBooked', {
  trainer: Uuid,
  on: Day,
  from: ClockTime,
  to: ClockTime,
  sessionId: Uuid,
});
export const TrainerFreed = event('TrainerFreed', { trainer: Uuid, on: Day, sessionId: Uuid });
export const TrainerDayEvent = z.discriminatedUnion('type', [TrainerBooked, TrainerFreed]);
export type TrainerDayEvent = z.infer<typeof TrainerDayEvent>;
