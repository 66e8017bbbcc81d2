import { z } from 'zod';
import { command, Day, OccupationCode, Uuid } from '#kernel';
import { CertificateChange, CertificateField, ChangeReason } from './events.js';

const byIssuer = { enterprise: 'issuer', 'assessment-body': 'issuer', province: 'region' } as const;
/** The changes themselves: each wants a reason and evidence. */
const changed = { certificateId: Uuid, reason: ChangeReason };
const right = {
  occupation: OccupationCode.optional().describe('The right one, where the field is this one.'),
  issuedOn: Day.optional().describe('The right day, where the field is the issue date.'),
};

export const CoSignChange = command(
  'CoSignChange',
  {
    summary:
      'Consent, as a custodian, to one change – a correction is named with field and right value; spent when the change is made.',
    zh: '会签证书变更',
    allow: { enterprise: 'custodian', college: 'custodian', 'assessment-body': 'custodian' },
  },
  {
    certificateId: Uuid,
    custodian: Uuid.describe('The organisation that consents: it must have attested custody.'),
    change: CertificateChange,
    field: CertificateField.optional().describe('Of a correction, and of nothing else.'),
    ...right,
  },
);
export const CorrectCertificate = command(
  'CorrectCertificate',
  {
    summary:
      'Put right what a certificate says; needs co-signatures to just that unless the province orders it.',
    zh: '更正证书',
    allow: byIssuer,
  },
  {
    ...changed,
    field: CertificateField.describe(
      'Name and ID number are corrected in the identity of the person; other is what only the paper says.',
    ),
    ...right,
  },
);
export const ReissueCertificate = command(
  'ReissueCertificate',
  {
    summary: 'Issue a certificate again under its number, when the paper was lost or damaged.',
    zh: '补发证书',
    allow: byIssuer,
  },
  changed,
);
export const SuspendCertificate = command(
  'SuspendCertificate',
  {
    summary: 'Suspend a certificate while a doubt is cleared up.',
    zh: '暂停证书效力',
    allow: byIssuer,
  },
  changed,
);
export const RestoreCertificate = command(
  'RestoreCertificate',
  { summary: 'Make a suspended certificate valid again.', zh: '恢复证书效力', allow: byIssuer },
  changed,
);
export const RevokeCertificate = command(
  'RevokeCertificate',
  {
    summary:
      'Revoke a certificate for good; it stays in the register. Needs co-signatures unless the province orders it.',
    zh: '撤销证书',
    allow: byIssuer,
  },
  changed,
);
export const changeCommands = z.discriminatedUnion('type', [
  CorrectCertificate,
  ReissueCertificate,
  SuspendCertificate,
  RestoreCertificate,
  RevokeCertificate,
]);
