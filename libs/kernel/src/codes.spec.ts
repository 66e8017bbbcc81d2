import { describe, expect, it } from '@jest/globals';
import { isWithinRegion, OccupationCode, RegionCode, regionPrefix, Uuid } from './codes.js';
import { compareLevels, Level, levelMarks, levelWords, rankOf } from './level.js';

describe('RegionCode', () => {
  it.each(['44', '4401', '440106', '81', '710000'])('takes %s', (code) => {
    expect(RegionCode.safeParse(code).success).toBe(true);
  });
  it.each(['', '4', '440', '44010', '4401061', '99', '000000', '44 ', '４４', '44\n'])(
    'refuses %j',
    (code) => {
      expect(RegionCode.safeParse(code).success).toBe(false);
    },
  );
});

describe('isWithinRegion', () => {
  it('knows that a county lies in its city, its province and the country, and not in its neighbour', () => {
    expect(
      ['440106', '4401', '44', 'CN', '4403', '4401061'].map((outer) =>
        isWithinRegion('440106', outer),
      ),
    ).toEqual([true, true, true, true, false, false]);
  });
  it('reads a full code as the whole city or province', () => {
    expect(
      ['440100', '440000', '4400', '440300', '450000', ''].map((outer) =>
        isWithinRegion('440106', outer),
      ),
    ).toEqual([true, true, true, false, false, false]);
  });
  it('never takes the whole for a part', () => {
    expect(isWithinRegion('44', '4401')).toBe(false);
  });
});

describe('regionPrefix', () => {
  it.each([
    ['44', '44'],
    ['4400', '44'],
    ['440000', '44'],
    ['4403', '4403'],
    ['440300', '4403'],
    ['440305', '440305'],
    ['500000', '50'],
  ])('of %s is %s', (code, prefix) => {
    expect(regionPrefix(code)).toBe(prefix);
  });
  it.each(['', '0', '440', 'CN', '44%'])('of %j begins no code', (text) => {
    expect('440300'.startsWith(regionPrefix(text))).toBe(false);
  });
});

describe('OccupationCode', () => {
  it('takes the four groups of the catalogue', () => {
    expect(OccupationCode.parse('6-31-01-03')).toBe('6-31-01-03');
  });
  it.each(['6-31-01', '6-31-1-03', '63-31-01-03', '6-31-01-03 ', '6－31－01－03', '6-31-01-03\n'])(
    'refuses %j',
    (code) => {
      expect(OccupationCode.safeParse(code).success).toBe(false);
    },
  );
});

describe('Uuid', () => {
  it('takes a UUID of any version, and not its upper-case twin', () => {
    expect(Uuid.safeParse('74738ff5-5367-5958-9aee-98fffdcd1876').success).toBe(true);
    expect(Uuid.safeParse('74738FF5-5367-5958-9AEE-98FFFDCD1876').success).toBe(false);
    expect(Uuid.safeParse('74738ff5-5367-5958-9aee-98fffdcd187').success).toBe(false);
  });
});

describe('levels', () => {
  it('rank from apprentice 0 to chief technician 7', () => {
    expect(Level.options.map(rankOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(rankOf('APPRENTICE')).toBe(0);
    expect(rankOf('CHIEF_TECHNICIAN')).toBe(7);
  });
  it('sort by rank although the national digits fall', () => {
    expect((['TECHNICIAN', 'JUNIOR', 'SENIOR'] as const).toSorted(compareLevels)).toEqual([
      'JUNIOR',
      'SENIOR',
      'TECHNICIAN',
    ]);
    expect(
      ['JUNIOR', 'INTERMEDIATE', 'SENIOR', 'TECHNICIAN', 'SENIOR_TECHNICIAN'].map(
        (level) => levelMarks[level as 'JUNIOR'],
      ),
    ).toEqual(['5', '4', '3', '2', '1']);
  });
  it('each have words of their own', () => {
    const words = Level.options.map((level) => levelWords[level].zh);
    expect(new Set(words).size).toBe(8);
    expect(words[6]).toBe('特级技师');
  });
});
