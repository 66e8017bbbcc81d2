import { z } from 'zod';
import { command, Uuid, type Refusal } from '#kernel';
import { AgreementDrafted, AgreementParty } from './events.js';
import { termRefusals } from './term.js';

const drafted = AgreementDrafted.shape.data.shape;
const path = { apprenticeshipId: Uuid };
const digest = drafted.digest.describe(
  'SHA-256 over the text that the parties see, in lower-case hex.',
);

const DraftAgreement = command(
  'DraftAgreement',
  {
    summary: 'Lay down the training agreement; another text voids the signatures under the last.',
    zh: '拟定学徒培养协议',
    allow: { enterprise: 'enterprise' },
  },
  {
    ...path,
    digest,
    postId: drafted.postId.optional().describe('The post that was proposed.'),
    planId: drafted.planId.optional().describe('An adopted plan for the programme.'),
    mentor: drafted.mentor.optional().describe('The mentor at the enterprise.'),
    targetLevel: drafted.targetLevel.optional().describe('The level the training leads to.'),
    from: drafted.from.optional().describe('First day of the term.'),
    until: drafted.until.optional().describe('Last day of the term.'),
    termReason: drafted.termReason.describe('Why the term is not the usual one; only then.'),
    monthlyPayYuan: drafted.monthlyPayYuan.optional().describe('Pay per month, in yuan.'),
    insurance: drafted.insurance.optional(),
  },
);
const SignAgreement = command(
  'SignAgreement',
  {
    summary: 'Sign for one party. The last signature that is needed concludes the agreement.',
    zh: '签署学徒培养协议',
    allow: { enterprise: 'enterprise', college: 'college', trainee: 'trainee' },
  },
  { ...path, party: AgreementParty.describe('The party one signs for: only one’s own.'), digest },
);
const RecordGuardianConsent = command(
  'RecordGuardianConsent',
  {
    summary:
      'Record that the guardian of a trainee under age consents to the agreement; the signed consent goes along as evidence.',
    zh: '记录监护人同意',
    allow: { college: 'college', trainee: 'trainee' },
  },
  path,
);

export const AgreementCommand = z.discriminatedUnion('type', [
  DraftAgreement,
  SignAgreement,
  RecordGuardianConsent,
]);
export type AgreementCommand = z.infer<typeof AgreementCommand>;

export const agreementRefusals = {
  E_AGREEMENT_INCOMPLETE: {
    clause: '2.1.3',
    zh: '协议缺少必备内容',
    en: 'the agreement lacks what it must contain',
  },
  E_NOT_YOUR_SIGNATURE: {
    clause: '2.1.3',
    zh: '不得代其他方签署',
    en: 'nobody may sign for another party',
  },
  E_DIGEST: {
    clause: '2.1.3',
    zh: '协议文本与拟定稿不一致',
    en: 'the text is not the one that was laid down',
  },
  ...termRefusals,
} as const satisfies Record<string, Refusal>;
export type AgreementRule = keyof typeof agreementRefusals;
