/** A rule of the book: where it comes from and how it is told to people. */
export interface Refusal {
  /** The clause of the notice (`2.1.4`), or a policy paper's key, or `platform` for a rule of the system itself. */
  readonly clause: string;
  readonly zh: string;
  readonly en: string;
}

/** The figures that show why, by name: days, minutes, codes and ids, never a name or a number of a person. Part of the API. */
export type Detail = {
  readonly [figure: string]: string | number | boolean | readonly string[] | null;
};

/** One unmet rule with the figures that show it. */
export interface Reason<R extends string = string> {
  readonly code: R;
  readonly detail: Detail;
}

/** Every unmet rule, the leading one first. Never empty. */
export interface Rejection<R extends string = string> {
  readonly reasons: readonly [Reason<R>, ...Reason<R>[]];
}

/** A reason when the rule is broken, nothing otherwise. */
export const when = <const R extends string>(
  broken: boolean,
  code: R,
  detail: Detail = {},
): Reason<R> | undefined => (broken ? { code, detail } : undefined);

/** The rejection that names all the reasons given, or nothing when there are none: `return unmet(…) ?? [event]`. */
export const unmet = <R extends string>(
  ...found: readonly (Reason<R> | undefined)[]
): Rejection<R> | undefined => {
  const [first, ...rest] = found.filter((reason) => reason !== undefined);
  return first && { reasons: [first, ...rest] };
};

/** A rejection for one rule. */
export const reject = <const R extends string>(code: R, detail: Detail = {}): Rejection<R> => ({
  reasons: [{ code, detail }],
});

/** Whether a decision refused; events are the other answer. */
export const isRejection = (value: unknown): value is Rejection =>
  typeof value === 'object' && value !== null && 'reasons' in value;

/** What any command can meet, whatever its context. */
export const kernelRefusals = {
  E_INPUT: { clause: 'platform', zh: '输入不符合要求', en: 'the input is not acceptable' },
  E_FORBIDDEN: { clause: 'platform', zh: '无权执行该操作', en: 'the actor may not do this' },
  E_UNKNOWN: { clause: 'platform', zh: '对象不存在', en: 'there is no such thing' },
  E_STATE: {
    clause: 'platform',
    zh: '当前状态不允许该操作',
    en: 'the present state does not allow this',
  },
  E_COMMAND_ID: {
    clause: 'platform',
    zh: '该命令编号已用于其他内容',
    en: 'this command id was used for another payload',
  },
  E_BUSY: {
    clause: 'platform',
    zh: '并发冲突过多，请稍后重试',
    en: 'too many rivals at once: send the same command again',
  },
  E_NO_RULES: {
    clause: 'platform',
    zh: '当日没有生效的规则包',
    en: 'no rule pack was in force on that day',
  },
  E_PERSON_KNOWN: {
    clause: '3.3',
    zh: '该证件号码已登记为另一人员',
    en: 'this identity document is registered under another person id',
  },
  E_ERASED: {
    clause: 'platform',
    zh: '该人员信息已删除',
    en: 'the data of this person were erased',
  },
  E_FUTURE: {
    clause: '3.3',
    zh: '发生日期不得晚于今天',
    en: 'the day it happened lies in the future',
  },
  E_LATE: {
    clause: '3.3',
    zh: '补录超过期限，须经主管批准',
    en: 'recorded later than the limit allows without approval',
  },
} as const satisfies Record<string, Refusal>;
/** Codes that any command can be answered with. */
export type KernelRefusal = keyof typeof kernelRefusals;
