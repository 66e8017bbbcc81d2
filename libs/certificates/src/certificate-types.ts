import { z } from 'zod';
import type { Context, Decisions, KernelRefusal, Rejection } from '#kernel';
import * as changes from './certificate-change-commands.js';
import * as papers from './certificate-commands.js';
import type { CertificateRule } from './certificate-refusals.js';
import type { Certificate } from './certificate-state.js';
import type { CertificateEvent } from './events.js';
import type { LevelNumbers } from './level-numbers.js';
import type { LevelsHeld } from './levels-held.js';
import type {
  BatchSight,
  FilingSight,
  FinalSight,
  OrganizationSight,
  PathSight,
  PostSight,
} from './sights.js';
import type { TrainingNumbers } from './training-numbers.js';

export const CertificateCommand = z.discriminatedUnion('type', [
  papers.IssueTrainingCertificate,
  papers.IssueAppointmentNotice,
  papers.NumberCertificate,
  papers.IssueLevelCertificate,
  papers.ReportCertificate,
  papers.PutCertificateOnline,
  papers.AttestCustody,
  changes.CoSignChange,
  changes.CorrectCertificate,
  changes.ReissueCertificate,
  changes.SuspendCertificate,
  changes.RestoreCertificate,
  changes.RevokeCertificate,
]);
export type CertificateCommand = z.infer<typeof CertificateCommand>;

/** What decisions about a certificate rest on. Absent is what the command or the kind of paper has no use for. */
export type CertificateFacts = {
  readonly path?: PathSight;
  readonly final?: FinalSight;
  readonly organization?: OrganizationSight;
  readonly trainingNumbers?: TrainingNumbers;
  readonly post?: PostSight;
  readonly batch?: BatchSight;
  readonly holder?: boolean;
  readonly filing?: FilingSight;
  readonly levels?: LevelsHeld;
  readonly levelNumbers?: LevelNumbers;
};

export type CertificateDecisions = Decisions<
  CertificateCommand,
  Certificate,
  CertificateEvent,
  CertificateRule,
  CertificateFacts
>;
export type CertificateContext = Context<CertificateFacts>;
export type Asked<T extends CertificateCommand['type']> = Extract<
  CertificateCommand,
  { type: T }
>['data'];
export type Decided = readonly CertificateEvent[] | Rejection<CertificateRule | KernelRefusal>;
