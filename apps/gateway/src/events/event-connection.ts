import { ArgsType, Field, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { RecordedEvent } from './recorded-event.js';

export enum EventDirection {
  FORWARDS = 'FORWARDS',
  BACKWARDS = 'BACKWARDS',
}
registerEnumType(EventDirection, {
  name: 'EventDirection',
  description: 'Oldest first or newest first. 顺序。',
});

/** With neither stream nor subject it is the whole feed. */
@ArgsType()
export class EventsArgs {
  @Field(() => String, { nullable: true, description: 'Name of a stream, `hours-…`. 流。' })
  stream?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the events are about, `person-…`. 主体。',
  })
  subject?: string | null;

  @Field(() => [String], { nullable: true, description: 'Only these types of event. 事件类型。' })
  types?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Cursor of an edge; for a subject or the feed also any position. Exclusive. 起始位置（不含）。',
  })
  after?: string | null;

  @Field(() => Int, { defaultValue: 50, description: 'From 1 to 500. 每页条数。' })
  first!: number;

  @Field(() => EventDirection, { defaultValue: EventDirection.FORWARDS })
  direction!: EventDirection;
}

@ArgsType()
export class EventRecordedArgs {
  @Field(() => [String], { nullable: true, description: 'Only these types of event. 事件类型。' })
  types?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only events about this, `person-…`. 主体。',
  })
  subject?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Position to go on from; without it, from now. 起始位置（不含）。',
  })
  after?: string | null;
}

@ObjectType()
export class EventEdge {
  @Field()
  cursor!: string;

  @Field(() => RecordedEvent)
  node!: RecordedEvent;
}

/** Relay's page information; other connections of the API use it too. */
@ObjectType()
export class PageInfo {
  @Field()
  hasNextPage!: boolean;

  @Field()
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true })
  startCursor?: string | undefined;

  @Field(() => String, { nullable: true })
  endCursor?: string | undefined;
}

@ObjectType()
export class EventConnection {
  @Field(() => [EventEdge])
  edges!: EventEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}
