import type { KernelRefusal, Refusal, Rejection } from '#kernel';
import { filingRefusals } from './filing-refusals.js';

export const batchRefusals = {
  ...filingRefusals,
  E_DUPLICATE_CERT: {
    clause: '2.1.6',
    zh: '已持有同一职业同级或更高等级的证书',
    en: 'a certificate of the same or a higher level in this occupation is already held',
  },
  E_SCOPE_PERSON: {
    clause: '2.3.6',
    zh: '用人单位只能评价本单位及关联单位人员',
    en: "an employer's assessment body may assess only its own people and those of its affiliates",
  },
  E_CONFLICT_PANEL: {
    clause: '2.1.6',
    zh: '考评组人数、组成不符合要求，或有成员须回避',
    en: 'the panel is not composed as the rules ask, or one of it must stand aside',
  },
  E_SCORE_RANGE: {
    clause: '2.1.6',
    zh: '分数应在0至100之间',
    en: 'a score lies between 0 and 100',
  },
  E_SEALED: {
    clause: '2.1.6',
    zh: '考评组已签字，成绩已封存',
    en: 'the panel has signed: the scores are sealed',
  },
  E_OBJECTION: {
    clause: '2.1.6',
    zh: '尚有未处理的异议',
    en: 'an objection is still open',
  },
} as const satisfies Record<string, Refusal>;
export type BatchRule = keyof typeof batchRefusals;
export type BatchRejection = Rejection<BatchRule | KernelRefusal>;
