import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { DateTime, LocalDate } from '../scalars.js';
import { connectionOf } from './connection.js';

export enum CertificateKindEnum {
  TRAINING = 'training',
  LEVEL = 'level',
}
registerEnumType(CertificateKindEnum, {
  name: 'RegisteredKind',
  description:
    'Two different papers: 培训合格证书 (training) and 职业技能等级证书 (level). 证书种类。',
});

@ObjectType({ description: 'What a correction put right. 更正内容。' })
export class CorrectedFieldView {
  @Field({ description: 'name, id-number, occupation, issue-date or other. 更正项。' })
  field!: string;

  @Field(() => String, { nullable: true, description: 'As it stood before. 原值。' })
  was?: string | null;

  @Field(() => String, { nullable: true, description: 'As it stands since. 更正后的值。' })
  now?: string | null;
}

@ObjectType({ description: 'A step in the life of a certificate. 状态历史。' })
export class CertificateStepView {
  @Field()
  event!: string;

  @Field(() => LocalDate)
  on!: string;

  @Field(() => DateTime)
  recordedAt!: string;

  @Field()
  standing!: string;

  @Field(() => String, { nullable: true })
  reason?: string | null;

  @Field({ description: 'Whether the province ordered it. 是否由省厅责令。' })
  ordered!: boolean;

  @Field(() => CorrectedFieldView, {
    nullable: true,
    description: 'Of a correction and of consents to it. 更正及其会签的内容。',
  })
  correction?: CorrectedFieldView | null;
}

@ObjectType({ description: 'A consent that no change has used up yet. 尚未使用的会签。' })
export class ConsentView {
  @Field(() => ID)
  custodian!: string;

  @Field()
  change!: string;

  @Field(() => String, { nullable: true, description: 'Of a correction. 更正项。' })
  field?: string | null;

  @Field(() => String, { nullable: true, description: 'To what it is corrected. 更正为。' })
  value?: string | null;
}

@ObjectType({ description: 'A party that has the certificate in its care. 共管方。' })
export class CustodianView {
  @Field(() => ID)
  custodian!: string;

  @Field()
  partyKind!: string;

  @Field(() => LocalDate)
  since!: string;
}

@ObjectType({
  description: 'A certificate in the register that the parties keep together. 证书共管登记。',
})
export class Certificate {
  @Field(() => ID)
  certificateId!: string;

  @Field(() => CertificateKindEnum)
  kind!: CertificateKindEnum;

  @Field()
  number!: string;

  @Field(() => ID)
  person!: string;

  @Field(() => String, { nullable: true, description: "The holder's name, masked. 姓名（脱敏）。" })
  name?: string | undefined;

  @Field(() => ID, { nullable: true })
  apprenticeshipId?: string | null;

  @Field(() => ID, { nullable: true })
  enterprise?: string | null;

  @Field(() => ID, { nullable: true })
  college?: string | null;

  @Field(() => ID, { nullable: true })
  body?: string | null;

  @Field(() => ID, { nullable: true })
  batchId?: string | null;

  @Field()
  occupation!: string;

  @Field(() => String, { nullable: true })
  level?: string | null;

  @Field()
  standing!: string;

  @Field(() => LocalDate, { nullable: true })
  issuedOn?: string | null;

  @Field(() => LocalDate, { nullable: true })
  reportedOn?: string | null;

  @Field(() => LocalDate, { nullable: true })
  onlineOn?: string | null;

  @Field(() => [CustodianView])
  custodians!: readonly CustodianView[];

  @Field(() => [ConsentView])
  coSigned!: readonly ConsentView[];

  @Field(() => [CertificateStepView])
  history!: readonly CertificateStepView[];
}
export const CertificateConnection = connectionOf(Certificate, 'Certificate');
