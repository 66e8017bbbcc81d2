import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskIdNumber, maskName, maskPhone } from './mask.js';

describe('maskName', () => {
  it.each([
    ['张三', '张*'],
    ['张三丰', '张**'],
    ['欧阳修', '欧阳*'],
    ['欧阳娜娜', '欧阳**'],
    ['欧阳', '欧*'],
    ['买买提·吐尔逊', '买**·***'],
    ['Alex Wong', 'A*** ****'],
    ['𠮷野', '𠮷*'],
    ['张', '*'],
    ['', '*'],
  ])('makes %s into %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });
});

describe('maskIdNumber', () => {
  it('hides the birthday of an 18-digit number', () => {
    expect(maskIdNumber('440106200306150004')).toBe('440106********0004');
  });
  it('leaves three characters of shorter ones', () => {
    expect(maskIdNumber('H12345678')).toBe('H******78');
  });
  it('never shows more than ten characters or the middle', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('1', '7', 'X'), maxLength: 30 }), (number) => {
        const masked = maskIdNumber(number);
        return (
          masked.length === number.length &&
          masked.replaceAll('*', '').length <= 10 &&
          (number.length === 0 || masked.includes('*'))
        );
      }),
    );
  });
});

describe('maskPhone', () => {
  it('hides the middle of a mobile number and most of a short one', () => {
    expect(maskPhone('13800138000')).toBe('138****8000');
    expect(maskPhone('1234567')).toBe('*****67');
    expect(maskPhone('12')).toBe('**');
  });
});
