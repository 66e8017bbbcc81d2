import type { Column, ColumnKind } from '#kernel';

/** Where a page ended: the sort column's value and the row's key. Opaque to callers of the API. */
export interface Place {
  readonly value: Column;
  readonly key: string;
}

/** The caller's cursor was not made by a page of this view in this order: refuse the request, naming the argument. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

/** `order` goes into the cursor, so that one order's cursor is not taken for another's. */
export const cursorOf = (order: string, { value, key }: Place): string =>
  Buffer.from(JSON.stringify([order, value, key])).toString('base64url');

const fits = {
  text: (value) => typeof value === 'string',
  date: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
  integer: (value) => Number.isSafeInteger(value),
  boolean: (value) => typeof value === 'boolean',
  'text[]': () => false,
} as const satisfies Record<ColumnKind['kind'], (value: unknown) => boolean>;

/** `kind` is that of the sort column; absent when the key alone sorts. Throws `BadCursor`. */
export const placeOf = (order: string, cursor: string, kind?: ColumnKind): Place => {
  const parts = parsed(cursor);
  if (!Array.isArray(parts) || parts.length !== 3) throw new BadCursor('not a cursor');
  const [ordered, value, key] = parts as readonly unknown[];
  if (ordered !== order) throw new BadCursor('a cursor of another order');
  const sound = value === null || (kind && fits[kind.kind](value));
  if (!sound || typeof key !== 'string') throw new BadCursor('not a cursor');
  return { value: value as Column, key };
};

const parsed = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch (cause) {
    throw new BadCursor('not a cursor', { cause });
  }
};
