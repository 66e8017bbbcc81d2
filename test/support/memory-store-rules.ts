// What any store checks before it writes, apart from where it keeps things.
import type { Expected, Unit, UnitOutcome } from '#event-store';

/** Throws a TypeError for what can never be stored: bad names, ids and values. */
export const checkOperations = (unit: Unit): void => {
  for (const { stream, events } of unit) {
    if (!/^[^\u0000-\u001f]{1,250}$/u.test(stream) || !stream.isWellFormed())
      throw new TypeError('no name of a stream');
    for (const { id, type, data } of events) {
      if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
        throw new TypeError('no id of an event');
      if (!/^[A-Za-z][A-Za-z0-9]*$/.test(type)) throw new TypeError('no type of an event');
      if (Array.isArray(data)) throw new TypeError('data is no object');
      JSON.stringify(data);
    }
  }
};

export const checkedLimit = (limit = 1_000): number => {
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000)
    throw new RangeError('limit must be from 1 to 10,000');
  return limit;
};

/** The refusal when a stream is not where the writer expects it. */
export const conflictOf = (
  stream: string,
  expected: Expected,
  actual: number,
): Extract<UnitOutcome, { reason: 'conflict' }> | undefined => {
  const met =
    expected === 'any' ||
    (expected === 'none' && actual < 0) ||
    (expected === 'exists' && actual >= 0) ||
    expected === actual;
  const holds = met && !(typeof expected === 'number' && actual < 0);
  return holds ? undefined : { ok: false, reason: 'conflict', stream, expected, actual };
};

/** Microseconds since 1970 as an instant. */
export const instantOf = (microseconds: bigint): string => {
  const text = new Date(Number(microseconds / 1000n)).toISOString();
  return `${text.slice(0, -1)}${String(microseconds % 1000n).padStart(3, '0')}Z`;
};
