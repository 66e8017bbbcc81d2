import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { traineeStates, type TraineeState } from '#training';
import { Reason } from '../commands/outcome.js';
import { DateTime, LocalDate } from '../scalars.js';
import { connectionOf } from './connection.js';

export const TraineeStateEnum = Object.fromEntries(
  traineeStates.map((state) => [state, state]),
) as {
  [S in TraineeState]: S;
};
registerEnumType(TraineeStateEnum, {
  name: 'TraineeState',
  description: 'Where a trainee stands. 学员状态。',
});

@ObjectType({ description: 'A step of the path. 里程碑。' })
export class Milestone {
  @Field()
  type!: string;

  @Field(() => LocalDate, { description: 'The day it happened. 发生日期。' })
  on!: string;

  @Field(() => DateTime)
  recordedAt!: string;

  @Field()
  position!: string;
}

@ObjectType({ description: 'A certificate as the trainee holds it. 证书。' })
export class TraineePaper {
  @Field(() => ID)
  certificateId!: string;

  @Field({ description: '`training` 培训合格证书 or `level` 职业技能等级证书.' })
  kind!: string;

  @Field()
  number!: string;

  @Field(() => String, { nullable: true })
  level?: string | undefined;

  @Field()
  standing!: string;
}

@ObjectType({
  description: 'Whether the person was still employed after so many months. 留用情况。',
})
export class Retention {
  @Field(() => Int)
  months!: number;

  @Field()
  retained!: boolean;
}

@ObjectType({ description: 'The trainee as an employee. 就业。' })
export class TraineeEmployment {
  @Field(() => LocalDate, { nullable: true })
  contractFrom?: string;

  @Field(() => LocalDate, { nullable: true })
  contractUntil?: string;

  @Field(() => Boolean, { nullable: true })
  insured?: boolean;

  @Field(() => LocalDate, { nullable: true })
  hiredOn?: string;

  @Field(() => LocalDate, { nullable: true })
  confirmedOn?: string;

  @Field(() => String, { nullable: true })
  level?: string;

  @Field(() => String, { nullable: true })
  label?: string;

  @Field(() => [Retention], { nullable: true })
  retained?: Retention[];

  @Field(() => LocalDate, { nullable: true })
  departedOn?: string;
}

@ObjectType({ description: 'Hours of one kind at one venue, in minutes. 学时汇总。' })
export class HoursTotal {
  @Field({ description: '`theory` 理论 or `practice` 实操.' })
  activity!: string;

  @Field()
  venue!: string;

  @Field(() => Int, { description: 'Entries that stand. 有效条数。' })
  entries!: number;

  @Field(() => Int)
  loggedMinutes!: number;

  @Field(() => Int)
  recognisedMinutes!: number;
}

@ObjectType({ description: 'One entry of the ledger of hours. 学时明细。' })
export class HoursEntry {
  @Field(() => ID)
  entry!: string;

  @Field(() => ID)
  session!: string;

  @Field(() => LocalDate)
  on!: string;

  @Field()
  from!: string;

  @Field()
  to!: string;

  @Field(() => Int)
  minutes!: number;

  @Field()
  activity!: string;

  @Field()
  venue!: string;

  @Field(() => ID, { nullable: true })
  baseId?: string | undefined;

  @Field({
    description:
      'What came of it: logged, confirmed, credited, disputed, refused, reversed. 状态。',
  })
  standing!: string;

  @Field(() => Int)
  recognisedMinutes!: number;

  @Field(() => String, { nullable: true, description: 'Why it counts for nothing. 未认可原因。' })
  reason?: string | undefined;

  @Field(() => ID, { nullable: true })
  replaces?: string | undefined;

  @Field(() => ID, { nullable: true })
  replacedBy?: string | undefined;

  @Field(() => String, { nullable: true, description: 'The rule pack that decided. 规则包版本。' })
  rules?: string | undefined;
}
export const HoursConnection = connectionOf(HoursEntry, 'Hours');

@ObjectType({
  description: 'What could come next, and what stands in its way: a dry run of the rules. 下一步。',
})
export class NextStep {
  @Field({ description: 'The mutation that would record it. 对应操作。' })
  command!: string;

  @Field()
  summary!: string;

  @Field()
  summaryZh!: string;

  @Field(() => [String], {
    description:
      'Input fields that only the sender knows; the dry run takes it that they will be right. 需填写的字段。',
  })
  needs!: readonly string[];

  @Field({ description: 'Whether it would be accepted now. 目前是否可行。' })
  possible!: boolean;

  @Field(() => [Reason], { description: 'What blocks it. 未满足的规则。' })
  blockedBy!: Reason[];
}

@ObjectType({
  description: 'A person on the way from apprentice to skilled worker, by pseudonym. 学员。',
})
export class Trainee {
  @Field(() => ID)
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Masked; absent when erased. 姓名（脱敏）。',
  })
  name?: string | undefined;

  @Field({ description: 'Whether the personal data were erased. 个人信息是否已删除。' })
  erased!: boolean;

  @Field(() => ID, { nullable: true })
  apprenticeshipId?: string | undefined;

  @Field(() => String, { nullable: true })
  programme?: string | undefined;

  @Field(() => TraineeStateEnum, { nullable: true })
  state?: TraineeState | undefined;

  @Field(() => ID, { nullable: true })
  enterprise?: string | undefined;

  @Field(() => ID, { nullable: true })
  college?: string | undefined;

  @Field(() => ID, { nullable: true })
  classId?: string | undefined;

  @Field(() => ID, { nullable: true })
  postId?: string | undefined;

  @Field(() => ID, { nullable: true })
  mentor?: string | undefined;

  @Field(() => String, { nullable: true })
  occupation?: string | undefined;

  @Field(() => String, { nullable: true })
  region?: string | undefined;

  @Field(() => LocalDate, { nullable: true, description: 'First day of training. 培养开始日。' })
  from?: string | undefined;

  @Field(() => LocalDate, { nullable: true, description: 'Last day of the term. 培养期限届满日。' })
  until?: string | undefined;

  @Field(() => [ID])
  earlierPaths!: readonly string[];

  @Field(() => [Milestone])
  milestones!: readonly Milestone[];

  @Field(() => [TraineePaper])
  certificates!: readonly TraineePaper[];

  @Field(() => TraineeEmployment)
  employment!: TraineeEmployment;
}
export const TraineeConnection = connectionOf(Trainee, 'Trainee');
