import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkUscc, Uscc, usccWithCheck } from './uscc.js';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const valid = [
  '91350100M000100Y43', // the standard's own example
  '91440100MA00000660', // a sum that 31 divides: the check character is 0
  '91440100MA0000015P',
  '91440300MA0000023W',
  '12440000MB0000035U',
];
const bodies = fc.string({
  unit: fc.constantFrom(...Array.from(alphabet)),
  minLength: 17,
  maxLength: 17,
});
const codes = bodies.map((body) => usccWithCheck(body) ?? '');

describe('checkUscc', () => {
  it.each(valid)('takes %s', (code) => {
    expect(checkUscc(code)).toEqual({ ok: true });
    expect(usccWithCheck(code.slice(0, 17))).toBe(code);
  });
  it('says what is wrong', () => {
    expect(checkUscc('91350100M000100Y4Z')).toEqual({ ok: false, failure: 'characters' });
    expect(checkUscc('91350100M000100Y44')).toEqual({ ok: false, failure: 'check-digit' });
    expect(checkUscc('91350100M000100Y4')).toEqual({ ok: false, failure: 'length' });
    expect(checkUscc('91350100I000100Y43')).toEqual({ ok: false, failure: 'characters' });
    expect(checkUscc('91350100m000100y43')).toEqual({ ok: false, failure: 'characters' });
  });
  it('takes what usccWithCheck makes of any body', () => {
    fc.assert(fc.property(codes, (code) => checkUscc(code).ok));
  });
  it('notices any single wrong character', () => {
    fc.assert(
      fc.property(
        codes,
        fc.nat(17),
        fc.constantFrom(...Array.from(alphabet)),
        (code, place, other) => {
          fc.pre(code[place] !== other);
          return !checkUscc(code.slice(0, place) + other + code.slice(place + 1)).ok;
        },
      ),
      { numRuns: 1_000 },
    );
  });
  it('answers any text without an exception', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => checkUscc(text).ok === valid.includes(text),
      ),
    );
  });
});

describe('usccWithCheck', () => {
  it('makes nothing of what is not seventeen characters of the alphabet', () => {
    expect(usccWithCheck('91350100M000100Y')).toBeUndefined();
    expect(usccWithCheck('91350100O000100Y4')).toBeUndefined();
  });
});

describe('Uscc', () => {
  it('tells what is wrong without repeating the code', () => {
    const result = Uscc.safeParse('91350100M000100Y44');
    expect(result.error?.issues.map(({ message }) => message)).toEqual([
      'does not fit its check character',
    ]);
    expect(String(result.error)).not.toContain('91350100M000100Y44');
  });
});
