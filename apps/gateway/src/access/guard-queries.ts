import type { Query } from '#identity';
import type { GraphQLFieldResolver, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { Access, grant } from './access.js';
import type { GatewayContext } from './session.js';

type Resolve = GraphQLFieldResolver<unknown, unknown>;

/**
 * Puts the permission table before every query and subscription of the schema. Throws at start when a field has no row, so that
 * deny stays the default, and when a row has no field, so that the table says only what is.
 */
export const guardQueries = (schema: GraphQLSchema, queries: readonly Query[]): GraphQLSchema => {
  const rows = new Map(queries.map((query) => [query.name, query]));
  if (rows.size < queries.length)
    throw new Error('two queries of the permission table share a name');
  for (const type of [schema.getQueryType(), schema.getSubscriptionType()]) {
    if (type) guardType(type, rows);
  }
  const [left] = rows.keys();
  if (left !== undefined)
    throw new Error(`query ${left} is in the permission table but not in the schema`);
  return schema;
};

const guardType = (type: GraphQLObjectType, rows: Map<string, Query>): void => {
  for (const field of Object.values(type.getFields())) {
    const query = rows.get(field.name);
    if (!query) throw new Error(`query ${field.name} has no row in the permission table`);
    rows.delete(field.name);
    field.description ??= `${query.summary}\n\n${query.zh}`;
    if (type.name === 'Subscription') {
      if (field.subscribe) field.subscribe = guarded(query, field.subscribe);
    } else if (field.resolve) field.resolve = guarded(query, field.resolve);
  }
};

const guarded =
  (query: Query, resolve: Resolve): Resolve =>
  async (source, args, context, info) => {
    const access = new Access(query, (context as GatewayContext).session.actor);
    grant(info, access);
    const answer: unknown = await resolve(source, args, context, info);
    // Nothing found is nothing shown: an unknown id has no parties to ask about.
    if (answer === null || answer === undefined || access.asked) return answer;
    throw new Error(`query ${query.name} answered without asking whether the actor may see it`);
  };
