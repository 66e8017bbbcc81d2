import { describe, expect, it } from '@jest/globals';
import type { Entry } from './event-index.js';
import { IdLookup } from './id-lookup.js';

const entry: Entry = { place: { commit: 1n, prepare: 1n }, stream: 'hours-1', revision: 0 };

/** An index that knows some ids, and notes what it was asked and when. */
const index = (known: readonly string[], failing = new Set<number>()) => {
  const asked: { readonly ids: readonly string[]; readonly at: number }[] = [];
  const places = (ids: readonly string[]) => {
    asked.push({ ids, at: performance.now() });
    return failing.has(asked.length)
      ? Promise.reject(new Error('away'))
      : Promise.resolve(
          new Map(ids.filter((id) => known.includes(id)).map((id) => [id, entry] as const)),
        );
  };
  return { asked, lookup: new IdLookup({ places }) };
};

describe('looking ids up', () => {
  it('answers everyone, of many at the same time by one question', async () => {
    const { asked, lookup } = index(['b']);
    const found = await Promise.all(['a', 'b', 'c'].map((id) => lookup.find([id])));
    expect(asked.map(({ ids }) => ids)).toEqual([['a', 'b', 'c']]);
    expect(found[1]?.get('b')).toEqual(entry);
    expect(found[0]?.has('a')).toBe(false);
  });

  it('asks again for those who came while a question was under way, and not sooner than its pace', async () => {
    const { asked, lookup } = index([]);
    await lookup.find(['a']);
    const later = ['b', 'c'].map((id) => lookup.find([id]));
    await Promise.all(later);
    expect(asked.map(({ ids }) => ids)).toEqual([['a'], ['b', 'c']]);
    expect((asked[1]?.at ?? 0) - (asked[0]?.at ?? 0)).toBeGreaterThanOrEqual(1);
  });

  it('rejects for those alone who were asked for, and goes on', async () => {
    const { lookup } = index(['b'], new Set([1]));
    const first = await Promise.allSettled([lookup.find(['a']), lookup.find(['b'])]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await lookup.find(['b'])).get('b')).toEqual(entry);
  });
});
