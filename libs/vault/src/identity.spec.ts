import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { acceptIdentity, normalisedName, type Identity } from './identity.js';

const li: Identity = {
  name: '李晓梅',
  idKind: 'resident-id',
  idNumber: '440106200306150004',
  phone: '00012345678',
};
const fieldsOf = (change: object) => {
  const accepted = acceptIdentity({ ...li, ...change });
  return accepted.ok ? [] : accepted.fields;
};

describe('acceptIdentity', () => {
  it('reads birth and sex from the number', () => {
    expect(acceptIdentity(li)).toEqual({
      ok: true,
      identity: { ...li, born: '2003-06-15', sex: 'female' },
    });
  });
  it('brings the spellings people type into one', () => {
    const typed = {
      ...li,
      name: ' 李晓梅　',
      idNumber: '４４０１０６ 20030608 000x',
      phone: '000-1234 5678',
    };
    expect(acceptIdentity(typed)).toMatchObject({
      ok: true,
      identity: { name: '李晓梅', idNumber: '44010620030608000X', phone: '00012345678' },
    });
  });
  it('names the fields that do not fit and not what is in them', () => {
    expect(fieldsOf({ idNumber: '440106200306150005' })).toEqual(['idNumber']);
    expect(fieldsOf({ name: '', phone: 'abc' })).toEqual(['name', 'phone']);
    expect(fieldsOf({ name: '李<b>' })).toEqual(['name']);
    expect(fieldsOf({ born: '2003-06-16', sex: 'male' })).toEqual(['born', 'sex']);
    expect(fieldsOf({ nickname: '小梅' })).toEqual(['identity']);
    expect(JSON.stringify(acceptIdentity({ ...li, idNumber: '440106200306150005' }))).not.toContain(
      '4401',
    );
  });
  it('wants the birth said where the paper does not tell', () => {
    const permit = { idKind: 'hk-macao-permit', idNumber: 'h12345678' };
    expect(fieldsOf(permit)).toEqual(['born']);
    expect(acceptIdentity({ ...li, ...permit, born: '2002-02-03' })).toMatchObject({
      ok: true,
      identity: { idNumber: 'H12345678', born: '2002-02-03' },
    });
  });
  it('answers anything without an exception', () => {
    fc.assert(fc.property(fc.anything(), (input) => !acceptIdentity(input).ok));
  });
});

describe('normalisedName', () => {
  it('lets blanks, widths, dots and case pass', () => {
    expect(normalisedName('买买提 • 吐尔逊')).toBe(normalisedName('买买提·吐尔逊'));
    expect(normalisedName('Ａlex  Wong')).toBe(normalisedName('alexwong'));
    expect(normalisedName('李梅')).not.toBe(normalisedName('李晓梅'));
  });
});
