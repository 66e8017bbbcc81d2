import { Day, type Message } from '#kernel';
import { z } from 'zod';
import type { Envelope } from './dispatch.js';

/**
 * What a caller says beside the command goes into every event's metadata as it is, so it has no room for prose: a kind is a word of
 * a list, a digest is a digest, and who sends a name or an identity number in their place is refused.
 */
const Checked = z.object({
  occurredOn: Day.optional(),
  evidence: z
    .array(
      z.strictObject({
        kind: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a word of small letters'),
        digest: z
          .string()
          .regex(/^[0-9a-f]{64}$/, 'must be SHA-256 in 64 lower-case hexadecimal digits'),
      }),
    )
    .max(20)
    .optional(),
  lateApproval: z.uuid().optional(),
});

// Line breaks and tabs are writing; the other control characters are not, and PostgreSQL takes neither NUL nor half a surrogate
// pair out of a JSON text: such a text would be stored as an event and then stop every view that shows it.
const unwritable = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Where in a value a text stands that no view could store. Keys come from schemas and are not looked at. */
const unwritableAt = (value: unknown, path: readonly string[]): readonly string[] | undefined => {
  if (typeof value === 'string')
    return unwritable.test(value) || !value.isWellFormed() ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = unwritableAt(part, [...path, key]);
    if (found) return found;
  }
  return undefined;
};

type Passed =
  | { readonly command: Message; readonly error?: undefined }
  | { readonly command?: undefined; readonly error: z.ZodError };

/**
 * The command as its schema reads it, when the envelope is one too and every text can be stored and shown; else what is wrong, with
 * issues whose paths name the field or the argument.
 */
export const throughGates = (
  schema: z.ZodType<Message>,
  input: unknown,
  envelope: Envelope,
): Passed => {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return { error: parsed.error };
  const command = parsed.data;
  const { error } = Checked.safeParse(envelope);
  if (error) return { error };
  const path = unwritableAt(command.data, ['data']);
  if (!path) return { command };
  const message = 'holds a control character';
  return {
    error: new z.ZodError([{ code: 'custom', input: undefined, path: [...path], message }]),
  };
};
