import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { DateTime, LocalDate, SafeInt } from '../scalars.js';
import type { JsonSchema } from './json-schema.js';
import { enumName, named } from './names.js';

/** The scalar for a value without parts. Throws for what no scalar of the API can carry. */
export const leafType = (schema: JsonSchema, where: string): GraphQLInputType => {
  if (schema.type === 'string') return textType(schema);
  if (schema.type === 'integer') return fitsInt(schema) ? GraphQLInt : SafeInt;
  if (schema.type === 'number') return GraphQLFloat;
  if (schema.type === 'boolean') return GraphQLBoolean;
  throw new Error(`${where}: ${String(schema.type)} has no place in a command`);
};

const textType = ({ format }: JsonSchema): GraphQLInputType => {
  if (format === 'uuid') return GraphQLID;
  if (format === 'date-time') return DateTime;
  if (format === 'date') return LocalDate;
  return GraphQLString;
};

const fitsInt = ({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): boolean => {
  const low = minimum ?? (exclusiveMinimum === undefined ? -Infinity : exclusiveMinimum + 1);
  const high = maximum ?? (exclusiveMaximum === undefined ? Infinity : exclusiveMaximum - 1);
  return low >= -(2 ** 31) && high <= 2 ** 31 - 1;
};

/**
 * The enum of a schema's words; each keeps its word as internal value (`'walk-in'` is `WALK_IN`). A query's enum of the same name
 * and values is shared, because one API has one type for it.
 */
export const enumType = (
  name: string,
  schema: JsonSchema,
  base: GraphQLSchema,
): GraphQLEnumType => {
  const words = schema.enum ?? [schema.const];
  const entries = words.map((word): [string, { value: string }] => {
    if (typeof word !== 'string') throw new Error(`${name}: only words can be enumerated`);
    return [enumName(word, name), { value: word }];
  });
  const values = Object.fromEntries(entries);
  if (Object.keys(values).length < entries.length) {
    throw new Error(`${name}: two values have one name in GraphQL`);
  }
  const there = base.getType(name);
  if (!there)
    return new GraphQLEnumType({
      name: named(name, name),
      description: schema.description,
      values,
    });
  const same =
    there instanceof GraphQLEnumType &&
    there.getValues().length === entries.length &&
    there.getValues().every((value) => values[value.name]?.value === value.value);
  if (!same) throw new Error(`${name}: a query's type of this name is something else`);
  return there;
};
