import { reject, type Day, type Rejection } from '#kernel';
import type { z } from 'zod';
import type { CertificateField } from './events.js';

/** What a correction is about and, where the register holds the field, the right value. */
export interface Correction {
  readonly field: z.infer<typeof CertificateField>;
  readonly occupation?: string | undefined;
  readonly issuedOn?: Day | undefined;
}

const valueOf = { occupation: 'occupation', 'issue-date': 'issuedOn' } as const;

/**
 * Why this cannot be a correction, whatever certificate it is of. A certificate names its holder by pseudonym alone: name and number
 * of the holder are put right once, in the identity, for all papers. Exactly the value of the field is said, so that nobody signs
 * for a value that is then not the one taken.
 */
export const amiss = ({
  field,
  ...values
}: Correction): Rejection<'E_PERSON_FIELD' | 'E_INPUT'> | undefined => {
  if (field === 'name' || field === 'id-number')
    return reject('E_PERSON_FIELD', { field, command: 'CorrectIdentity' });
  const wanted = field === 'other' ? undefined : valueOf[field];
  const wrong = (['occupation', 'issuedOn'] as const).find(
    (name) => (values[name] !== undefined) !== (name === wanted),
  );
  return wrong && reject('E_INPUT', { path: `data.${wrong}`, field });
};

/** Whether a consent to the one is a consent to the other. */
export const isSame = (one: Partial<Correction>, other: Correction): boolean =>
  one.field === other.field &&
  one.occupation === other.occupation &&
  one.issuedOn === other.issuedOn;

/** The field and the value it has, as events carry them. */
export const told = ({ field, occupation, issuedOn }: Correction) => ({
  field,
  ...(occupation !== undefined && { occupation }),
  ...(issuedOn !== undefined && { issuedOn }),
});
