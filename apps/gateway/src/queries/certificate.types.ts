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

  @Field(() => [CertificateStepView])
  history!: readonly CertificateStepView[];
}
export const CertificateConnection = connectionOf(Certificate, 'Certificate');
