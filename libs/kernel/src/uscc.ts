import { z } from 'zod';

/** GB 32100: digits and letters without I, O, S, V and Z; a character's place is its value. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const modulus = 31;

/** Why a code is none. */
export type UsccFailure = 'length' | 'characters' | 'check-digit';
/** Whether it is a code, or the first thing that is wrong with it. */
export type UsccCheck =
  { readonly ok: true } | { readonly ok: false; readonly failure: UsccFailure };

/**
 * The eighteenth character for the first seventeen, and the whole code with it. `undefined` when `body` is not seventeen characters
 * of the alphabet.
 */
export const usccWithCheck = (body: string): string | undefined => {
  const values = [...body].map((character) => alphabet.indexOf(character));
  if (values.length !== 17 || values.includes(-1)) return undefined;
  let weight = 1;
  let sum = 0;
  for (const value of values) {
    sum += value * weight;
    weight = (weight * 3) % modulus;
  }
  // The outer modulus matters: a sum that divides evenly has the check character 0, not the missing 31st one.
  return body + alphabet.charAt((modulus - (sum % modulus)) % modulus);
};

/**
 * Whether `text` is a unified social credit code (GB 32100) in upper case: 18 characters of the alphabet whose last fits the rest.
 * Any single wrong character is noticed. Says nothing about whether the code was ever issued.
 */
export const checkUscc = (text: string): UsccCheck => {
  if (text.length !== 18) return { ok: false, failure: 'length' };
  const expected = usccWithCheck(text.slice(0, 17));
  if (expected === undefined || !alphabet.includes(text.charAt(17)))
    return { ok: false, failure: 'characters' };
  return expected === text ? { ok: true } : { ok: false, failure: 'check-digit' };
};

const words: Readonly<Record<UsccFailure, string>> = {
  length: 'must have 18 characters',
  characters: 'holds a character that a credit code never has',
  'check-digit': 'does not fit its check character',
};

/** A credit code in upper case, as `checkUscc` accepts it. The issue says what is wrong, never the code. */
export const Uscc = z
  .string()
  .check(({ value, issues }) => {
    const result = checkUscc(value);
    // `input` stays in the issue, as zod asks; its messages never show it.
    if (!result.ok) issues.push({ code: 'custom', input: value, message: words[result.failure] });
  })
  .meta({
    id: 'Uscc',
    description:
      'Unified social credit code (统一社会信用代码, GB 32100), 18 characters with a check character.',
  });
export type Uscc = z.infer<typeof Uscc>;
