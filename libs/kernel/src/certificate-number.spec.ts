import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  formatLevelNumber,
  formatTrainingNumber,
  LevelCertificateNumber,
  parseLevelNumber,
  parseTrainingNumber,
  TrainingCertificateNumber,
  type LevelNumber,
} from './certificate-number.js';
import { levelMarks } from './level.js';

const senior: LevelNumber = {
  bodyKind: 'Y',
  bodyCode: '0001',
  province: '23',
  site: '000042',
  year: 2019,
  level: 'JUNIOR',
  sequence: 1,
};
const digits = (count: number) =>
  fc.string({
    unit: fc.constantFrom(...Array.from('0123456789')),
    minLength: count,
    maxLength: count,
  });
const parts: fc.Arbitrary<LevelNumber> = fc.record({
  bodyKind: fc.constantFrom('Y', 'S', 'J'),
  bodyCode: digits(4),
  province: fc.constantFrom('44', '23', '65'),
  site: digits(6),
  year: fc.integer({ min: 2000, max: 2099 }),
  level: fc.constantFrom(...(Object.keys(levelMarks) as (keyof typeof levelMarks)[])),
  sequence: fc.integer({ min: 1, max: 999_999 }),
});

describe('the number of a skill-level certificate', () => {
  it('is put together as in the published example', () => {
    expect(formatLevelNumber(senior)).toBe('Y000123000042195000001');
    expect(parseLevelNumber('Y000123000042195000001')).toEqual(senior);
  });
  it('carries a letter for the two highest levels', () => {
    expect(formatLevelNumber({ ...senior, level: 'SPECIAL_TECHNICIAN' })).toBe(
      'Y00012300004219T000001',
    );
    expect(parseLevelNumber('Y00012300004219C000001')?.level).toBe('CHIEF_TECHNICIAN');
  });
  it('takes the letters a jurisdiction has chosen, and then no others', () => {
    const marks = { ...levelMarks, SPECIAL_TECHNICIAN: 'A' };
    expect(parseLevelNumber('Y00012300004219A000001', marks)?.level).toBe('SPECIAL_TECHNICIAN');
    expect(parseLevelNumber('Y00012300004219T000001', marks)).toBeUndefined();
  });
  it('is 22 characters that come apart into the same parts, whatever they are', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const number = formatLevelNumber(given) ?? '';
        expect(number).toMatch(/^[YSJ]\d{4}\d{2}\d{6}\d{2}[1-5A-Z]\d{6}$/);
        expect(number).toHaveLength(22);
        expect(parseLevelNumber(number)).toEqual(given);
      }),
    );
  });
  it.each([
    'A000123000042195000001',
    'Y000199000042195000001',
    'Y000123000042196000001',
    'Y000123000042190000001',
    'Y00012300004219Z000001',
    'Y000123000042195000000',
    'Y00012300004219500001',
    'Y0001230000421950000011',
    'Y000123000042195000001\n',
    'y000123000042195000001',
  ])('is not %j', (text) => {
    expect(parseLevelNumber(text)).toBeUndefined();
    expect(LevelCertificateNumber.safeParse(text).success).toBe(false);
  });
  it('is not made of parts that do not fit', () => {
    const wrong: Partial<LevelNumber>[] = [
      { sequence: 0 },
      { sequence: 1_000_000 },
      { sequence: 1.5 },
      { year: 1999 },
      { year: 2100 },
      { bodyCode: '1' },
      { site: '0042' },
      { province: '99' },
    ];
    expect(wrong.map((change) => formatLevelNumber({ ...senior, ...change }))).toEqual(
      wrong.map(() => undefined),
    );
  });
});

describe('the number of a training certificate', () => {
  const own = { uscc: '91440100MA0000015P', year: 2026, sequence: 17 };
  it('names the enterprise, the year and the place in it', () => {
    expect(formatTrainingNumber(own)).toBe('TC-91440100MA0000015P-2026-000017');
    expect(parseTrainingNumber('TC-91440100MA0000015P-2026-000017')).toEqual(own);
    expect(TrainingCertificateNumber.parse('TC-91440100MA0000015P-2026-000017')).toBeDefined();
  });
  it.each([
    'TC-91440100MA0000015Q-2026-000017',
    'TC-91440100MA0000015P-1926-000017',
    'TC-91440100MA0000015P-2026-000000',
    'TC-91440100MA0000015P-2026-17',
    'TC-91440100MA0000015P-2026-000017 ',
  ])('is not %j', (text) => {
    expect(parseTrainingNumber(text)).toBeUndefined();
    expect(TrainingCertificateNumber.safeParse(text).success).toBe(false);
  });
  it('is not made of parts that do not fit', () => {
    expect(formatTrainingNumber({ ...own, sequence: 1_000_000 })).toBeUndefined();
    expect(formatTrainingNumber({ ...own, uscc: '91440100MA0000015Q' })).toBeUndefined();
  });
});
