import type { Pool, Queryable } from '#postgres';
import { transaction } from '#postgres';
import type { MasterKey } from './keys.js';
import { withDataKey, type SealedPerson } from './record.js';
import { openSeal, seal } from './seal.js';

/** Longest note, in UTF-16 units. */
export const noteMax = 10_000;

/** Under which reference a note is kept, or why it is not. The same text under the same reference again is kept once. */
export type NoteOutcome =
  | { readonly ok: true; readonly ref: string }
  /** The person has no key: nothing can be kept for somebody unknown, and nothing may be for somebody erased. */
  | { readonly ok: false; readonly reason: 'unknown' | 'erased' }
  /** Empty, or longer than `noteMax`. */
  | { readonly ok: false; readonly reason: 'invalid' }
  /** The reference stands for another text or another person. */
  | { readonly ok: false; readonly reason: 'ref-used' };

/** What a reference stands for. `erased`: the text is gone with the person's key; `unknown`: it was never given out. */
export type NoteAnswer =
  | { readonly state: 'known'; readonly person: string; readonly text: string }
  | { readonly state: 'erased'; readonly person: string }
  | { readonly state: 'unknown' };

interface NoteRow {
  readonly ref: string;
  readonly person: string;
  readonly sealed: Buffer | null;
  readonly wrapped_key: Buffer | null;
}

const bound = (person: string, ref: string) => [person, 'note', ref];

/** The person's row is held while the note goes in, so that an erasure comes wholly before or wholly after. */
export const putNote = (
  pool: Pool,
  master: MasterKey,
  { person, text, ref }: { readonly person: string; readonly text: string; readonly ref: string },
): Promise<NoteOutcome> =>
  transaction(pool, async (client): Promise<NoteOutcome> => {
    if (text.trim() === '' || text.length > noteMax) return { ok: false, reason: 'invalid' };
    const found = await client.query<Pick<SealedPerson, 'person'> & { wrapped_key: Buffer | null }>(
      'select person, wrapped_key from vault.people where person = $1 for share',
      [person],
    );
    const [row] = found.rows;
    if (!row) return { ok: false, reason: 'unknown' };
    const { wrapped_key } = row;
    if (!wrapped_key) return { ok: false, reason: 'erased' };
    const sealed = withDataKey(master, { person, wrapped_key }, (key) =>
      seal(key, Buffer.from(text, 'utf8'), bound(person, ref)),
    );
    const { rowCount } = await client.query(
      'insert into vault.notes (ref, person, sealed) values ($1, $2, $3) on conflict do nothing',
      [ref, person, sealed],
    );
    if (rowCount === 1) return { ok: true, ref };
    const kept = (await notesOf(client, master, [ref])).get(ref);
    const same = kept?.state === 'known' && kept.person === person && kept.text === text;
    return same ? { ok: true, ref } : { ok: false, reason: 'ref-used' };
  });

export const notesOf = async (
  db: Queryable,
  master: MasterKey,
  refs: readonly string[],
): Promise<ReadonlyMap<string, NoteAnswer>> => {
  const { rows } = await db.query<NoteRow>(
    `select n.ref, n.person, n.sealed, p.wrapped_key from vault.notes n join vault.people p using (person)
     where n.ref = any($1::text[])`,
    [[...new Set(refs)]],
  );
  const byRef = new Map(rows.map((row) => [row.ref, row]));
  return new Map(refs.map((ref) => [ref, answerOf(master, byRef.get(ref))]));
};

const answerOf = (master: MasterKey, row: NoteRow | undefined): NoteAnswer => {
  if (!row) return { state: 'unknown' };
  const { person, ref, sealed, wrapped_key } = row;
  if (!sealed || !wrapped_key) return { state: 'erased', person };
  const text = withDataKey(master, { person, wrapped_key }, (key) =>
    openSeal(key, sealed, bound(person, ref)).toString('utf8'),
  );
  return { state: 'known', person, text };
};
