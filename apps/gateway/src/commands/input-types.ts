import {
  GraphQLBoolean,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLInputFieldConfig,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import {
  asIs,
  decodeChoice,
  decodeList,
  decodeObject,
  type ChoiceDecoder,
  type Decode,
} from './decoding.js';
import { resolve, type JsonSchema, type Scope } from './json-schema.js';
import { enumType, leafType } from './leaf-types.js';
import { camelCase, named, upperFirst } from './names.js';

/** A type of the API and the way back from its values to the command's JSON. */
export interface InputType {
  readonly type: GraphQLInputType;
  readonly decode: Decode;
}

interface Field extends InputType {
  readonly nullable: boolean;
  readonly config: GraphQLInputFieldConfig;
}

/** A field of which it is not yet said whether it must be given. */
interface OpenField extends Omit<Field, 'config'> {
  readonly config: Omit<GraphQLInputFieldConfig, 'type'>;
  readonly optional: boolean;
}

/**
 * The input types of one schema, each made once by its name. A name that is asked for with another shape is an error at start:
 * two schemas with one `.meta({ id })`, or an unnamed nested object that happens to be called as another.
 */
export class InputTypes {
  private readonly made = new Map<string, { readonly shape: string; readonly input: InputType }>();

  /** `base` holds the types that queries already have; an enum with the same values is shared. */
  constructor(private readonly base: GraphQLSchema) {}

  /** The input object for `schema`, or nothing when it has no fields, which GraphQL cannot say. */
  object(name: string, schema: JsonSchema, scope: Scope): InputType | undefined {
    if (schema.type !== 'object' || schema.additionalProperties !== false) {
      throw new Error(`${name}: records and open objects have no place in a command`);
    }
    if (Object.keys(schema.properties ?? {}).length === 0) return undefined;
    return this.once(name, schema, () => {
      const fields = late(() => this.fields(name, schema, scope));
      const type = new GraphQLInputObjectType({
        name: named(name, name),
        description: schema.description,
        fields: () =>
          Object.fromEntries(fields().map(([key, { config }]) => [named(key, name), config])),
      });
      return {
        type,
        decode: decodeObject(() => fields().map(([key, field]) => ({ name: key, ...field }))),
      };
    });
  }

  private field(owner: string, key: string, node: JsonSchema, scope: Scope): OpenField {
    const where = `${owner}.${key}`;
    const { schema, id, nullable } = resolve(node, scope, where);
    const fallback = `${owner.replace(/Input$/, '')}${upperFirst(key)}`;
    const { type, decode } = this.input({ schema, name: id ?? fallback, where }, scope);
    const description = node.description ?? schema.description;
    // An object's default stays with zod, which fills it in as well: GraphQL would want it in its own names.
    const carried = node.default !== undefined && typeof node.default !== 'object';
    const config = {
      description,
      ...(carried && { defaultValue: node.default }),
      ...(node.deprecated === true && { deprecationReason: 'no longer needed' }),
    };
    return { type, decode, nullable, config, optional: nullable || node.default !== undefined };
  }

  private fields(
    owner: string,
    schema: JsonSchema,
    scope: Scope,
  ): readonly (readonly [string, Field])[] {
    return Object.entries(schema.properties ?? {}).map(([key, node]) => {
      const { type, optional, config, ...field } = this.field(owner, key, node, scope);
      const required = schema.required?.includes(key) === true && !optional;
      return [
        key,
        { ...field, type, config: { ...config, type: required ? new GraphQLNonNull(type) : type } },
      ];
    });
  }

  private input(of: { schema: JsonSchema; name: string; where: string }, scope: Scope): InputType {
    const { schema, name, where } = of;
    if (schema.oneOf) return this.choice(`${withoutInput(name)}Input`, schema, scope);
    if (schema.allOf) throw new Error(`${where}: an intersection has no place in a command`);
    if (schema.enum || schema.const !== undefined) {
      return this.once(name, schema, () => ({
        type: enumType(name, schema, this.base),
        decode: asIs,
      }));
    }
    switch (schema.type) {
      case 'object': {
        const input = this.object(`${withoutInput(name)}Input`, schema, scope);
        if (!input) throw new Error(`${where}: an object without fields has no place in a command`);
        return input;
      }
      case 'array':
        return this.list(of, scope);
      case undefined:
        throw new Error(`${where}: an untyped value has no place in a command`);
    }
    return { type: leafType(schema, where), decode: asIs };
  }

  private list(
    { schema, name, where }: { schema: JsonSchema; name: string; where: string },
    scope: Scope,
  ): InputType {
    if (schema.prefixItems) throw new Error(`${where}: a tuple has no place in a command`);
    if (typeof schema.items !== 'object') throw new Error(`${where}: a list must say of what`);
    const item = resolve(schema.items, scope, `${where}[]`);
    const input = this.input(
      { schema: item.schema, name: item.id ?? name, where: `${where}[]` },
      scope,
    );
    const type = item.nullable ? input.type : new GraphQLNonNull(input.type);
    return { type: new GraphQLList(type), decode: decodeList(input.decode) };
  }

  /** A nested discriminated union is a `@oneOf` input with one field per kind. */
  private choice(name: string, schema: JsonSchema, scope: Scope): InputType {
    return this.once(name, schema, () => {
      const members = late(() => this.members(name, schema.oneOf ?? [], scope));
      const type = new GraphQLInputObjectType({
        name: named(name, name),
        description: schema.description,
        isOneOf: true,
        fields: () =>
          Object.fromEntries(
            members().map(({ key, input, description }) => [key, { type: input, description }]),
          ),
      });
      const choices = late(() =>
        Object.fromEntries(members().map(({ key, ...choice }) => [key, choice])),
      );
      return { type, decode: decodeChoice(choices) };
    });
  }

  private members(owner: string, nodes: readonly JsonSchema[], scope: Scope) {
    const kinds = nodes.map((node) => resolve(node, scope, owner));
    const discriminator = discriminatorOf(kinds.map(({ schema }) => schema));
    if (discriminator === undefined)
      throw new Error(`${owner}: each kind of a union needs a literal that names it`);
    return kinds.map(({ schema, id }) => {
      const { [discriminator]: tag, ...properties } = schema.properties ?? {};
      const value = String(tag?.const);
      const key = camelCase(value, owner);
      const required = (schema.required ?? []).filter((name) => name !== discriminator);
      const name = `${withoutInput(id ?? `${withoutInput(owner)}${upperFirst(key)}`)}Input`;
      const input = this.object(name, { ...schema, properties, required }, scope);
      const choice: ChoiceDecoder = { decode: input?.decode ?? asIs, discriminator, value };
      return {
        key,
        ...choice,
        input: input?.type ?? GraphQLBoolean,
        description: schema.description,
      };
    });
  }

  private once(name: string, schema: JsonSchema, make: () => InputType): InputType {
    const shape = JSON.stringify({ ...schema, $defs: undefined });
    const known = this.made.get(name);
    if (known && known.shape !== shape)
      throw new Error(`${name}: two different schemas share this name or id`);
    if (known) return known.input;
    const input = make();
    this.made.set(name, { shape, input });
    return input;
  }
}

const withoutInput = (name: string): string => name.replace(/Input$/, '');

/** The property that is a different word in every kind. */
const discriminatorOf = (kinds: readonly JsonSchema[]): string | undefined =>
  Object.keys(kinds[0]?.properties ?? {}).find((name) => {
    const words = kinds.map((kind) => kind.properties?.[name]?.const);
    return words.every((word) => typeof word === 'string') && new Set(words).size === words.length;
  });

const late = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};
