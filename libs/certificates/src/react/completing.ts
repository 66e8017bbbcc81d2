import { sight, type Consequence } from '#kernel';
import type { CertificateEvent } from '../events.js';

/** Whether a certificate has come to be. */
export interface Paper {
  readonly exists: boolean;
}
export const paper = sight<CertificateEvent, Paper>(
  { exists: false },
  {
    TrainingCertificateIssued: () => ({ exists: true }),
    CertificateNumbered: () => ({ exists: true }),
  },
);

// What is optional in the events is always written; without it nothing can be completed, and `verify` names what dangles.

/** The command that made a training number's reservation. */
export const issuing = ({
  certificateId,
  apprenticeshipId,
}: {
  readonly certificateId: string;
  readonly apprenticeshipId?: string | undefined;
}): readonly Consequence[] =>
  apprenticeshipId === undefined
    ? []
    : [certificate('IssueTrainingCertificate', { certificateId, apprenticeshipId })];

/** The command that made a level's or a level number's reservation; `sequence` where it insisted on its place. */
export const numbering = ({
  certificateId,
  body,
  batchId,
  candidate,
  sequence,
}: {
  readonly certificateId: string;
  readonly body?: string | undefined;
  readonly batchId?: string | undefined;
  readonly candidate: string | undefined;
  readonly sequence?: number | undefined;
}): readonly Consequence[] =>
  body === undefined || batchId === undefined || candidate === undefined
    ? []
    : [
        certificate('NumberCertificate', {
          ...{ certificateId, body, batchId, candidate },
          ...(sequence !== undefined && { sequence }),
        }),
      ];

const certificate = (type: string, data: object): Consequence => ({
  category: 'certificate',
  command: { type, data },
});
