import type { Instant } from '#kernel';

/** A moment from microseconds since 1970, as decimal text: they do not fit a `Date`. */
export const instantOf = (microseconds: string): Instant => {
  const whole = BigInt(microseconds);
  const rest = ((whole % 1000n) + 1000n) % 1000n;
  const milliseconds = new Date(Number((whole - rest) / 1000n)).toISOString();
  return `${milliseconds.slice(0, -1)}${rest.toString().padStart(3, '0')}Z`;
};

/**
 * A moment as PostgreSQL writes a `timestamp` in its ISO style, `2026-03-02 08:00:00.5`, in our form. Throws on any other: a
 * database whose `DateStyle` was changed.
 */
export const instantFrom = (text: string): Instant => {
  if (text[4] !== '-' || text[10] !== ' ' || text.length > 26)
    throw new Error('PostgreSQL does not write dates in ISO style: set DateStyle to ISO');
  const time = text.length === 19 ? `${text.slice(11)}.` : text.slice(11);
  return `${text.slice(0, 10)}T${time.padEnd(15, '0')}Z`;
};
