import { z } from 'zod';
import { command, Uuid } from '#kernel';

const paper = { certificateId: Uuid.describe('Given by the caller: the same for every repeat.') };
const sequence = z
  .int()
  .min(1)
  .max(999_999)
  .optional()
  .describe('Only to insist on a place in the sequence; left out, the next one is taken.');
const byBody = { 'assessment-body': 'body' } as const;
const custodian = {
  ...paper,
  custodian: Uuid.describe('The organisation that acts: a party of the certificate.'),
};
const byCustodian = {
  enterprise: 'custodian',
  college: 'custodian',
  'assessment-body': 'custodian',
} as const;

export const IssueTrainingCertificate = command(
  'IssueTrainingCertificate',
  {
    summary:
      'Number and issue the enterprise’s training certificate after the final assessment is passed.',
    zh: '颁发培训合格证书',
    allow: { enterprise: 'enterprise' },
    many: true,
  },
  { ...paper, apprenticeshipId: Uuid, sequence },
);
export const IssueAppointmentNotice = command(
  'IssueAppointmentNotice',
  {
    summary: 'Issue the post appointment notice that goes with a training certificate.',
    zh: '发出岗位聘用通知书',
    allow: { enterprise: 'enterprise' },
    many: true,
  },
  { ...paper, postId: Uuid.describe('The post the person is appointed to.') },
);
export const NumberCertificate = command(
  'NumberCertificate',
  {
    summary: 'Number the skill-level certificate of a candidate who passed in an approved batch.',
    zh: '职业技能等级证书编号',
    allow: byBody,
    many: true,
  },
  {
    ...paper,
    body: Uuid.describe('The assessment body that numbers; the batch must be its own.'),
    batchId: Uuid,
    candidate: Uuid.describe('The person, by pseudonym.'),
    sequence,
  },
);
export const IssueLevelCertificate = command(
  'IssueLevelCertificate',
  {
    summary: 'Issue a numbered skill-level certificate.',
    zh: '颁发职业技能等级证书',
    allow: byBody,
    many: true,
  },
  paper,
);
export const ReportCertificate = command(
  'ReportCertificate',
  {
    summary: 'Report the data of an issued skill-level certificate to the register.',
    zh: '上报证书数据',
    allow: byBody,
    many: true,
  },
  paper,
);
export const PutCertificateOnline = command(
  'PutCertificateOnline',
  {
    summary: 'Record that a reported certificate can be found in the public register.',
    zh: '证书上网可查',
    allow: { ...byBody, 'city-bureau': 'region', province: 'region' },
    many: true,
  },
  paper,
);
export const AttestCustody = command(
  'AttestCustody',
  {
    summary: 'Take a certificate into joint custody, as one of its parties.',
    zh: '证书共管确认',
    allow: byCustodian,
    many: true,
  },
  custodian,
);
