import { describe, expect, it } from '@jest/globals';
import { resolve } from 'node:path';
import { goldens, withoutLine } from '../../infra/tooling/golden.js';

const kept = await goldens(resolve(import.meta.dirname, '../..'));

describe('the stored lines of every kind of event ever shipped', () => {
  it('are kept by every context that has events', () => {
    expect(kept.map(({ context }) => context)).toEqual(
      expect.arrayContaining(['parties', 'policy', 'training']),
    );
  });
  it('have names of their own: no two contexts share one', () => {
    const types = kept.flatMap(({ schemas }) => [...schemas.keys()]);
    expect(types.filter((type, place) => types.indexOf(type) !== place)).toEqual([]);
  });
  describe.each(kept)('of $context', (golden) => {
    it('lack none (npm run golden adds what is missing)', () => {
      expect(golden.schemas.size).toBeGreaterThan(0);
      expect(withoutLine(golden)).toEqual([]);
    });
    it.each(golden.lines)('still parse to themselves: $type', (line) => {
      expect(golden.schemas.get(line.type)?.parse(line)).toEqual(line);
    });
  });
});
