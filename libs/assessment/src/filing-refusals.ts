import type { Refusal, RuleQuery } from '#kernel';

/** Refused wherever an act rests on what a body was filed for. */
export const filingRefusals = {
  E_FILING_EXPIRED: {
    clause: '2.3.6',
    zh: '评价机构备案当日无效（未备案、已过期或已注销）',
    en: 'the assessment body had no filing in force on that day',
  },
  E_SCOPE: {
    clause: '2.3.6',
    zh: '职业或等级不在备案（考评资格）范围内',
    en: 'the occupation or level is not in what was filed, or not in what an assessor is qualified for',
  },
} as const satisfies Record<string, Refusal>;
export type FilingRule = keyof typeof filingRefusals;

/** The rules of level assessment where a body is registered: they set how far back an entry may lie. None where nobody knows the place. */
export const assessingIn = (region: string | undefined): RuleQuery | undefined =>
  region === undefined || region === ''
    ? undefined
    : { scheme: 'level-assessment', jurisdiction: region };
