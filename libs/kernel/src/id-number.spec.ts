import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalIdNumber,
  checkIdDocument,
  checkIdNumber,
  idNumberWithCheck,
} from './id-number.js';

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const numbers = fc
  .tuple(fc.constantFrom('110105', '340524', '440106', '445381', '659001'), day, fc.nat(999))
  .map(([region, born, sequence]) =>
    idNumberWithCheck(region + born.replaceAll('-', '') + String(sequence).padStart(3, '0')),
  )
  .map((number) => number ?? '');

describe('checkIdNumber', () => {
  it('reads birth, sex and region from the standard’s example', () => {
    expect(checkIdNumber('34052419800101001X')).toEqual({
      ok: true,
      born: '1980-01-01',
      sex: 'male',
      region: '340524',
    });
  });
  it.each([
    ['440106200306150004', '2003-06-15'],
    ['440306200412310009', '2004-12-31'],
    ['44010620030608000X', '2003-06-08'],
  ])('takes the synthetic %s', (number, born) => {
    expect(checkIdNumber(number)).toMatchObject({ ok: true, born, sex: 'female' });
  });
  it.each([
    ['340524800101001', 'old-fifteen'],
    ['34052419800101001', 'length'],
    ['34052419800101001x', 'characters'],
    ['3405241980010100１X', 'characters'],
    ['99052419800101001X', 'region'],
    ['440000200306150004', 'region'],
    ['810000199001010008', 'region'],
    ['440106200302290004', 'date'],
    ['440106200313010004', 'date'],
    ['440106189912310004', 'date'],
    ['440106200306150005', 'check-digit'],
  ] as const)('refuses %s for its %s', (number, failure) => {
    expect(checkIdNumber(number)).toEqual({ ok: false, failure });
  });
  it('notices any single wrong digit', () => {
    fc.assert(
      fc.property(
        numbers,
        fc.nat(17),
        fc.constantFrom(...Array.from('0123456789X')),
        (number, place, other) => {
          fc.pre(number[place] !== other);
          return (
            checkIdNumber(number).ok &&
            !checkIdNumber(number.slice(0, place) + other + number.slice(place + 1)).ok
          );
        },
      ),
      { numRuns: 1_000 },
    );
  });
  it('notices any two neighbours in the wrong order', () => {
    fc.assert(
      fc.property(numbers, fc.nat(16), (number, place) => {
        const swapped = `${number.slice(0, place)}${number[place + 1]}${number[place]}${number.slice(place + 2)}`;
        fc.pre(swapped !== number);
        return !checkIdNumber(swapped).ok;
      }),
      { numRuns: 1_000 },
    );
  });
  it('answers any text without an exception', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !checkIdNumber(text).ok));
  });
});

describe('canonicalIdNumber', () => {
  it('brings the spellings people type together', () => {
    expect(canonicalIdNumber(' 340524 19800101 001x ')).toBe('34052419800101001X');
    expect(canonicalIdNumber('３４０５２４１９８００１０１００１ｘ')).toBe('34052419800101001X');
  });
});

describe('checkIdDocument', () => {
  it('checks a residence permit of Hong Kong, Macao and Taiwan people like an identity card, in its own regions', () => {
    const number = idNumberWithCheck('81000019900101000') ?? '';
    expect(checkIdDocument('hmt-residence-permit', number)).toMatchObject({
      ok: true,
      born: '1990-01-01',
    });
    expect(checkIdDocument('hmt-residence-permit', '44010620030608000X')).toEqual({
      ok: false,
      failure: 'region',
    });
  });
  it.each([
    ['hk-macao-permit', 'H12345678', true],
    ['hk-macao-permit', 'M1234567801', true],
    ['hk-macao-permit', 'A12345678', false],
    ['hk-macao-permit', 'H1234567', false],
    ['taiwan-permit', '12345678', true],
    ['taiwan-permit', '1234567801', true],
    ['taiwan-permit', '123456789', false],
    ['passport', 'E12345678', true],
    ['passport', 'E 1234', false],
    ['passport', 'E12', false],
  ] as const)('of a %s with %s says %s', (kind, number, ok) => {
    expect(checkIdDocument(kind, number).ok).toBe(ok);
  });
  it('learns neither birth nor sex from a passport', () => {
    expect(checkIdDocument('passport', 'E12345678')).toEqual({ ok: true });
  });
});
