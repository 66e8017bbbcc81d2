import { allowing, query } from '#identity';
import { listParked, type Parked } from '#projections';
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { PageInfo } from '../events/event-connection.js';
import { DateTime } from '../scalars.js';
import { READ_MODELS, paged, ReadModels } from './read-models.js';

export const parkedEventsQuery = query('parkedEvents', {
  summary:
    'What waits in the views, parked behind events that did not go through, by view and row.',
  zh: '查询视图中搁置的记录及其原因。',
  allow: allowing('any', 'operator'),
});

@ArgsType()
export class ParkedArgs {
  @Field(() => String, {
    nullable: true,
    description: 'A view by its table; all of them when left out. 视图表名。',
  })
  view?: string | null;

  @Field(() => Int, { defaultValue: 50, description: 'From 1 to 500. 每页条数。' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Cursor to go on after. 起始游标（不含）。' })
  after?: string | null;
}

@ObjectType({ description: 'A row of a view that waits, and for what. 搁置的记录。' })
export class ParkedRow {
  @Field({ description: 'The view by its table. 视图表名。' })
  view!: string;

  @Field({
    description:
      'Key of the row; `subject:…` for all rows of a subject, where an event’s rows could not be told. 记录主键。',
  })
  key!: string;

  @Field({ description: 'First subject of the event it waits for. 事件主体。' })
  subject!: string;

  @Field({ description: 'Where that event is in the feed. 日志位置。' })
  position!: string;

  @Field(() => ID, { description: 'Its id: what `discardParked` takes. 事件编号。' })
  eventId!: string;

  @Field()
  type!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why it did not go through; absent when it waits for another row. 原因。',
  })
  reason?: string | undefined;

  @Field(() => DateTime)
  since!: string;

  @Field(() => Int, { description: 'How often it was tried again. 重试次数。' })
  attempts!: number;

  @Field(() => DateTime, { nullable: true })
  triedAt?: string | undefined;

  @Field(() => String, {
    nullable: true,
    description:
      'Why the last request to retry or discard was given up; absent once a try was carried out. 最近一次请求被放弃的原因。',
  })
  givenUp?: string | undefined;

  @Field(() => ID, {
    nullable: true,
    description: 'The event that holds that request, as its mutation answered. 该请求的事件编号。',
  })
  givenUpRequest?: string | undefined;

  @Field(() => Int, { description: 'Events that wait for this row. 等待事件数。' })
  waiting!: number;
}

@ObjectType('ParkedRowEdge')
export class ParkedRowEdge {
  @Field()
  cursor!: string;

  @Field(() => ParkedRow)
  node!: Parked;
}

@ObjectType('ParkedRowConnection')
export class ParkedRowConnection {
  @Field(() => [ParkedRowEdge])
  edges!: readonly ParkedRowEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;
}

/** What is parked is no view of the domain but of the views themselves: it is read where they keep it. */
@Resolver()
export class ParkedResolver {
  constructor(@Inject(READ_MODELS) private readonly models: ReadModels) {}

  @Query(() => ParkedRowConnection, { name: parkedEventsQuery.name })
  async parkedEvents(@Args() { view, first, after }: ParkedArgs): Promise<ParkedRowConnection> {
    const page = await paged(() =>
      listParked(this.models.pool, { view: view ?? undefined, first: within(first), after }),
    );
    const edges = page.rows.map(({ cursor, ...node }) => ({ cursor, node }));
    return {
      edges,
      pageInfo: {
        hasNextPage: page.hasNext,
        hasPreviousPage: typeof after === 'string',
        startCursor: edges[0]?.cursor,
        endCursor: edges.at(-1)?.cursor,
      },
    };
  }
}

const within = (first: number): number => {
  if (first > 500) throw new RangeError('first must be between 1 and 500');
  return first;
};
