import type { Instant } from '#kernel';
import { instantOf } from '../instant.js';

/** Microseconds since 1970; they fit a number until the year 2255. Throws `TypeError` for what is no instant. */
export const microsecondsOf = (moment: Instant): number => {
  const [, whole = '', fraction = ''] = /^(.+?)(?:\.(\d+))?Z$/.exec(moment) ?? [];
  const milliseconds = Date.parse(`${whole}Z`);
  if (Number.isNaN(milliseconds)) throw new TypeError(`not an instant: ${moment}`);
  return milliseconds * 1_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
};

/**
 * Gives each event a moment of its own: the clock's, or the last one that this process has given or seen plus one microsecond. What
 * one process writes rises strictly, also when its clock is set back.
 */
export class Moments {
  readonly #clock: () => Date;
  #last = 0;
  #lastText: Instant = '';

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  next(): Instant {
    this.#last = Math.max(this.#clock().getTime() * 1_000, this.#last + 1);
    return (this.#lastText = instantOf(String(this.#last)));
  }

  /** Compared as text, which is cheap: all have six fractional digits. */
  saw(moment: Instant): void {
    if (moment <= this.#lastText) return;
    this.#lastText = moment;
    this.#last = microsecondsOf(moment);
  }
}
