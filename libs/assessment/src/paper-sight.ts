import { seenIn, sight, yearOf, type Day, type StreamFact } from '#kernel';
import type { CertificateEvent, TrainingNumbersEvent } from '#certificates/events';
import type { OrganizationEvent } from '#parties/events';

/** The credit code under which an enterprise's training certificates are numbered; empty when the directory does not know it. */
export interface IssuerSight {
  readonly uscc: string;
}
const issuerSight = sight<OrganizationEvent, IssuerSight>(
  { uscc: '' },
  { OrganizationRegistered: (_seen, { data }) => ({ uscc: data.uscc }) },
);
export const issuerOf = (enterprise: string): StreamFact<IssuerSight> =>
  seenIn(`organization-${enterprise}`, issuerSight);

/** Which training certificates got a number in one series, with the path each is for. */
export interface PapersSight {
  readonly papers: readonly {
    readonly certificateId: string;
    readonly apprenticeshipId: string | undefined;
  }[];
}
const papersSight = sight<TrainingNumbersEvent, PapersSight>(
  { papers: [] },
  {
    TrainingNumberAllotted: ({ papers }, { data: { certificateId, apprenticeshipId } }) => ({
      papers: [...papers, { certificateId, apprenticeshipId }],
    }),
  },
);
/** The series is that of the year in which the final assessment was passed. */
export const papersOf = ({ uscc }: IssuerSight, passedOn: Day): StreamFact<PapersSight> =>
  seenIn(`training-numbers-${uscc}-${String(yearOf(passedOn))}`, papersSight);

/** Whether a training certificate stands: made, and not revoked since. */
export interface PaperSight {
  readonly stands: boolean;
}
const paperSight = sight<CertificateEvent, PaperSight>(
  { stands: false },
  {
    TrainingCertificateIssued: () => ({ stands: true }),
    CertificateRevoked: () => ({ stands: false }),
  },
);
export const paperOf = (certificateId: string): StreamFact<PaperSight> =>
  seenIn(`certificate-${certificateId}`, paperSight);
