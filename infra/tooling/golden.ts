// Adds to each libs/CONTEXT/src/events.golden.jsonl one stored line of every kind of event that has none yet; lines that are there
// are never touched: `npm run golden`.
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { sampleOf } from './golden-samples.js';

/** An event as it is stored, without its metadata. */
export type Line = z.infer<typeof Line>;
const Line = z.strictObject({ type: z.string(), data: z.record(z.string(), z.unknown()) });

/** Where a context keeps its lines. */
export interface Golden {
  readonly context: string;
  readonly file: string;
  readonly lines: readonly Line[];
  /** The schema of every kind of event, by its type. */
  readonly schemas: ReadonlyMap<string, z.ZodType>;
}

/** Every context under `libs/` that has events, with what it keeps. Throws when a kept line is not an event at all. */
export const goldens = async (root: string): Promise<readonly Golden[]> => {
  const contexts = readdirSync(join(root, 'libs'))
    .filter((name) => existsSync(join(root, 'libs', name, 'src/events.ts')))
    .sort();
  return Promise.all(contexts.map((context) => golden(root, context)));
};

const golden = async (root: string, context: string): Promise<Golden> => {
  const source = join(root, 'libs', context, 'src');
  const file = join(source, 'events.golden.jsonl');
  const exported = (await import(pathToFileURL(join(source, 'events.ts')).href)) as object;
  const schemas = Object.values(exported).flatMap((value: unknown) => {
    const type = value instanceof z.ZodObject ? eventTypeOf(value) : undefined;
    return type === undefined ? [] : [[type, value as z.ZodType] as const];
  });
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Line.parse(JSON.parse(line)));
  return { context, file, lines, schemas: new Map(schemas) };
};

/** The type an event's schema demands; nothing for a schema that is no event's. */
const eventTypeOf = ({ shape }: z.ZodObject): string | undefined => {
  const { type, data, ...others } = shape;
  return type instanceof z.ZodLiteral && data && Object.keys(others).length === 0
    ? String(type.value)
    : undefined;
};

/** The kinds of event that no line shows, by name. */
export const withoutLine = ({ lines, schemas }: Golden): readonly string[] => {
  const shown = new Set(lines.map(({ type }) => type));
  return [...schemas.keys()].filter((type) => !shown.has(type));
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const kept of await goldens(resolve(import.meta.dirname, '../..'))) {
    const missing = withoutLine(kept);
    const lines = missing.map((type) => JSON.stringify(sampleOf(kept.schemas.get(type)!, type)));
    if (lines.length > 0) appendFileSync(kept.file, `${lines.join('\n')}\n`);
    console.log(`${kept.context}: ${kept.lines.length} kept, ${missing.length} added`);
  }
}
