// Arguments that GraphQL accepts and no command does: every id is a word. Whoever may send it is told so; whoever may not is not
// told anything of its input.
import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';

const scalars: Readonly<Record<string, unknown>> = {
  ID: 'nobody',
  String: '',
  Int: 1,
  SafeInt: 1,
  Float: 1,
  Boolean: true,
  LocalDate: '2026-03-02',
  DateTime: '2026-03-02T01:00:00.000Z',
  JSON: {},
};

/** The least that the type takes. Throws for a scalar that has no value here yet. */
export const leastOf = (type: GraphQLInputType): unknown => {
  if (isNonNullType(type)) return leastOf(type.ofType);
  if (isListType(type)) return [leastOf(type.ofType)];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const asked = type.isOneOf ? fields.slice(0, 1) : fields.filter(isRequiredInputField);
    return Object.fromEntries(asked.map((field) => [field.name, leastOf(field.type)]));
  }
  if (type.name in scalars) return scalars[type.name];
  throw new Error(`no value for the scalar ${type.name}`);
};

/** A document that asks for the field with nothing more than it needs, and its variables. */
export const documentOf = (
  kind: 'query' | 'mutation' | 'subscription',
  field: GraphQLField<unknown, unknown>,
): { readonly query: string; readonly variables: Readonly<Record<string, unknown>> } => {
  const asked = field.args.filter(isRequiredArgument);
  const declared = asked.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = asked.map(({ name }) => `${name}: $${name}`).join(', ');
  const selection =
    kind === 'mutation' ? '{ __typename ... on Rejected { reasons { code } } }' : '{ __typename }';
  const call = asked.length > 0 ? `${field.name}(${passed})` : field.name;
  return {
    query: `${kind} ${declared && `(${declared})`} { answer: ${call} ${selection} }`,
    variables: Object.fromEntries(asked.map(({ name, type }) => [name, leastOf(type)])),
  };
};
