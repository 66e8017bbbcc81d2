import { isSystem, type Actor, type Message, type Recorded } from '#kernel';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { DateTime, Json, LocalDate } from '../scalars.js';

@ObjectType({ description: 'Who did it: a person with a role, or the system. 操作者。' })
export class EventActor {
  @Field(() => String, { nullable: true })
  user?: string | undefined;

  @Field(() => String, { nullable: true })
  role?: string | undefined;

  @Field(() => String, { nullable: true })
  organization?: string | undefined;

  @Field(() => String, { nullable: true })
  onBehalfOf?: string | undefined;

  @Field(() => String, {
    nullable: true,
    description: 'The part of the system, where no person acted. 系统组件。',
  })
  system?: string | undefined;
}

@ObjectType({ description: 'A document that backs an act. 佐证材料。' })
export class EventEvidence {
  @Field()
  kind!: string;

  @Field({ description: 'SHA-256, lower-case hexadecimal.' })
  digest!: string;
}

@ObjectType({ description: 'What a decision was based on. 决定所依据的流。' })
export class EventBasis {
  @Field()
  stream!: string;

  @Field(() => Int)
  revision!: number;
}

@ObjectType({
  description:
    'Something that happened. In a preview nothing is recorded yet: only `type` and `data` are there. 事件。',
})
export class RecordedEvent {
  @Field()
  type!: string;

  @Field(() => Json)
  data!: object;

  @Field(() => ID, { nullable: true })
  id?: string | undefined;

  @Field(() => String, { nullable: true })
  stream?: string | undefined;

  @Field(() => Int, { nullable: true })
  revision?: number | undefined;

  @Field(() => String, { nullable: true, description: 'Opaque place in the feed. 日志位置。' })
  position?: string | undefined;

  @Field(() => DateTime, { nullable: true, description: 'When it was recorded. 记录时刻。' })
  recordedAt?: string | undefined;

  @Field(() => LocalDate, { nullable: true, description: 'The day it happened. 发生日期。' })
  occurredOn?: string | undefined;

  @Field(() => ID, { nullable: true })
  commandId?: string | undefined;

  @Field(() => ID, { nullable: true })
  correlationId?: string | undefined;

  @Field(() => ID, { nullable: true })
  causationId?: string | undefined;

  @Field(() => EventActor, { nullable: true })
  actor?: EventActor | undefined;

  @Field(() => [String], {
    nullable: true,
    description: 'What it is about, chiefly first. 相关主体。',
  })
  subjects?: readonly string[] | undefined;

  @Field(() => [EventEvidence], { nullable: true })
  evidence?: readonly EventEvidence[] | undefined;

  @Field(() => String, {
    nullable: true,
    description: 'Version of the rule pack that decided. 规则包版本。',
  })
  rules?: string | undefined;

  @Field(() => [EventBasis], { nullable: true })
  basedOn?: readonly EventBasis[] | undefined;

  @Field(() => Int, { nullable: true })
  schemaVersion?: number | undefined;
}

/** An event as the API answers it. */
export const eventView = (event: Message | Recorded<Message>): RecordedEvent => {
  const { type, data } = event;
  if (!('meta' in event)) return { type, data };
  return { ...event.meta, actor: actorView(event.meta.actor), type, data };
};

// The actor's own pseudonym and region stay behind: who acted is said by user and organisation.
const actorView = (actor: Actor): EventActor =>
  isSystem(actor)
    ? { system: actor.system }
    : {
        user: actor.user,
        role: actor.role,
        organization: actor.organization,
        onBehalfOf: actor.onBehalfOf,
      };
