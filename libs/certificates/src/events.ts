// These names and shapes are what is stored. Add, never edit; every line of events.golden.jsonl must still parse.
import { z } from 'zod';
import { Day, event, Level, OccupationCode, RegionCode, Uuid } from '#kernel';

/** Two different papers: the enterprise's at the end of its programme, the filed body's for a skill level. Never one for the other. */
export const CertificateKind = z.enum(['training', 'level']).meta({ id: 'CertificateKind' });
export type CertificateKind = z.infer<typeof CertificateKind>;

const paper = { certificateId: Uuid };

export const TrainingCertificateIssued = event('TrainingCertificateIssued', {
  ...paper,
  apprenticeshipId: Uuid,
  person: Uuid,
  enterprise: Uuid,
  college: Uuid.optional(),
  region: RegionCode,
  occupation: OccupationCode,
  number: z.string(),
  on: Day,
});
export const PostAppointmentNoticeIssued = event('PostAppointmentNoticeIssued', {
  ...paper,
  apprenticeshipId: Uuid,
  postId: Uuid,
  on: Day,
});
export const CertificateNumbered = event('CertificateNumbered', {
  ...paper,
  batchId: Uuid,
  person: Uuid,
  apprenticeshipId: Uuid.optional(),
  employer: Uuid.optional(),
  /** The college of the path, which may take the certificate into its care. */
  college: Uuid.optional(),
  body: Uuid,
  region: RegionCode,
  occupation: OccupationCode,
  level: Level,
  number: z.string(),
});
export const LevelCertificateIssued = event('LevelCertificateIssued', { ...paper, on: Day });
export const CertificateReported = event('CertificateReported', { ...paper, on: Day });
export const CertificateOnline = event('CertificateOnline', { ...paper, on: Day });
/** 证书共管: a party takes the certificate into its care. */
export const CustodyAttested = event('CustodyAttested', {
  ...paper,
  custodian: Uuid,
  partyKind: z.enum(['enterprise', 'college', 'assessment-body']),
});
export const CertificateChange = z
  .enum(['correct', 'reissue', 'suspend', 'restore', 'revoke'])
  .meta({ id: 'CertificateChange' });
export const ChangeReason = z
  .enum(['typing-error', 'lost', 'damaged', 'fraud', 'irregularity', 'cleared', 'authority-order'])
  .meta({ id: 'ChangeReason' });
export const CertificateField = z
  .enum(['name', 'id-number', 'occupation', 'issue-date', 'other'])
  .meta({ id: 'CertificateField' });
/** The right value, of the one field that is corrected. Absent in what was recorded before values were, and for `other`. */
const right = { occupation: OccupationCode.optional(), issuedOn: Day.optional() };
/** A custodian's consent to one change, for a correction to just that value; it is spent when the change is made. */
export const ChangeCoSigned = event('ChangeCoSigned', {
  ...paper,
  custodian: Uuid,
  change: CertificateChange,
  field: CertificateField.optional(),
  ...right,
});
const changed = { ...paper, on: Day, reason: ChangeReason, ordered: z.boolean() };
export const CertificateCorrected = event('CertificateCorrected', {
  ...changed,
  field: CertificateField,
  ...right,
});
export const CertificateReissued = event('CertificateReissued', changed);
export const CertificateSuspended = event('CertificateSuspended', changed);
export const CertificateRestored = event('CertificateRestored', changed);
export const CertificateRevoked = event('CertificateRevoked', changed);
export const CertificateEvent = z.discriminatedUnion('type', [
  TrainingCertificateIssued,
  PostAppointmentNoticeIssued,
  CertificateNumbered,
  LevelCertificateIssued,
  CertificateReported,
  CertificateOnline,
  CustodyAttested,
  ChangeCoSigned,
  CertificateCorrected,
  CertificateReissued,
  CertificateSuspended,
  CertificateRestored,
  CertificateRevoked,
]);
export type CertificateEvent = z.infer<typeof CertificateEvent>;

/**
 * Numbers without gaps: one stream per enterprise and year, or per body, year and level. What is optional here lets an allotment
 * whose certificate was never written be completed.
 */
export const TrainingNumberAllotted = event('TrainingNumberAllotted', {
  series: z.string(),
  sequence: z.int().positive(),
  certificateId: Uuid,
  apprenticeshipId: Uuid.optional(),
});
export const TrainingNumbersEvent = z.discriminatedUnion('type', [TrainingNumberAllotted]);
export type TrainingNumbersEvent = z.infer<typeof TrainingNumbersEvent>;
export const LevelNumberAllotted = event('LevelNumberAllotted', {
  series: z.string(),
  sequence: z.int().positive(),
  certificateId: Uuid,
  body: Uuid.optional(),
  batchId: Uuid.optional(),
  candidate: Uuid.optional(),
});
export const LevelNumbersEvent = z.discriminatedUnion('type', [LevelNumberAllotted]);
export type LevelNumbersEvent = z.infer<typeof LevelNumbersEvent>;

/** What levels a person holds, for the rule that none is held twice. */
export const ExistingCertificateDeclared = event('ExistingCertificateDeclared', {
  person: Uuid,
  occupation: OccupationCode,
  level: Level,
  number: z.string().min(4).max(40),
});
/** It was declared by mistake: what was held by that number is not. */
export const ExistingCertificateWithdrawn = event('ExistingCertificateWithdrawn', {
  person: Uuid,
  number: z.string().min(4).max(40),
});
export const LevelHeld = event('LevelHeld', {
  person: Uuid,
  occupation: OccupationCode,
  level: Level,
  certificateId: Uuid,
  body: Uuid.optional(),
  batchId: Uuid.optional(),
  /** Of the number that is to follow; `sequence` only where the writer insists on it. */
  series: z.string().optional(),
  sequence: z.int().positive().optional(),
});
export const LevelNoLongerHeld = event('LevelNoLongerHeld', { person: Uuid, certificateId: Uuid });
/** By this certificate nothing is held but this level in this occupation: what it was held for before was a mistake. */
export const LevelCorrected = event('LevelCorrected', {
  person: Uuid,
  certificateId: Uuid,
  occupation: OccupationCode,
  level: Level,
});
export const LevelsHeldEvent = z.discriminatedUnion('type', [
  ExistingCertificateDeclared,
  ExistingCertificateWithdrawn,
  LevelHeld,
  LevelNoLongerHeld,
  LevelCorrected,
]);
export type LevelsHeldEvent = z.infer<typeof LevelsHeldEvent>;

export type CertificatesEvent =
  CertificateEvent | TrainingNumbersEvent | LevelNumbersEvent | LevelsHeldEvent;
