import type { BoundedContext } from '#kernel';
import {
  assertValidSchema,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLFieldResolver,
} from 'graphql';
import { commandFields, type CommandField } from './command-fields.js';
import { asIs, type Decode } from './decoding.js';
import { InputTypes, type InputType } from './input-types.js';
import { lowerFirst, named } from './names.js';
import { templates, type Errand } from './errand.js';
import { failure } from '../execution/failures.js';

type Config = GraphQLFieldConfig<unknown, unknown, Readonly<Record<string, unknown>>>;
type Fields = Record<string, Config>;

/** The most lines one plural mutation takes. */
export const mostLines = 1_000;

/**
 * The schema with a mutation for every command, every command that takes many, and every sheet, and without the hidden templates
 * whose resolvers they borrow. Throws at start for a schema that has no place in the API, for two commands of one name, and for
 * two shapes of one name.
 */
export const addCommands = (
  schema: GraphQLSchema,
  contexts: readonly BoundedContext[],
): GraphQLSchema => {
  const mutation = schema.getMutationType();
  if (!mutation) throw new Error('the command templates are missing from the schema');
  const {
    [templates.one]: one,
    [templates.many]: many,
    [templates.sheet]: sheet,
    ...others
  }: Fields = mutation.toConfig().fields;
  if (!one || !many || !sheet) throw new Error('the command templates are missing from the schema');
  const inputs = new InputTypes(schema);
  const fields: Fields = { ...others };
  const add = (name: string, config: Config) => {
    if (fields[name]) throw new Error(`two mutations are called ${name}`);
    fields[named(name, name)] = config;
  };
  for (const field of commandFields(contexts)) {
    const input = inputs.object(`${field.type}Input`, field.data, field);
    const name = lowerFirst(field.type);
    add(name, single(field.kind === 'sheet' ? sheet : one, field, input));
    if (field.about.many === true) add(`${name}Many`, plural(many, field, input));
  }
  return withMutation(schema, mutation, fields);
};

const withMutation = (
  schema: GraphQLSchema,
  old: GraphQLObjectType,
  fields: Fields,
): GraphQLSchema => {
  const mutation =
    Object.keys(fields).length === 0
      ? null
      : new GraphQLObjectType({
          name: 'Mutation',
          description:
            'Every act that is recorded: one mutation, one outcome. 每项操作对应一个结果。',
          fields,
        });
  const config = schema.toConfig();
  const made = new GraphQLSchema({
    ...config,
    mutation,
    types: config.types.filter((type) => type !== old),
  });
  assertValidSchema(made);
  return made;
};

const describe = ({ about }: CommandField, extra = ''): string =>
  `${about.summary}${extra}\n\n${about.zh}`;

const single = (template: Config, field: CommandField, input: InputType | undefined): Config => {
  const decode = input?.decode ?? asIs;
  return {
    ...borrowed(template, field, (args) => ({
      lines: [
        { category: field.category, type: field.type, data: decodeData(decode, args['input']) },
      ],
    })),
    args: { ...(input && { input: { type: new GraphQLNonNull(input.type) } }), ...template.args },
    description: describe(field),
  };
};

const plural = (template: Config, field: CommandField, input: InputType | undefined): Config => {
  if (!input)
    throw new Error(`${field.type}: a command without data cannot be sent many times at once`);
  const inputs = new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(input.type)));
  const args: GraphQLFieldConfigArgumentMap = { inputs: { type: inputs }, ...template.args };
  return {
    ...borrowed(template, field, (given) => ({
      lines: within(given['inputs']).map((data) => ({
        category: field.category,
        type: field.type,
        data: decodeData(input.decode, data),
      })),
    })),
    args,
    description: describe(
      field,
      ` Many at once, each with its own outcome; at most ${String(mostLines)}.`,
    ),
  };
};

const within = (given: unknown): readonly unknown[] => {
  const inputs = given as readonly unknown[];
  if (inputs.length <= mostLines) return inputs;
  throw failure(
    'BAD_USER_INPUT',
    `"inputs" has ${String(inputs.length)} entries; at most ${String(mostLines)} are taken at once`,
  );
};

const decodeData = (decode: Decode, input: unknown): object => decode(input ?? {}) as object;

/** The template's type and its resolver, which Nest has wrapped, called with the errand beside the arguments. */
const borrowed = (
  template: Config,
  { category, type }: CommandField,
  errandOf: (args: Readonly<Record<string, unknown>>) => Errand,
): Pick<Config, 'type' | 'extensions' | 'resolve'> => {
  const { resolve } = template;
  const run: GraphQLFieldResolver<unknown, unknown, Readonly<Record<string, unknown>>> | undefined =
    resolve &&
    ((source, args, context, info) =>
      resolve(source, { ...args, errand: errandOf(args) }, context, info));
  return {
    type: template.type,
    extensions: { command: { category, type } },
    ...(run && { resolve: run }),
  };
};
