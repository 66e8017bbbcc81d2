import type { Refusal } from '#kernel';

export const numberRefusals = {
  E_NUMBER_REUSED: {
    clause: '2.1.6',
    zh: '该培训合格证书编号已被使用',
    en: 'this number of a training certificate is already in use',
  },
  E_NUMBER_SEQUENCE: {
    clause: '2.1.6',
    zh: '证书编号重号或跳号',
    en: 'the certificate number collides with another or leaves a gap',
  },
} as const satisfies Record<string, Refusal>;
export type NumberRule = keyof typeof numberRefusals;

export const levelRefusals = {
  E_DUPLICATE_CERT: {
    clause: '2.1.6',
    zh: '已持有同一职业同级或更高等级的证书',
    en: 'a certificate of the same or a higher level in this occupation is already held',
  },
} as const satisfies Record<string, Refusal>;
export type LevelRule = keyof typeof levelRefusals;

export const certificateRefusals = {
  ...numberRefusals,
  ...levelRefusals,
  E_NOT_PASSED_FINAL: {
    clause: '2.1.6',
    zh: '终结性岗位胜任力评价未通过',
    en: 'the final post-competence assessment has not been passed',
  },
  E_NOT_PASSED_LEVEL: {
    clause: '2.1.6',
    zh: '不是本机构已审核通过批次中的合格人员',
    en: 'no candidate who passed in an approved batch of this body',
  },
  E_PERSON_FIELD: {
    clause: '3.3',
    zh: '姓名和证件号码以人员身份信息为准，请更正身份信息',
    en: 'name and ID number are those of the person: correct the identity',
  },
  E_CO_SIGN: {
    clause: '3.3',
    zh: '须经规定数量的共管方会签',
    en: 'the change needs the co-signatures of the custodians',
  },
} as const satisfies Record<string, Refusal>;
export type CertificateRule = keyof typeof certificateRefusals;
