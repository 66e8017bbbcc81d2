import { z } from 'zod';
import { isProvince } from './codes.js';
import { isDay } from './days.js';
import type { Day } from './meta.js';

/** The papers by which a person is known. Subsidy rules include people from Hong Kong, Macao and Taiwan. */
export const IdKind = z
  .enum(['resident-id', 'hmt-residence-permit', 'hk-macao-permit', 'taiwan-permit', 'passport'])
  .meta({
    id: 'IdKind',
    description:
      'Identity paper: 居民身份证, 港澳台居民居住证, 港澳居民来往内地通行证, 台湾居民来往大陆通行证 or 护照.',
  });
export type IdKind = z.infer<typeof IdKind>;

/** As the paper says it. */
export type Sex = 'female' | 'male';

/** Why a number is none; the name may be told, the number may not. `old-fifteen`: of the first generation, to be asked for anew. */
export type IdFailure = 'length' | 'old-fifteen' | 'characters' | 'region' | 'date' | 'check-digit';
/** What a number with eighteen digits says: day of birth, sex, and the region it begins with, of six digits. */
export type IdNumberCheck =
  | { readonly ok: true; readonly born: Day; readonly sex: Sex; readonly region: string }
  | { readonly ok: false; readonly failure: IdFailure };
/** Papers other than the two with eighteen digits say nothing of birth and sex. */
export type IdDocumentCheck =
  | { readonly ok: true; readonly born?: Day; readonly sex?: Sex }
  | { readonly ok: false; readonly failure: IdFailure };

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checks = '10X98765432';

/** The number with its check character after seventeen digits (GB 11643). `undefined` when they are not seventeen digits. */
export const idNumberWithCheck = (body: string): string | undefined => {
  if (!/^\d{17}$/.test(body)) return undefined;
  const sum = weights.reduce((total, weight, place) => total + weight * Number(body[place]), 0);
  return body + checks.charAt(sum % 11);
};

/** The one spelling that is compared, hashed and stored: full-width digits narrowed, blanks removed, letters in upper case. */
export const canonicalIdNumber = (text: string): string =>
  text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();

const eighteen = (text: string, knowsRegion: (region: string) => boolean): IdNumberCheck => {
  if (/^\d{15}$/.test(text)) return { ok: false, failure: 'old-fifteen' };
  if (text.length !== 18) return { ok: false, failure: 'length' };
  if (!/^\d{17}[\dX]$/.test(text)) return { ok: false, failure: 'characters' };
  const region = text.slice(0, 6);
  if (!knowsRegion(region)) return { ok: false, failure: 'region' };
  const born = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  if (!isDay(born)) return { ok: false, failure: 'date' };
  if (idNumberWithCheck(text.slice(0, 17)) !== text) return { ok: false, failure: 'check-digit' };
  return { ok: true, born, sex: Number(text[16]) % 2 === 1 ? 'male' : 'female', region };
};

/**
 * Checks the number of a resident identity card (GB 11643) in its canonical spelling: 18 characters, a region of a known province,
 * a date of birth that exists, and the check character. The 15-digit numbers of before 1999 are refused by name: they were void
 * from 2013. Any single wrong digit is noticed. The caller compares `born` with the clock.
 */
export const checkIdNumber = (text: string): IdNumberCheck =>
  eighteen(
    text,
    (region) => isProvince(region) && !/^8[12]/.test(region) && !region.endsWith('0000'),
  );

const permitRegions = new Set(['810000', '820000', '830000']);
const formats = {
  'hk-macao-permit': /^[HM]\d{8}(?:\d{2})?$/,
  'taiwan-permit': /^\d{8}(?:\d{2})?$/,
  passport: /^[A-Z0-9]{5,15}$/,
} as const satisfies Partial<Record<IdKind, RegExp>>;

/** Checks the number of any kind of identity paper in its canonical spelling, as far as that kind can be checked. */
export const checkIdDocument = (kind: IdKind, text: string): IdDocumentCheck => {
  switch (kind) {
    case 'resident-id':
      return checkIdNumber(text);
    case 'hmt-residence-permit':
      return eighteen(text, (region) => permitRegions.has(region));
    case 'hk-macao-permit':
    case 'taiwan-permit':
    case 'passport':
      return formats[kind].test(text) ? { ok: true } : { ok: false, failure: 'characters' };
  }
};
