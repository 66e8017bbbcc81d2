import type { z } from 'zod';
import { projection, type Day, type Level, type Recorded } from '#kernel';
import type { CertificateEvent, CertificateField, CertificateKind } from '../events.js';

export type CertificateStanding = 'numbered' | 'issued' | 'suspended' | 'revoked';

type Field = z.infer<typeof CertificateField>;
/** What was put right. `null` is what nobody recorded: of other fields than occupation and issue date, or before values were. */
export interface CorrectedField {
  readonly field: Field;
  readonly was: string | null;
  readonly now: string | null;
}

/** One step in the life of a paper, in the order it was recorded. */
export interface CertificateStep {
  readonly event: CertificateEvent['type'];
  /** The day of the act, and when it was recorded. */
  readonly on: Day;
  readonly recordedAt: string;
  readonly standing: CertificateStanding;
  /** Of changes: why, and whether the province ordered it. */
  readonly reason: string | null;
  readonly ordered: boolean;
  /** Of corrections, and of consents to them. */
  readonly correction: CorrectedField | null;
}
export interface Custodian {
  readonly custodian: string;
  readonly partyKind: 'enterprise' | 'college' | 'assessment-body';
  readonly since: Day;
}

/** One paper in the register of both kinds (§5.9 coManaged). Nothing ever leaves it. */
export interface RegisteredCertificate {
  readonly certificateId: string;
  readonly kind: CertificateKind;
  readonly number: string;
  readonly person: string;
  readonly apprenticeshipId: string | null;
  /** The issuer of a training certificate; the employer of a level certificate's holder. */
  readonly enterprise: string | null;
  readonly college: string | null;
  readonly body: string | null;
  readonly batchId: string | null;
  readonly region: string;
  readonly occupation: string;
  readonly level: Level | null;
  readonly standing: CertificateStanding;
  readonly issuedOn: Day | null;
  readonly appointment: { readonly postId: string; readonly on: Day } | null;
  readonly reportedOn: Day | null;
  readonly onlineOn: Day | null;
  readonly custodians: readonly Custodian[];
  /** Consents that no change has used up yet. */
  readonly coSigned: readonly {
    readonly custodian: string;
    readonly change: string;
    readonly field: Field | null;
    readonly value: string | null;
  }[];
  readonly history: readonly CertificateStep[];
}

const empty: RegisteredCertificate = {
  certificateId: '',
  kind: 'training',
  number: '',
  person: '',
  apprenticeshipId: null,
  enterprise: null,
  college: null,
  body: null,
  batchId: null,
  region: '',
  occupation: '',
  level: null,
  standing: 'numbered',
  issuedOn: null,
  appointment: null,
  reportedOn: null,
  onlineOn: null,
  custodians: [],
  coSigned: [],
  history: [],
};

interface Correcting {
  readonly field?: Field | undefined;
  readonly occupation?: string | undefined;
  readonly issuedOn?: Day | undefined;
}
const correctionOf = (
  row: RegisteredCertificate,
  { field, occupation, issuedOn }: Correcting,
): CorrectedField | null => {
  if (field === undefined) return null;
  if (occupation !== undefined) return { field, was: row.occupation, now: occupation };
  return { field, was: issuedOn === undefined ? null : row.issuedOn, now: issuedOn ?? null };
};

const step = (
  row: RegisteredCertificate,
  { type, data, meta }: Recorded<CertificateEvent>,
  change: Partial<RegisteredCertificate>,
): RegisteredCertificate => {
  const after = { ...row, ...change };
  const taken: CertificateStep = {
    event: type,
    on: 'on' in data ? data.on : meta.occurredOn,
    recordedAt: meta.recordedAt,
    standing: after.standing,
    reason: 'reason' in data ? data.reason : null,
    ordered: 'ordered' in data && data.ordered,
    correction: 'field' in data ? correctionOf(row, data) : null,
  };
  return { ...after, history: [...row.history, taken] };
};

/** A change uses up the consents that were given for it. */
const changed =
  (change: string, standing?: CertificateStanding) =>
  (row: RegisteredCertificate, event: Recorded<CertificateEvent>): RegisteredCertificate =>
    step(row, event, {
      ...(standing && { standing }),
      coSigned: row.coSigned.filter((one) => one.change !== change),
    });

export const certificateRegister = projection<CertificateEvent, RegisteredCertificate>({
  table: 'certificate_register_v2',
  partitionedBy: 'subject',
  key: ({ data }) => data.certificateId,
  empty,
  on: {
    TrainingCertificateIssued: (_row, event) => {
      const { college = null, on, ...told } = event.data;
      const issued = { kind: 'training', standing: 'issued', issuedOn: on } as const;
      return step(empty, event, { ...told, college, ...issued });
    },
    PostAppointmentNoticeIssued: (row, event) => {
      const { postId, on } = event.data;
      return step(row, event, { appointment: { postId, on } });
    },
    CertificateNumbered: (_row, event) => {
      const { apprenticeshipId = null, employer = null, college = null, ...told } = event.data;
      const of = { kind: 'level', apprenticeshipId, enterprise: employer, college } as const;
      return step(empty, event, { ...told, ...of });
    },
    LevelCertificateIssued: (row, event) =>
      step(row, event, { standing: 'issued', issuedOn: event.data.on }),
    CertificateReported: (row, event) => step(row, event, { reportedOn: event.data.on }),
    CertificateOnline: (row, event) => step(row, event, { onlineOn: event.data.on }),
    CustodyAttested: (row, event) => {
      const { custodian, partyKind } = event.data;
      const since = event.meta.occurredOn;
      return step(row, event, {
        custodians: [...row.custodians, { custodian, partyKind, since }],
      });
    },
    ChangeCoSigned: (row, event) => {
      const { custodian, change, field = null, occupation, issuedOn } = event.data;
      const consent = { custodian, change, field, value: occupation ?? issuedOn ?? null };
      return step(row, event, { coSigned: [...row.coSigned, consent] });
    },
    CertificateCorrected: (row, event) => {
      const { field, occupation = row.occupation, issuedOn = row.issuedOn } = event.data;
      const coSigned = row.coSigned.filter(
        (one) => one.change !== 'correct' || (one.field !== null && one.field !== field),
      );
      return step(row, event, { occupation, issuedOn, coSigned });
    },
    CertificateReissued: changed('reissue'),
    CertificateSuspended: changed('suspend', 'suspended'),
    CertificateRestored: changed('restore', 'issued'),
    CertificateRevoked: changed('revoke', 'revoked'),
  },
  columns: {
    number: { kind: 'text', index: true },
    kind: { kind: 'text' },
    person: { kind: 'text', index: true },
    apprenticeship: { kind: 'text', index: true },
    batch: { kind: 'text', index: true },
    organizations: { kind: 'text[]', index: true },
    region: { kind: 'text', index: true },
    standing: { kind: 'text' },
    issued_on: { kind: 'date', index: true },
    online: { kind: 'boolean' },
  },
  values: (row) => ({
    number: row.number,
    kind: row.kind,
    person: row.person,
    apprenticeship: row.apprenticeshipId,
    batch: row.batchId,
    organizations: [...new Set([row.enterprise, row.college, row.body])].filter(
      (id) => id !== null,
    ),
    region: row.region,
    standing: row.standing,
    issued_on: row.issuedOn,
    online: row.onlineOn !== null,
  }),
});
