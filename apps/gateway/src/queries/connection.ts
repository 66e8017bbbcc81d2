import type { Type } from '@nestjs/common';
import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import type { Page } from '#projections';
import { PageInfo } from '../events/event-connection.js';

/** A page of a list: forwards only, by opaque cursors. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 50, description: 'From 1 to 500. 每页条数。' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Cursor to go on after. 起始游标（不含）。' })
  after?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Position of an act that the answer must already hold: waits for the view. 至少包含此位置的记录。',
  })
  atLeast?: string | null;
}

export interface Edge<T> {
  readonly cursor: string;
  readonly node: T;
}
export interface Connection<T> {
  readonly edges: readonly Edge<T>[];
  readonly pageInfo: PageInfo;
}

/** Relay's connection and edge types for a node type. */
export const connectionOf = <T extends object>(node: Type<T>, name: string) => {
  @ObjectType(`${name}Edge`)
  class EdgeType {
    @Field()
    cursor!: string;

    @Field(() => node)
    node!: T;
  }
  @ObjectType(`${name}Connection`)
  class ConnectionType {
    @Field(() => [EdgeType])
    edges!: EdgeType[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;
  }
  return ConnectionType as Type<Connection<T>>;
};

/** A page of rows as a connection; `nodes` stand for the rows, in their order. */
export const connectionFrom = <Row, T>(
  page: Page<Row>,
  after: string | null | undefined,
  nodes: readonly T[],
): Connection<T> => {
  const edges = nodes.map((node, index) => ({ cursor: page.rows[index]?.cursor ?? '', node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.hasNext,
      hasPreviousPage: typeof after === 'string',
      startCursor: edges[0]?.cursor,
      endCursor: edges.at(-1)?.cursor,
    },
  };
};
