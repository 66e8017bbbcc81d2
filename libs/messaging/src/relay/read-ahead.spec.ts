import { describe, expect, it } from '@jest/globals';
import type { Batch, RelayedTo } from './batch.js';
import { ReadAhead } from './read-ahead.js';

/** Events by their numbers from 1 to `there`, in batches of ten; counts the reads that are under way. */
const feed = (there: number) => {
  const seen = { there, reads: 0, atOnce: 0, failing: false };
  let underWay = 0;
  const read = async (from: RelayedTo | undefined): Promise<Batch | undefined> => {
    seen.reads += 1;
    seen.atOnce = Math.max(seen.atOnce, (underWay += 1));
    await new Promise(setImmediate);
    underWay -= 1;
    if (seen.failing) throw new Error('away');
    const first = Number(from?.position ?? 0) + 1;
    const last = Math.min(first + 9, seen.there);
    if (last < first) return undefined;
    const position = String(last);
    return {
      ...{ messages: [], events: last - first + 1, last: { position } },
      ...{ greatest: { position, bytes: 1 }, cut: last - first === 9 },
    };
  };
  return { seen, read };
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('reading ahead', () => {
  it('gives every batch once and in order, and reads one at a time', async () => {
    const { seen, read } = feed(95);
    const ahead = new ReadAhead(read, undefined);
    const ends: (string | undefined)[] = [];
    for (let batch = await ahead.next(); batch; batch = await ahead.next())
      ends.push(batch.last.position);
    expect(ends).toEqual(['10', '20', '30', '40', '50', '60', '70', '80', '90', '95']);
    expect(seen.atOnce).toBe(1);
  });

  it('has as many in hand as its depth says, and no more', async () => {
    const { seen, read } = feed(1_000);
    const ahead = new ReadAhead(read, undefined, 3);
    await ahead.next();
    await settled();
    expect(seen.reads).toBe(4);
  });

  it('reads nothing behind a batch that held all there was, until it is asked', async () => {
    const { seen, read } = feed(5);
    const ahead = new ReadAhead(read, undefined);
    expect((await ahead.next())?.events).toBe(5);
    await settled();
    expect(seen.reads).toBe(1);
    seen.there = 9;
    expect((await ahead.next())?.events).toBe(4);
  });

  it('begins behind what it is told', async () => {
    const { read } = feed(30);
    expect((await new ReadAhead(read, { position: '20' }).next())?.last.position).toBe('30');
  });

  it('may be asked again after the end, and then finds what came since', async () => {
    const { seen, read } = feed(10);
    const ahead = new ReadAhead(read, undefined);
    expect((await ahead.next())?.events).toBe(10);
    expect(await ahead.next()).toBeUndefined();
    seen.there = 12;
    expect(await ahead.next()).toMatchObject({ events: 2, last: { position: '12' } });
    expect(await ahead.next()).toBeUndefined();
    seen.there = 35;
    expect(await ahead.next()).toMatchObject({ last: { position: '22' } });
    expect(await ahead.next()).toMatchObject({ last: { position: '32' } });
    expect(await ahead.next()).toMatchObject({ events: 3, last: { position: '35' } });
  });

  it('rejects as the read does, and leaves no rejection unhandled', async () => {
    const { seen, read } = feed(1_000);
    const ahead = new ReadAhead(read, undefined);
    await ahead.next();
    await settled();
    seen.failing = true;
    await ahead.next();
    await ahead.next();
    await ahead.next();
    await expect(ahead.next()).rejects.toThrow('away');
  });
});
