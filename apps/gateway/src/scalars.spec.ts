import { describe, expect, it } from '@jest/globals';
import { DateTime, LocalDate, SafeInt } from './scalars.js';

describe('DateTime', () => {
  it('keeps six digits, which a JavaScript date would lose', () => {
    expect(DateTime.serialize('2024-05-06T07:08:09.123456Z')).toBe('2024-05-06T07:08:09.123456Z');
    expect(DateTime.parseValue('2024-05-06T07:08:09.000001Z')).toBe('2024-05-06T07:08:09.000001Z');
  });
  it('makes one form of all, so that text compares as time', () => {
    expect(DateTime.parseValue('2024-05-06T07:08:09Z')).toBe('2024-05-06T07:08:09.000000Z');
    expect(DateTime.parseValue('2024-05-06T07:08:09.5+08:00')).toBe('2024-05-05T23:08:09.500000Z');
  });
  it.each([
    '2024-05-06',
    '2024-02-30T00:00:00Z',
    '2024-05-06T24:00:00Z',
    '2024-05-06T07:08:09.1234567Z',
    '',
    5,
    null,
    new Date(),
  ])('refuses %p', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow('DateTime');
  });
});

describe('LocalDate', () => {
  it('takes days that exist', () => {
    expect(LocalDate.parseValue('2024-02-29')).toBe('2024-02-29');
  });
  it.each(['2023-02-29', '2024-13-01', '2024-2-9', '2024-02-29T00:00:00Z', 20240229])(
    'refuses %p',
    (value) => {
      expect(() => LocalDate.parseValue(value)).toThrow('LocalDate');
    },
  );
});

describe('SafeInt', () => {
  it('takes what 53 bits hold and nothing else', () => {
    expect(SafeInt.parseValue(9_007_199_254_740_991)).toBe(9_007_199_254_740_991);
    for (const value of [9_007_199_254_740_992, 0.5, '5', null])
      expect(() => SafeInt.parseValue(value)).toThrow('SafeInt');
  });
});
