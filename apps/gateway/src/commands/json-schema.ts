/** The part of JSON Schema that `z.toJSONSchema` writes for a command. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** A schema with the definitions it may refer to. */
export interface Scope {
  readonly defs: Readonly<Record<string, JsonSchema>>;
}

/** A node seen through its reference and freed of null. */
export interface Resolved {
  readonly schema: JsonSchema;
  /** The `.meta({ id })` of a shared schema. */
  readonly id?: string;
  readonly nullable: boolean;
}

const definition = '#/$defs/';

/** Throws when the node is a plain union, which has no place in an input. */
export const resolve = (node: JsonSchema, scope: Scope, where: string): Resolved => {
  if (node.anyOf) return resolveUnion(node, scope, where);
  if (node.$ref !== undefined) return { ...refer(node.$ref, scope, where), nullable: false };
  if (Array.isArray(node.type)) return resolveTypes(node, node.type as readonly string[], where);
  return { schema: node, nullable: false };
};

const refer = (ref: string, scope: Scope, where: string): { schema: JsonSchema; id: string } => {
  const id = ref.startsWith(definition) ? ref.slice(definition.length) : undefined;
  const schema = id === undefined ? undefined : scope.defs[id];
  if (id === undefined || !schema)
    throw new Error(`${where}: ${ref} is not a shared schema with an id`);
  return { schema, id };
};

const resolveUnion = (node: JsonSchema, scope: Scope, where: string): Resolved => {
  const members = (node.anyOf ?? []).filter(({ type }) => type !== 'null');
  const [only, ...others] = members;
  if (!only || others.length > 0 || members.length === node.anyOf?.length) throw plainUnion(where);
  return { ...resolve(only, scope, where), nullable: true };
};

const resolveTypes = (node: JsonSchema, types: readonly string[], where: string): Resolved => {
  const [type, ...others] = types.filter((name) => name !== 'null');
  if (type === undefined || others.length > 0) throw plainUnion(where);
  return { schema: { ...node, type }, nullable: types.includes('null') };
};

const plainUnion = (where: string) =>
  new Error(`${where}: a plain union has no place in a command; use z.discriminatedUnion`);
