import { z } from 'zod';
import { command, Uuid } from '#kernel';
import { CertificateChange, CertificateCorrected, ChangeReason } from './events.js';

const byIssuer = { enterprise: 'issuer', 'assessment-body': 'issuer', province: 'region' } as const;
/** The changes themselves: each wants a reason and evidence. */
const changed = { certificateId: Uuid, reason: ChangeReason };

export const CoSignChange = command(
  'CoSignChange',
  {
    summary:
      'Consent, as a custodian, to one change; the consent is spent when the change is made.',
    zh: '会签证书变更',
    allow: { enterprise: 'custodian', college: 'custodian', 'assessment-body': 'custodian' },
  },
  {
    certificateId: Uuid,
    custodian: Uuid.describe('The organisation that consents: it must have attested custody.'),
    change: CertificateChange,
  },
);
export const CorrectCertificate = command(
  'CorrectCertificate',
  {
    summary: 'Correct what a certificate says; needs co-signatures unless the province orders it.',
    zh: '更正证书',
    allow: byIssuer,
  },
  { ...changed, field: CertificateCorrected.shape.data.shape.field },
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
