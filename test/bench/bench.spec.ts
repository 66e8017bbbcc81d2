import { describe, expect, it } from '@jest/globals';
import { interleaved, median } from './bench.js';

describe('measuring', () => {
  it('takes the middle of the runs, whatever their order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 2, 4, 8])).toBe(6);
    expect(median([100, 20, 3])).toBe(20);
    expect(() => median([])).toThrow('no median');
  });

  it('lets every contender run once per round, and each come first in turn', async () => {
    const order: string[] = [];
    const contender = (name: string) => async () => order.push(name);
    const measured = await interleaved(4, { a: contender('a'), b: contender('b') });
    expect(order.join('')).toBe('abbaabba');
    expect(measured).toEqual({ a: [1, 4, 5, 8], b: [2, 3, 6, 7] });
  });
});
