import type * as answered from '#event-store';
import { createUnionType, Field, Int, ObjectType } from '@nestjs/graphql';
import { ID } from '@nestjs/graphql';
import { RecordedEvent, eventView } from '../events/recorded-event.js';
import { DateTime, Json } from '../scalars.js';

@ObjectType({ description: 'An unmet rule. 未满足的规则。' })
export class Reason {
  @Field({ description: 'Stable code, listed in docs/refusals.md. 规则代码。' })
  code!: string;

  @Field({ description: 'The clause it rests on, or `platform`. 依据条款。' })
  clause!: string;

  @Field()
  messageZh!: string;

  @Field()
  messageEn!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Version of the rule pack that was used. 规则包版本。',
  })
  rules?: string | undefined;

  @Field(() => String, {
    nullable: true,
    description: 'The offending field, `data.items.0.minutes`. 出错字段。',
  })
  path?: string | undefined;

  @Field(() => Json, { description: 'The figures that show it. 相关数值。' })
  detail!: answered.AnsweredReason['detail'];
}

@ObjectType({ description: 'The act is recorded, or would be in a preview. 已受理。' })
export class Accepted {
  readonly outcome = 'accepted';

  @Field(() => ID)
  commandId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Opaque place in the feed; absent in a preview. 日志位置。',
  })
  position?: string | undefined;

  @Field(() => DateTime, { nullable: true, description: 'Absent in a preview. 记录时刻。' })
  recordedAt?: string | undefined;

  @Field(() => [RecordedEvent], {
    description: 'What was recorded; empty when there was nothing to say. 已记录事件。',
  })
  events!: RecordedEvent[];
}

@ObjectType({
  description: 'Nothing is recorded: every unmet rule, the leading one first. 未受理。',
})
export class Rejected {
  readonly outcome = 'rejected';

  @Field(() => ID)
  commandId!: string;

  @Field(() => [Reason])
  reasons!: Reason[];
}

const byOutcome = ({ outcome }: { outcome: 'accepted' | 'rejected' }) =>
  outcome === 'accepted' ? Accepted : Rejected;

export const Outcome = createUnionType({
  name: 'Outcome',
  description: 'What became of an act. 处理结果。',
  types: () => [Accepted, Rejected] as const,
  resolveType: byOutcome,
});

@ObjectType({ description: 'One of many acts. 批量中的一项。' })
export class BatchLine {
  @Field(() => Int)
  index!: number;

  @Field({ description: 'What the line is about. 该项说明。' })
  label!: string;

  @Field(() => Outcome)
  outcome!: Accepted | Rejected;
}

@ObjectType({ description: 'Many acts, each with its own outcome. 批量处理结果。' })
export class BatchOutcome {
  @Field(() => Int)
  accepted!: number;

  @Field(() => Int)
  rejected!: number;

  @Field(() => String, {
    nullable: true,
    description: 'The furthest place any line reached. 最远日志位置。',
  })
  position?: string | undefined;

  @Field(() => [BatchLine])
  lines!: BatchLine[];
}

export const SheetOutcome = createUnionType({
  name: 'SheetOutcome',
  description: 'A sheet is refused whole, or each of its lines has an outcome. 表单处理结果。',
  types: () => [BatchOutcome, Rejected] as const,
  resolveType: (value: BatchOutcome | Rejected) => ('lines' in value ? BatchOutcome : Rejected),
});

export const outcomeView = (outcome: answered.Outcome): Accepted | Rejected =>
  outcome.outcome === 'accepted'
    ? { ...outcome, events: outcome.events.map(eventView) }
    : rejectedView(outcome);

const rejectedView = ({ commandId, reasons }: answered.Rejected): Rejected => ({
  outcome: 'rejected',
  commandId,
  reasons: reasons.map(reasonView),
});

/** An unmet rule as the API answers it. */
export const reasonView = ({ zh, en, ...reason }: answered.AnsweredReason): Reason => ({
  ...reason,
  messageZh: zh,
  messageEn: en,
});

export const batchView = (batch: answered.BatchOutcome): BatchOutcome => ({
  ...batch,
  lines: batch.lines.map((line) => ({ ...line, outcome: outcomeView(line.outcome) })),
});

export const sheetView = (
  answer: answered.BatchOutcome | answered.Rejected,
): BatchOutcome | Rejected => ('lines' in answer ? batchView(answer) : rejectedView(answer));
