import chineseDays from 'chinese-days';
import { addDays, compareDays, weekdayOf, yearOf } from './days.js';
import type { Day } from './meta.js';

// The State Council announces each year's holidays and swapped days only late in the year before. Beyond the years the calendar
// knows, Monday to Friday are worked but for the days that the Regulation on Public Holidays fixes by date; every answer says
// whether it rests on announced years alone, so that a deadline can be shown as provisional and computed again.

/** Holidays by date from the Regulation on Public Holidays (国务院令第795号): New Year, Labour Day, National Day. */
const fixedHolidays = new Set(['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']);

/**
 * Whether the State Council names the day, as a holiday or as a swapped day that is worked; `undefined` when it does not. The
 * library shifts its dates and its weekdays by a day west of Greenwich. Its list and its parsing shift alike, so what it says of
 * listed days is right everywhere; of other days it only gives the weekday, and that one is computed here.
 */
const listed = (day: Day): boolean | undefined => {
  const { name, work } = chineseDays.getDayDetail(day);
  return name.includes(',') ? work : undefined;
};

const announcedYears = new Map<number, boolean>();

/** Whether the State Council's calendar for the day's year is known to this release. */
export const isCalendarAnnounced = (day: Day): boolean => {
  const year = yearOf(day);
  // National Day is in every announced calendar.
  const known = announcedYears.get(year) ?? listed(`${year}-10-01`) !== undefined;
  announcedYears.set(year, known);
  return known;
};

/**
 * Whether people work on that day by the State Council's calendar, swapped weekends included. In years that are not announced:
 * Monday to Friday but for holidays fixed by date; ask `isCalendarAnnounced` when that matters.
 */
export const isWorkingDay = (day: Day): boolean => {
  const weekday = weekdayOf(day);
  const usual = weekday !== 0 && weekday !== 6;
  return isCalendarAnnounced(day)
    ? (listed(day) ?? usual)
    : usual && !fixedHolidays.has(day.slice(5));
};

/** A deadline; `announced` is false when it runs into a year whose calendar is not known yet. */
export interface WorkingDeadline {
  readonly day: Day;
  readonly announced: boolean;
}

/**
 * The day that is `count` working days after `day`, the day itself not counted; before it when `count` is negative; `day` itself
 * for 0. `count` must be a whole number.
 */
export const addWorkingDays = (day: Day, count: number): WorkingDeadline => {
  const step = count < 0 ? -1 : 1;
  let at = day;
  let announced = isCalendarAnnounced(day);
  for (let left = Math.abs(count); left > 0;) {
    at = addDays(at, step);
    announced &&= isCalendarAnnounced(at);
    if (isWorkingDay(at)) left -= 1;
  }
  return { day: at, announced };
};

/** How many, and whether the calendars of all years on the way are announced: where not, weekends alone were counted and it may change. */
export interface WorkingDayCount {
  readonly days: number;
  readonly announced: boolean;
}

/**
 * Working days after `from` up to and including `to`: `addWorkingDays(from, days)` reaches the last of them. Negative, counted the
 * same way backwards, when `to` is earlier. Days apart are walked one by one: meant for deadlines, not for centuries.
 */
export const workingDaysBetween = (from: Day, to: Day): WorkingDayCount => {
  const step = compareDays(to, from);
  let announced = isCalendarAnnounced(from);
  let days = 0;
  for (let at = from; at !== to;) {
    at = addDays(at, step);
    announced &&= isCalendarAnnounced(at);
    if (isWorkingDay(at)) days += step;
  }
  return { days, announced };
};
