import { z } from 'zod';

/** Anything with a name and a payload: a command (imperative) or an event (past tense). */
export interface Message {
  readonly type: string;
  readonly data: object;
}

/**
 * The schema of one event. Its type name and the shape of `data` are what is stored: add fields as optional, never edit or
 * remove one. Unknown keys are refused, so a misspelt field cannot reach the store.
 */
export const event = <const T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), data: z.strictObject(shape) });

/** The parts an actor can play; a token names exactly one. */
export const Role = z.enum([
  'chain-owner',
  'enterprise',
  'college',
  'assessment-body',
  'assessor',
  'base',
  'city-bureau',
  'province',
  'trainee',
  'operator',
]);
export type Role = z.infer<typeof Role>;

/**
 * Who may send a command: for each role the relation its actor must have to what the command is about, or several of which one is
 * enough. A relation is a key of what the decider's `parties` returns, or `'any'`. A role that is absent is refused; `chain-owner`
 * may do whatever `enterprise` may. Reactions act as `system` and are not asked.
 */
export type Allow = { readonly [R in Role]?: string | readonly string[] };

/** What is said of a command beside its shape: enough to make its mutation, its row in the permission table and its page. */
export interface CommandAbout {
  /** One sentence in English that ends in a full stop: the mutation's description. */
  readonly summary: string;
  /** The same in Chinese, for people. */
  readonly zh: string;
  readonly allow: Allow;
  /** Whether a plural mutation (`logHoursMany`) takes a list and answers `BatchOutcome`. */
  readonly many?: boolean;
}

const abouts = z.registry<CommandAbout>();

/** The schema of one command. Its mutation, input type, permission row and documentation follow from it. */
export const command = <const T extends string, S extends z.ZodRawShape>(
  type: T,
  about: CommandAbout,
  shape: S,
) => {
  const schema = z
    .strictObject({ type: z.literal(type), data: z.strictObject(shape) })
    .meta({ description: about.summary });
  abouts.add(schema, about);
  return schema;
};

/** What `command` was told. Throws when the schema was not made by `command`: a programming error found at start. */
export const aboutOf = (schema: z.ZodType): CommandAbout => {
  const about = abouts.get(schema);
  if (!about) throw new Error('not a command schema: build it with command()');
  return about;
};
