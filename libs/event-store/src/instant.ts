import type { Instant } from '#kernel';

/** A moment from microseconds since 1970, as decimal text: they do not fit a `Date`. */
export const instantOf = (microseconds: string): Instant => {
  const whole = BigInt(microseconds);
  const rest = ((whole % 1000n) + 1000n) % 1000n;
  const milliseconds = new Date(Number((whole - rest) / 1000n)).toISOString();
  return `${milliseconds.slice(0, -1)}${rest.toString().padStart(3, '0')}Z`;
};
