import type { Position } from '#kernel';

const form = /^(?:0|[1-9]\d{0,17})$/;

/** Decimal, below 10^18, without leading zeros: longer is greater. */
export const isPosition = (text: string): boolean => form.test(text);

export const comparePositions = (a: Position, b: Position): number =>
  a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** The later of two, where none is the earliest. */
export const later = (a: Position | undefined, b: Position | undefined): Position | undefined =>
  a === undefined || (b !== undefined && comparePositions(a, b) < 0) ? b : a;
