import type { Operation, UnitOutcome } from '../port.js';

export type Conflict = Extract<UnitOutcome, { reason: 'conflict' }>;

const isMet = (expected: Operation['expected'], actual: number): boolean => {
  if (typeof expected === 'number') return expected === actual;
  return expected === 'any' || (expected === 'none') === actual < 0;
};

/** Walks the operations of one stream as they would be done from a last revision (-1 for none): the first that is refused. */
export const conflictIn = (
  operations: readonly Operation[],
  revision: number,
): Conflict | undefined => {
  let actual = revision;
  for (const { stream, expected, events } of operations) {
    if (!isMet(expected, actual))
      return { ok: false, reason: 'conflict', stream, expected, actual };
    actual += events.length;
  }
  return undefined;
};

/** The last revision that the first operation names itself; nothing when it does not. */
export const namedBy = (operations: readonly Operation[]): number | undefined => {
  const expected = operations[0]?.expected;
  if (typeof expected === 'number') return expected;
  return expected === 'none' ? -1 : undefined;
};
