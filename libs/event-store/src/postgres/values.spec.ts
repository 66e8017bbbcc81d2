import { describe, expect, it } from '@jest/globals';
import { instantOf } from '../instant.js';
import { comparePositions, isPosition, later } from './positions.js';
import { asUnavailable } from './unavailable.js';
import { StoreUnavailable } from '../port.js';

describe('instants', () => {
  it.each([
    ['0', '1970-01-01T00:00:00.000000Z'],
    ['1772438400000001', '2026-03-02T08:00:00.000001Z'],
    ['1772438400999999', '2026-03-02T08:00:00.999999Z'],
    ['-1', '1969-12-31T23:59:59.999999Z'],
    ['-1000', '1969-12-31T23:59:59.999000Z'],
  ])('keep microseconds: %s', (microseconds, instant) => {
    expect(instantOf(microseconds)).toBe(instant);
  });
});

describe('positions', () => {
  it('compare as numbers, beyond what a floating-point number holds', () => {
    expect(comparePositions('9', '10')).toBeLessThan(0);
    expect(comparePositions('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
    expect(comparePositions('7', '7')).toBe(0);
    expect(later(undefined, '3')).toBe('3');
    expect(later('10', '9')).toBe('10');
    expect(later('10', undefined)).toBe('10');
  });

  it.each(['', '00', '-1', '1.0', '1e3', 'NaN', '1'.repeat(19)])('refuse %p', (text) => {
    expect(isPosition(text)).toBe(false);
  });
});

describe('errors of the database', () => {
  it.each(['53100', '55P03', '57014', '57P01', '25006', '40001', '08006'])(
    'mean "not now" under %s',
    (code) => {
      const cause = Object.assign(new Error('x'), { code });
      expect(asUnavailable(cause)).toBeInstanceOf(StoreUnavailable);
      expect((asUnavailable(cause) as Error).cause).toBe(cause);
    },
  );

  it.each(['22P02', '23505', '54001', '42501'])('stay what they are under %s', (code) => {
    const cause = Object.assign(new Error('x'), { code });
    expect(asUnavailable(cause)).toBe(cause);
  });
});
