import { describe, expect, it } from '@jest/globals';
import { momentOf } from './replay.js';

describe('--as-of', () => {
  it.each([
    ['2026-03-01', '2026-03-01T15:59:59.999999Z'],
    ['2026-03-01T09:00', '2026-03-01T01:00:00.000999Z'],
    ['2026-03-01T09:00:00+08:00', '2026-03-01T01:00:00.000999Z'],
    ['2026-03-01T01:00:00.123456Z', '2026-03-01T01:00:00.123456Z'],
  ])('reads %s as %s', (given, moment) => {
    expect(momentOf(given)).toBe(moment);
  });

  it.each(['yesterday', '2026-02-30T09:00', '2026-13-01', ''])('refuses %j', (given) => {
    expect(() => momentOf(given)).toThrow(/--as-of must be a day/);
  });
});
