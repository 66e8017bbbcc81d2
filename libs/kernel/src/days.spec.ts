import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  ageOn,
  classHoursOf,
  ClockTime,
  compareDays,
  dayOf,
  daysBetween,
  isDay,
  lastDayOf,
  minutesBetween,
  monthsBetween,
  overlaps,
  unlessAhead,
  weekdayOf,
} from './days.js';

const days = fc.integer({ min: -25_000, max: 80_000 }).map((count) => addDays('1970-01-01', count));

describe('a day that may still lie ahead', () => {
  it('is itself once it has come', () => {
    expect(unlessAhead('2026-03-02', '2026-03-02')).toBe('2026-03-02');
    expect(unlessAhead('2026-03-03', '2026-03-02')).toBeUndefined();
  });
});

describe('the last day of a month', () => {
  it('knows how long the month is', () => {
    expect(['2024-02', '2026-02', '2026-04', '2026-12'].map(lastDayOf)).toEqual([
      '2024-02-29',
      '2026-02-28',
      '2026-04-30',
      '2026-12-31',
    ]);
  });
});

describe('Day', () => {
  it('takes dates that exist and no others', () => {
    expect(['2024-02-29', '2000-02-29', '1900-01-01', '2199-12-31'].map(isDay)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    const refused = [
      '2023-02-29',
      '1900-02-29',
      '2024-04-31',
      '2024-13-01',
      '2024-00-10',
      '2024-01-00',
      '1899-12-31',
    ];
    expect(
      [...refused, '2200-01-01', '2024-1-1', '20240101', '2024-01-01T00:00', '2024-01-01 ', ''].map(
        isDay,
      ),
    ).toEqual(Array.from({ length: 13 }, () => false));
  });
});

describe('ClockTime', () => {
  it('takes hours and minutes and no others', () => {
    expect(['00:00', '08:30', '23:59'].map((time) => ClockTime.safeParse(time).success)).toEqual([
      true,
      true,
      true,
    ]);
    expect(
      ['24:00', '8:30', '08:60', '25:00', '-1:00', '08:30:00', '0830'].map(
        (time) => ClockTime.safeParse(time).success,
      ),
    ).toEqual(Array.from({ length: 7 }, () => false));
  });
});

describe('day arithmetic', () => {
  it('passes over leap days and year ends', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2023-12-31', 1)).toBe('2024-01-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
    expect(daysBetween('2024-01-01', '2025-01-01')).toBe(366);
  });
  it('takes back what it added', () => {
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: -9_999, max: 9_999 }),
        (day, count) => daysBetween(day, addDays(day, count)) === count,
      ),
    );
  });
  it('sorts as it counts', () => {
    fc.assert(
      fc.property(
        days,
        days,
        (a, b) => Math.sign(compareDays(a, b)) === Math.sign(daysBetween(b, a)),
      ),
    );
  });
  it('clamps to the end of shorter months', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2023-01-31', 1)).toBe('2023-02-28');
    expect(addMonths('2024-02-29', 12)).toBe('2025-02-28');
    expect(addMonths('2024-03-31', -1)).toBe('2024-02-29');
    expect(addMonths('2024-01-15', -13)).toBe('2022-12-15');
    expect(addMonths('2024-11-30', 2)).toBe('2025-01-30');
  });
  it('counts the whole months that fit', () => {
    expect(monthsBetween('2024-09-01', '2025-08-31')).toBe(11);
    expect(monthsBetween('2024-09-01', '2025-09-01')).toBe(12);
    expect(monthsBetween('2024-01-31', '2024-02-29')).toBe(1);
    expect(monthsBetween('2024-02-01', '2024-01-01')).toBe(0);
  });
  it('never counts more months than fit, nor fewer', () => {
    fc.assert(
      fc.property(days, fc.nat(4_000), (from, count) => {
        const to = addDays(from, count);
        const months = monthsBetween(from, to);
        return addMonths(from, months) <= to && addMonths(from, months + 1) > to;
      }),
    );
  });
  it('knows the weekday', () => {
    expect(weekdayOf('2024-02-04')).toBe(0);
    expect(weekdayOf('1999-12-31')).toBe(5);
  });
});

describe('ageOn', () => {
  it('counts a year on the birthday, not the day before', () => {
    expect(ageOn('2008-06-15', '2024-06-14')).toBe(15);
    expect(ageOn('2008-06-15', '2024-06-15')).toBe(16);
  });
  it('makes one born on a leap day a year older on 1 March of common years', () => {
    expect(ageOn('2008-02-29', '2025-02-28')).toBe(16);
    expect(ageOn('2008-02-29', '2025-03-01')).toBe(17);
    expect(ageOn('2008-02-29', '2024-02-29')).toBe(16);
  });
});

describe('dayOf', () => {
  it('turns the day at midnight in Shanghai', () => {
    expect(dayOf('2026-03-01T15:59:59.999999Z')).toBe('2026-03-01');
    expect(dayOf('2026-03-01T16:00:00.000000Z')).toBe('2026-03-02');
    expect(dayOf('2025-12-31T16:00:00.000000Z')).toBe('2026-01-01');
  });
});

describe('hours of a day', () => {
  it('are counted in minutes', () => {
    expect(minutesBetween('08:30', '12:00')).toBe(210);
    expect(minutesBetween('00:00', '23:59')).toBe(1_439);
    expect(minutesBetween('12:00', '08:30')).toBe(-210);
  });
  it('overlap when they share time and not when they touch', () => {
    const morning = { from: '08:30', to: '12:00' };
    expect(overlaps(morning, { from: '12:00', to: '14:00' })).toBe(false);
    expect(overlaps(morning, { from: '11:59', to: '14:00' })).toBe(true);
    expect(overlaps(morning, { from: '09:00', to: '10:00' })).toBe(true);
    expect(overlaps({ from: '09:00', to: '10:00' }, morning)).toBe(true);
    expect(overlaps({ from: '07:00', to: '08:30' }, morning)).toBe(false);
  });
  it('become class hours once, on the sum', () => {
    expect(classHoursOf(44)).toBe(0);
    expect(classHoursOf(45)).toBe(1);
    expect(classHoursOf(100 + 100)).toBe(4);
    expect(classHoursOf(100) + classHoursOf(80)).toBeLessThan(classHoursOf(180));
    expect(classHoursOf(180, 60)).toBe(3);
  });
});
