import { failure } from '../execution/failures.js';

/** Turns a coerced GraphQL value back into the JSON that the command's schema reads. */
export type Decode = (value: unknown) => unknown;

export const asIs: Decode = (value) => value;

export const decodeList =
  (item: Decode): Decode =>
  (value) =>
    Array.isArray(value)
      ? value.map((entry: unknown) => (entry === null ? null : item(entry)))
      : value;

export interface FieldDecoder {
  readonly name: string;
  readonly decode: Decode;
  readonly nullable: boolean;
}

/**
 * GraphQL cannot tell "absent" from "null" in its types, zod can: null is dropped unless the schema takes it. The decoders are
 * asked for late, because types may contain themselves.
 */
export const decodeObject =
  (fields: () => readonly FieldDecoder[]): Decode =>
  (value) => {
    const source = value as Readonly<Record<string, unknown>>;
    const result: Record<string, unknown> = {};
    for (const { name, decode, nullable } of fields()) {
      const given = source[name];
      if (given === undefined || (given === null && !nullable)) continue;
      result[name] = given === null ? null : decode(given);
    }
    return result;
  };

export interface ChoiceDecoder {
  readonly decode: Decode;
  readonly discriminator: string;
  readonly value: string;
}

/** `{ onLine: { url } }` → `{ kind: 'on-line', url }`. */
export const decodeChoice =
  (choices: () => Readonly<Record<string, ChoiceDecoder>>): Decode =>
  (value) => {
    const [entry] = Object.entries(value as object).filter(([, given]) => given !== null);
    const choice = entry && choices()[entry[0]];
    if (!entry || !choice) throw failure('BAD_USER_INPUT', 'exactly one choice must be given');
    if (entry[1] === false)
      throw failure('BAD_USER_INPUT', `"${entry[0]}" can only be true or left out`);
    const rest = entry[1] === true ? {} : (choice.decode(entry[1]) as object);
    return { [choice.discriminator]: choice.value, ...rest };
  };
