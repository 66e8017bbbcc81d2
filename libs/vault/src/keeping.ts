import type { PersonalData } from '#kernel';
import type { Pool } from '#postgres';
import type { MasterKey } from './keys.js';
import { putNote } from './notes.js';
import { putIdentity, type PutOutcome } from './people.js';

/** As `put` refuses, without what `put` tells of success. */
export type KeepOutcome = { readonly ok: true } | Extract<PutOutcome, { ok: false }>;

export const keepPersonal = async (
  pool: Pool,
  master: MasterKey,
  { person, identity, notes = [] }: PersonalData,
): Promise<KeepOutcome> => {
  const put = identity && (await putIdentity(pool, master, person, identity));
  if (put?.ok === false) return put;
  for (const { ref, text } of notes) {
    const outcome = await putNote(pool, master, { person, text, ref });
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
  return { ok: true };
};
