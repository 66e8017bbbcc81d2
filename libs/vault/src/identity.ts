import { canonicalIdNumber, checkIdDocument, Day, IdKind, type Sex } from '#kernel';
import { z } from 'zod';

const shape = z.strictObject({
  name: z.string().max(100),
  idKind: IdKind,
  idNumber: z.string().max(40),
  phone: z.string().max(40).optional(),
  born: Day.optional(),
  sex: z.enum(['female', 'male']).optional(),
});
/** Who a person is, as it comes in. An 18-digit number tells birth and sex; for other papers the birth must be said. */
export interface Identity {
  readonly name: string;
  readonly idKind: IdKind;
  readonly idNumber: string;
  readonly phone?: string | undefined;
  readonly born?: Day | undefined;
  readonly sex?: Sex | undefined;
}

/** An identity in the one spelling that is kept. */
export interface KnownIdentity {
  readonly name: string;
  readonly idKind: IdKind;
  readonly idNumber: string;
  /** Absent when nobody said. */
  readonly phone?: string;
  readonly born: Day;
  /** Absent when the papers do not tell and nobody said. */
  readonly sex?: Sex;
}

/** The identity as it is kept, or what does not fit. */
export type AcceptedIdentity =
  | { readonly ok: true; readonly identity: KnownIdentity }
  /** Names of the fields that do not fit; never their values. */
  | { readonly ok: false; readonly fields: readonly string[] };

/** The form by which full names are compared: NFKC, no blanks, one kind of middle dot, lower case. */
export const normalisedName = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/\s/gu, '')
    .replaceAll(/[•‧∙⋅・･.]/gu, '·')
    .toLowerCase();

const tidyName = (name: string) => name.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ');
const tidyPhone = (phone: string) => phone.normalize('NFKC').replaceAll(/[\s()-]/gu, '');

/** Checks an identity and brings it into the spelling that is kept. Pure; never throws. */
export const acceptIdentity = (input: unknown): AcceptedIdentity => {
  const parsed = shape.safeParse(input);
  if (!parsed.success) {
    return {
      ok: false,
      fields: parsed.error.issues.map(({ path }) => path.join('.') || 'identity'),
    };
  }
  const { idKind, sex, born, phone } = parsed.data;
  const name = tidyName(parsed.data.name);
  const idNumber = canonicalIdNumber(parsed.data.idNumber);
  const paper = checkIdDocument(idKind, idNumber);
  const known: { readonly born?: Day; readonly sex?: Sex } = paper.ok ? paper : {};
  const birth = known.born ?? born;
  const fields = [
    /^[\p{L}\p{M}][\p{L}\p{M}· .'-]*$/u.test(name) ? '' : 'name',
    paper.ok ? '' : 'idNumber',
    phone === undefined || /^\+?\d{5,20}$/.test(tidyPhone(phone)) ? '' : 'phone',
    !paper.ok || (birth !== undefined && (born ?? birth) === birth) ? '' : 'born',
    known.sex === undefined || sex === undefined || sex === known.sex ? '' : 'sex',
  ].filter((field) => field !== '');
  if (fields.length > 0 || birth === undefined) return { ok: false, fields };
  const told = known.sex ?? sex;
  return {
    ok: true,
    identity: {
      name,
      idKind,
      idNumber,
      born: birth,
      ...(phone === undefined ? {} : { phone: tidyPhone(phone) }),
      ...(told === undefined ? {} : { sex: told }),
    },
  };
};
