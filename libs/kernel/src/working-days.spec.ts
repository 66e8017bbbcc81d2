import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, weekdayOf } from './days.js';
import {
  addWorkingDays,
  isCalendarAnnounced,
  isWorkingDay,
  workingDaysBetween,
} from './working-days.js';

describe('isWorkingDay', () => {
  it('follows the State Council, swapped days included', () => {
    expect(isWorkingDay('2024-02-04')).toBe(true); // a Sunday worked for Spring Festival
    expect(isWorkingDay('2024-02-18')).toBe(true);
    expect(isWorkingDay('2024-02-12')).toBe(false); // Monday of Spring Festival
    expect(isWorkingDay('2024-02-09')).toBe(true); // the eve, encouraged but not a holiday that year
    expect(isWorkingDay('2025-01-28')).toBe(false); // the eve, a holiday from 2025
    expect(isWorkingDay('2023-10-07')).toBe(true); // a Saturday worked for National Day
    expect(isWorkingDay('2023-09-29')).toBe(false);
    expect(isWorkingDay('2023-10-06')).toBe(false);
    expect(isWorkingDay('2026-02-23')).toBe(false);
  });
  it('falls back to Monday to Friday but for holidays fixed by date in years not announced', () => {
    expect(isCalendarAnnounced('2090-06-01')).toBe(false);
    expect(isWorkingDay('2090-06-01')).toBe(true); // a Thursday
    expect(isWorkingDay('2090-06-03')).toBe(false); // a Saturday
    expect(isWorkingDay('2090-05-01')).toBe(false); // a Monday, Labour Day
    expect(weekdayOf('2090-05-01')).toBe(1);
  });
});

describe('addWorkingDays', () => {
  it('steps over National Day of 2023', () => {
    expect(addWorkingDays('2023-09-28', 1)).toEqual({ day: '2023-10-07', announced: true });
    expect(addWorkingDays('2023-09-28', 2)).toEqual({ day: '2023-10-08', announced: true });
    expect(addWorkingDays('2023-09-28', 5)).toEqual({ day: '2023-10-11', announced: true });
  });
  it('counts backwards as well', () => {
    expect(addWorkingDays('2023-10-08', -2)).toEqual({ day: '2023-09-28', announced: true });
    expect(addWorkingDays('2024-03-29', -15).day).toBe('2024-03-08');
  });
  it('leaves the day alone for 0, worked or not', () => {
    expect(addWorkingDays('2023-10-01', 0).day).toBe('2023-10-01');
  });
  it('says when a deadline runs into a year not announced', () => {
    expect(addWorkingDays('2003-12-31', 1).announced).toBe(false);
    expect(addWorkingDays('2026-12-01', 5)).toEqual({ day: '2026-12-08', announced: true });
    expect(addWorkingDays('2090-06-01', 2)).toEqual({ day: '2090-06-05', announced: false });
  });
});

describe('workingDaysBetween', () => {
  it('counts the days after the first up to the last', () => {
    expect(workingDaysBetween('2023-09-28', '2023-10-11').days).toBe(5);
    expect(workingDaysBetween('2023-09-28', '2023-10-06').days).toBe(0);
    expect(workingDaysBetween('2023-10-08', '2023-10-08').days).toBe(0);
  });
  it('agrees with addWorkingDays both ways', () => {
    const starts = fc.integer({ min: 0, max: 8_000 }).map((count) => addDays('2004-02-01', count));
    fc.assert(
      fc.property(starts, fc.integer({ min: -40, max: 40 }), (from, count) => {
        const { day } = addWorkingDays(from, count);
        return workingDaysBetween(from, day).days === count && (count === 0 || isWorkingDay(day));
      }),
    );
  });
});
