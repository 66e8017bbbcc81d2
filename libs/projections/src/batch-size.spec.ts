import { describe, expect, it } from '@jest/globals';
import { BatchSize } from './batch-size.js';

describe('the size of a batch', () => {
  it('shrinks while rows are large, never to nothing, and grows again to what is allowed', () => {
    const size = new BatchSize(2_000);
    const after = (bytes: number) => {
      size.moved(bytes);
      return size.limit;
    };
    expect([9_000_000, 20_000_000, 5_000_000].map(after)).toEqual([1_000, 500, 500]);
    expect(Array.from({ length: 10 }, () => after(9_000_000)).at(-1)).toBe(50);
    expect(Array.from({ length: 10 }, () => after(100)).at(-1)).toBe(2_000);
  });

  it('keeps to a small allowance', () => {
    const size = new BatchSize(2);
    size.moved(9_000_000);
    expect(size.limit).toBe(2);
    size.moved(0);
    expect(size.limit).toBe(2);
  });
});
