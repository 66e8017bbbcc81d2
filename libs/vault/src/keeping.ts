import type { IdentityDigests, PersonalData } from '#kernel';
import { putNote } from './notes.js';
import type { Keeper } from './people.js';
import { putIdentity, type PutOutcome } from './putting.js';

/** As `put` refuses; of success only what events may hold. */
export type KeepOutcome =
  { readonly ok: true; readonly digests?: IdentityDigests } | Extract<PutOutcome, { ok: false }>;

export const keepPersonal = async (
  keeper: Keeper,
  { person, identity, ref: version, notes = [] }: PersonalData,
): Promise<KeepOutcome> => {
  const put = identity && (await putIdentity(keeper, person, identity, version));
  if (put?.ok === false) return put;
  for (const { ref, text } of notes) {
    const outcome = await putNote(keeper.pool, keeper.master, { person, text, ref });
    if (outcome.ok) continue;
    switch (outcome.reason) {
      case 'erased':
        return { ok: false, reason: 'erased' };
      case 'unknown':
        return { ok: false, reason: 'invalid', fields: ['person'] };
      case 'invalid':
      case 'ref-used':
        return { ok: false, reason: 'invalid', fields: ['notes'] };
    }
  }
  return put?.digests ? { ok: true, digests: put.digests } : { ok: true };
};
