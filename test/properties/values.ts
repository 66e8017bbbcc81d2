// Values that fit a schema more often than not: ids, codes and words that the world has already seen under the same field name,
// days around its present, numbers near their bounds. What does not fit is a command too: the handler must refuse it by name.
import { addDays } from '#kernel';
import fc from 'fast-check';
import { z } from 'zod';

/** The random choices of one run. */
export type Choices = fc.GeneratorValue;

/** Evenly: the usual preference for small numbers would make what is rare frequent. */
const upTo = (max: number) => fc.noBias(fc.nat(max));

export const pick = <T>(choose: Choices, list: readonly T[]): T => {
  const found = list[choose(upTo, Math.max(0, list.length - 1))];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
};
/** Whether something happens that happens so often in a hundred. */
export const chance = (choose: Choices, percent: number): boolean => choose(upTo, 99) < percent;

/** What the world offers when a value is made up. */
export interface Offer {
  readonly today: string;
  /** Values seen in events under this field name, the latest last. */
  seen(name: string): readonly unknown[];
  newId(): string;
}

const texts = [
  '产教评试点',
  'TC-1',
  '6-31-01-03',
  '44',
  '2026-03',
  'ab'.repeat(32),
  '0001',
  '000042',
];
const clock = ['08:00', '09:30', '11:00', '14:00', '17:30'];

/** A value for the field, `undefined` for an optional one left out. */
export const valueOf = (
  schema: z.ZodType,
  name: string,
  offer: Offer,
  choose: Choices,
): unknown => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return chance(choose, 40) ? undefined : valueOf(inner(schema), name, offer, choose);
  if (schema instanceof z.ZodDefault) return valueOf(inner(schema), name, offer, choose);
  const seen = offer.seen(name);
  if (seen.length > 0 && chance(choose, 80)) return pick(choose, seen);
  return freshOf(schema, name, offer, choose);
};

const inner = (schema: z.ZodOptional | z.ZodNullable | z.ZodDefault): z.ZodType =>
  schema.unwrap() as z.ZodType;

/** Data for a strict object, field by field. */
export const dataOf = (schema: z.ZodObject, offer: Offer, choose: Choices): object =>
  Object.fromEntries(
    Object.entries(schema.shape as Record<string, z.ZodType>)
      .map(([name, field]) => [name, valueOf(field, name, offer, choose)] as const)
      .filter(([, value]) => value !== undefined),
  );

const freshOf = (schema: z.ZodType, name: string, offer: Offer, choose: Choices): unknown => {
  if (schema instanceof z.ZodObject) return dataOf(schema, offer, choose);
  if (schema instanceof z.ZodLiteral) return schema.value;
  if (schema instanceof z.ZodEnum) return pick(choose, schema.options);
  if (schema instanceof z.ZodBoolean) return chance(choose, 50);
  if (schema instanceof z.ZodArray) {
    const element = schema.element as z.ZodType;
    const singular = name.replace(/s$/, '');
    return Array.from({ length: 1 + choose(upTo, 3) }, () =>
      valueOf(element, singular, offer, choose),
    );
  }
  if (schema instanceof z.ZodNumber) {
    const from = Math.max(schema.minValue ?? 0, -1000);
    return Number.isFinite(from) ? Math.trunc(from) + choose(upTo, 4) : choose(upTo, 100);
  }
  return textOf(schema, offer, choose);
};

const textOf = (schema: z.ZodType, offer: Offer, choose: Choices): unknown => {
  switch (formOf(schema)) {
    case 'id':
      return offer.newId();
    case 'day':
      return addDays(offer.today, choose(upTo, 40) - 20);
    case 'time':
      return pick(choose, clock);
    case 'text':
      return pick(choose, texts);
  }
};

type Form = 'id' | 'day' | 'time' | 'text';
const forms = new WeakMap<z.ZodType, Form>();

/** What kind of text a schema wants, found by trying. */
const formOf = (schema: z.ZodType): Form => {
  const known = forms.get(schema);
  if (known) return known;
  const takes = (text: string) => schema.safeParse(text).success;
  const free = takes('一段文字');
  const form: Form =
    !free && takes('74738ff5-5367-5958-9aee-98fffdcd1876')
      ? 'id'
      : !free && takes('2026-03-02')
        ? 'day'
        : !free && takes('08:30')
          ? 'time'
          : 'text';
  forms.set(schema, form);
  return form;
};
