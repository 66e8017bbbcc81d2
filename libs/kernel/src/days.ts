import { z } from 'zod';
import { Day, type Instant } from './meta.js';

// Civil dates are text, `YYYY-MM-DD`, and compare as text; the arithmetic runs on days since 1970-01-01 in UTC and sees no clock.
const millisecondsPerDay = 86_400_000;
const shanghaiAheadOfUtc = 8 * 3_600_000;

/** Whether `text` is a date that exists, written `YYYY-MM-DD`. */
export const isDay = (text: string): boolean => Day.safeParse(text).success;

const serial = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / millisecondsPerDay;
const ofSerial = (days: number): Day =>
  new Date(days * millisecondsPerDay).toISOString().slice(0, 10);

/** The civil year, as a number. */
export const yearOf = (day: Day): number => Number(day.slice(0, 4));
const monthOf = (day: Day): number => Number(day.slice(5, 7));

/** Negative, zero or positive, as for sorting. */
export const compareDays = (a: Day, b: Day): number => (a < b ? -1 : a > b ? 1 : 0);

/** `count` days later; earlier when negative. */
export const addDays = (day: Day, count: number): Day => ofSerial(serial(day) + count);

/** The day once it has come; nothing while it lies after `today`. */
export const unlessAhead = (day: Day, today: Day): Day | undefined =>
  day <= today ? day : undefined;

/** The last day of the month `YYYY-MM`. */
export const lastDayOf = (month: string): Day => addDays(addMonths(`${month}-01`, 1), -1);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => serial(to) - serial(from);

/** The same day `count` months later, or that month's last day where it has no such day: 31 January + 1 is 28 or 29 February. */
export const addMonths = (day: Day, count: number): Day => {
  const months = yearOf(day) * 12 + monthOf(day) - 1 + count;
  const year = Math.floor(months / 12);
  const month = months - year * 12;
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return ofSerial(
    Date.UTC(year, month, Math.min(Number(day.slice(8)), lastOfMonth)) / millisecondsPerDay,
  );
};

/** Whole months from `from` to `to`: the most that `addMonths(from, n)` can take without passing `to`. 0 when `to` is earlier. */
export const monthsBetween = (from: Day, to: Day): number => {
  const months = (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from);
  return Math.max(0, addMonths(from, months) > to ? months - 1 : months);
};

/**
 * Full years of age on a day. A year is full on the birthday itself; for one born on 29 February in a common year that is 1 March.
 * Negative before birth.
 */
export const ageOn = (born: Day, day: Day): number =>
  yearOf(day) - yearOf(born) - (day.slice(5) < born.slice(5) ? 1 : 0);

/** Saturday and Sunday are 6 and 0. */
export const weekdayOf = (day: Day): number =>
  new Date(serial(day) * millisecondsPerDay).getUTCDay();

/** The civil date in Asia/Shanghai of a moment (UTC+8 without summer time, as it has been since 1992). */
export const dayOf = (instant: Instant): Day => {
  const day = instant.slice(0, 10);
  // In the first sixteen hours of a day in UTC it is the same day there: most of what is recorded is folded without arithmetic.
  return utcMoment.test(instant) && instant.slice(11, 13) < '16'
    ? day
    : new Date(Date.parse(instant) + shanghaiAheadOfUtc).toISOString().slice(0, 10);
};
const utcMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** A time of day to the minute, `HH:MM`, from 00:00 to 23:59. Compares as text. */
export const ClockTime = z.iso.time({ precision: -1 }).meta({
  id: 'ClockTime',
  description: 'A time of day in Asia/Shanghai to the minute, HH:MM.',
});
export type ClockTime = z.infer<typeof ClockTime>;

const minuteOf = (time: ClockTime): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Minutes from one time of a day to another of the same day; negative when `to` is earlier. */
export const minutesBetween = (from: ClockTime, to: ClockTime): number =>
  minuteOf(to) - minuteOf(from);

/** A half-open stretch: `from` belongs to it, `to` does not. Clock times, days, or days with clock times. */
export interface Interval {
  readonly from: string;
  readonly to: string;
}

/** Whether two stretches share any time. Those that only touch (08:00–10:00, 10:00–12:00) do not. */
export const overlaps = (a: Interval, b: Interval): boolean => a.from < b.to && b.from < a.to;

/**
 * Class hours in a sum of minutes, begun ones not counted. To be asked once, of the sum: rounding entry by entry would lose up to
 * a class hour each time.
 */
export const classHoursOf = (minutes: number, classHourMinutes = 45): number =>
  Math.floor(minutes / classHourMinutes);
