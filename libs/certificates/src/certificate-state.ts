import type { Day, Level } from '#kernel';
import type { Correction } from './correction.js';
import type { CertificateChange, CertificateEvent } from './events.js';
import type { z } from 'zod';

export type Change = z.infer<typeof CertificateChange>;

/** One custodian's consent; of a correction with what it is to. */
export interface Consent extends Partial<Correction> {
  readonly custodian: string;
}

/** One paper of either kind. `enterprise` is the issuer of a training certificate, the employer of a level certificate's holder. */
export interface Certificate {
  readonly kind: 'none' | 'training' | 'level';
  readonly issued: boolean;
  readonly issuedOn: Day | undefined;
  readonly standing: 'valid' | 'suspended' | 'revoked';
  readonly person: string;
  readonly apprenticeshipId: string | undefined;
  readonly enterprise: string | undefined;
  readonly college: string | undefined;
  readonly body: string | undefined;
  readonly batchId: string | undefined;
  readonly region: string;
  readonly occupation: string;
  readonly level: Level | undefined;
  readonly number: string;
  /** The post of the appointment notice. */
  readonly postId: string | undefined;
  readonly reported: boolean;
  readonly reportedOn: Day | undefined;
  readonly online: boolean;
  readonly custodians: readonly string[];
  /** Consents not yet spent. */
  readonly coSigned: Readonly<Record<Change, readonly Consent[]>>;
}

export const noCertificate: Certificate = {
  kind: 'none',
  issued: false,
  issuedOn: undefined,
  standing: 'valid',
  person: '',
  apprenticeshipId: undefined,
  enterprise: undefined,
  college: undefined,
  body: undefined,
  batchId: undefined,
  region: '',
  occupation: '',
  level: undefined,
  number: '',
  postId: undefined,
  reported: false,
  reportedOn: undefined,
  online: false,
  custodians: [],
  coSigned: { correct: [], reissue: [], suspend: [], restore: [], revoke: [] },
};

type Folds = {
  readonly [T in CertificateEvent['type']]: (
    state: Certificate,
    data: Extract<CertificateEvent, { type: T }>['data'],
  ) => Certificate;
};

const spent = (state: Certificate, change: Change): Certificate => ({
  ...state,
  coSigned: { ...state.coSigned, [change]: [] },
});

const folds: Folds = {
  TrainingCertificateIssued: (_state, data) => {
    const { person, apprenticeshipId, enterprise, college, region, occupation, number } = data;
    const held = { person, apprenticeshipId, enterprise, college, region, occupation, number };
    return { ...noCertificate, kind: 'training', issued: true, issuedOn: data.on, ...held };
  },
  PostAppointmentNoticeIssued: (state, { postId }) => ({ ...state, postId }),
  CertificateNumbered: (_state, data) => {
    const { batchId, person, apprenticeshipId, employer, college, body } = data;
    const { region, occupation, level, number } = data;
    const held = { batchId, person, apprenticeshipId, enterprise: employer, college, body };
    return { ...noCertificate, kind: 'level', ...held, region, occupation, level, number };
  },
  LevelCertificateIssued: (state, { on }) => ({ ...state, issued: true, issuedOn: on }),
  CertificateReported: (state, { on }) => ({ ...state, reported: true, reportedOn: on }),
  CertificateOnline: (state) => ({ ...state, online: true }),
  CustodyAttested: (state, { custodian }) => ({
    ...state,
    custodians: [...state.custodians, custodian],
  }),
  ChangeCoSigned: (state, { custodian, change, field, occupation, issuedOn }) => {
    const consent = { custodian, field, occupation, issuedOn };
    return {
      ...state,
      coSigned: { ...state.coSigned, [change]: [...state.coSigned[change], consent] },
    };
  },
  // A consent to another value of the field would later undo this one; a consent to no value at all is an old one.
  CertificateCorrected: (state, { field, occupation, issuedOn }) => ({
    ...state,
    occupation: occupation ?? state.occupation,
    issuedOn: issuedOn ?? state.issuedOn,
    coSigned: {
      ...state.coSigned,
      correct: state.coSigned.correct.filter(
        (one) => one.field !== undefined && one.field !== field,
      ),
    },
  }),
  CertificateReissued: (state) => spent(state, 'reissue'),
  CertificateSuspended: (state) => spent({ ...state, standing: 'suspended' }, 'suspend'),
  CertificateRestored: (state) => spent({ ...state, standing: 'valid' }, 'restore'),
  CertificateRevoked: (state) => spent({ ...state, standing: 'revoked' }, 'revoke'),
};

export const evolveCertificate = (
  state: Certificate,
  { type, data }: CertificateEvent,
): Certificate =>
  (folds[type] as (state: Certificate, data: CertificateEvent['data']) => Certificate)(state, data);

/** The organisations that may take the paper into their care, with their kinds. */
export const holdersOf = ({ enterprise, college, body }: Certificate) =>
  [
    { id: enterprise, partyKind: 'enterprise' as const },
    { id: college, partyKind: 'college' as const },
    { id: body, partyKind: 'assessment-body' as const },
  ].filter((holder): holder is typeof holder & { id: string } => holder.id !== undefined);
