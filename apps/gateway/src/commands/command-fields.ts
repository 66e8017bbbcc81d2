import { membersOf, sheetName } from '#event-store';
import { aboutOf, type BoundedContext, type CommandAbout } from '#kernel';
import { z } from 'zod';
import type { JsonSchema } from './json-schema.js';

/** What `addCommands` needs of one command: where it goes, its words, and the JSON Schema of its data. */
export interface CommandField {
  readonly kind: 'command' | 'sheet';
  /** The decider's category; empty for a sheet, which names categories per line. */
  readonly category: string;
  readonly type: string;
  readonly about: CommandAbout;
  readonly data: JsonSchema;
  readonly defs: Readonly<Record<string, JsonSchema>>;
}

/** Every command and sheet of the contexts, in their order. Throws when a schema cannot be said in JSON Schema. */
export const commandFields = (contexts: readonly BoundedContext[]): readonly CommandField[] =>
  contexts.flatMap(({ deciders, sheets = [] }) => [
    ...deciders.flatMap(({ category, commands }) =>
      membersOf(commands)
        // Commands that nobody may send are the system's own: claims and consequences.
        .filter((member) => Object.keys(aboutOf(member).allow).length > 0)
        .map((member) => fieldOf('command', category, member)),
    ),
    ...sheets.map((sheet) => {
      const [member] = membersOf(sheet.schema);
      if (!member)
        throw new Error(`sheet ${sheetName(sheet) ?? ''} has no schema made by command()`);
      return fieldOf('sheet', '', member);
    }),
  ]);

type Member = ReturnType<typeof membersOf>[number];

const fieldOf = (kind: CommandField['kind'], category: string, member: Member): CommandField => {
  const type = member.shape.type.value;
  const about = aboutOf(member);
  if (kind === 'sheet' && about.many === true) throw new Error(`${type}: a sheet is many already`);
  const schema = jsonSchemaOf(type, member);
  const defs = schema.$defs ?? {};
  const node = schema.properties?.['data'] ?? {};
  const data = node.$ref === undefined ? node : defs[node.$ref.slice('#/$defs/'.length)];
  if (!data) throw new Error(`${type}: its data is not an object`);
  return { kind, category, type, about, data, defs };
};

const jsonSchemaOf = (type: string, member: z.ZodType): JsonSchema => {
  try {
    // The registry's ids name the types; `input` because defaults and transforms are the server's business.
    return z.toJSONSchema(member, { io: 'input' }) as JsonSchema;
  } catch (cause) {
    throw new Error(`${type}: ${(cause as Error).message}`, { cause });
  }
};
