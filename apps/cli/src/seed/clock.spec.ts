import { describe, expect, it } from '@jest/globals';
import { dayOf } from '#kernel';
import { byHour, SimulatedClock } from './clock.js';

describe('the simulated clock', () => {
  it('moves on with every look and never leaves its hour', () => {
    const clock = new SimulatedClock();
    clock.set('2026-03-02', 'evening');
    const looks = Array.from({ length: 50_000 }, () => clock.read().toISOString());
    expect(looks[0]?.slice(0, 16)).toBe('2026-03-02T09:00');
    expect(looks).toEqual(looks.toSorted());
    expect(looks.at(-1)?.slice(0, 16) ?? '').toBe('2026-03-02T11:29');
    expect(dayOf(looks.at(-1) ?? '')).toBe('2026-03-02');
  });

  it('has its hours in the order of the day', () => {
    const waves = [{ hour: 'evening' }, { hour: 'morning' }, { hour: 'evening' }] as const;
    expect(byHour(waves).map(([hour, some]) => [hour, some.length])).toEqual([
      ['morning', 1],
      ['evening', 2],
    ]);
  });
});
