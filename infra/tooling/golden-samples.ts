// A value that a schema accepts, the same every time: all optional fields are there, texts and numbers are the first of a few
// candidates that fit.
import { idOf } from '#kernel';
import { z } from 'zod';

// Numbers and codes are of the ranges that are never issued.
const texts = [
  '样例',
  'sample',
  '2026-03-02',
  '08:30',
  '2026-03',
  '44',
  '6-31-01-03',
  '440100',
  '0001',
  '91440100MA0000015P',
  'Y000123000042195000001',
  'TC-91440100MA0000015P-2026-000017',
  '0123456789abcdef'.repeat(4),
  '+8613800138000',
];
const numbers = [1, 60, 2026, 0, 0.5, -1];

/** Throws when no candidate fits, and names where: a candidate has to be added here then. */
export const sampleOf = (schema: z.ZodType, path: string): unknown => {
  const value = sample(schema, path);
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`no sample for ${path}: ${parsed.error.message}`);
  return value;
};

const sample = (schema: z.ZodType, path: string): unknown => {
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => [
        name,
        sample(field, `${path}.${name}`),
      ]),
    );
  if (schema instanceof z.ZodLiteral) return schema.value;
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodBoolean) return true;
  if (schema instanceof z.ZodArray)
    return lengths
      .map((length) => itemsOf(schema, length, path))
      .find((items) => schema.safeParse(items).success);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return sample(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodUnion) return sample(schema.options[0] as z.ZodType, path);
  const candidates = schema instanceof z.ZodNumber ? numbers : [...texts, idOf(path)];
  return candidates.find((candidate) => schema.safeParse(candidate).success);
};

const lengths = [1, 2, 3, 5];
const itemsOf = (schema: z.ZodArray, length: number, path: string): readonly unknown[] =>
  Array.from({ length }, (_, index) => sample(schema.element as z.ZodType, `${path}.${index}`));
