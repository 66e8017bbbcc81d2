import { transaction, type Client, type Pool, type Queryable } from '#postgres';
import type { SealedPerson } from './record.js';

// What a command says of a person is kept before its event is stored, and the event may never come: so a version of an identity waits
// beside the one that stands, and stands itself once an event that names it does. What stood before is kept, sealed as it was.

/** A version that events name, and whether they make it the person's identity or only ask for it. */
export interface NamedVersion {
  readonly ref: string;
  readonly stands: boolean;
}
/** The versions that the stored events about a person name, in the order of these events. */
export type VersionsOf = (person: string) => Promise<readonly NamedVersion[]>;

/** A version's place in the vault: one command id may by mistake be sent for two people. */
export const placeOf = (person: string, ref: string): string => `${person}/${ref}`;

/** A version that waits reserves its paper: nobody else may have it. Nothing is under way for as long as this without an event. */
const forgottenAfter = '1 day';

const sealed = 'version, key_id, id_hash, name_hash, name, paper, phone, birth';

/** Makes the versions stand that events have made stand. Whoever reads calls it first, so no process is waited for. */
export const settle = async (
  pool: Pool,
  versionsOf: VersionsOf,
  persons: readonly string[],
): Promise<void> => {
  if (persons.length === 0) return;
  const { rows } = await pool.query<{ person: string; ref: string }>(
    'select person, ref from vault.identities where waiting and person = any($1::text[])',
    [[...new Set(persons)]],
  );
  for (const [person, own] of Map.groupBy(rows, (row) => row.person)) {
    const waiting = new Set(own.map(({ ref }) => ref));
    const named = await versionsOf(person);
    const standing = named.flatMap(({ ref, stands }) => (stands ? [placeOf(person, ref)] : []));
    for (const [at, ref] of standing.entries()) {
      const later = standing.slice(at + 1);
      if (waiting.has(ref)) await promote(pool, { person, ref, later });
    }
  }
};

/** A rival may have seen a later event first: then this version stood only before that one, and goes to the earlier ones at once. */
const promote = (
  pool: Pool,
  {
    person,
    ref,
    later,
  }: { readonly person: string; readonly ref: string; readonly later: readonly string[] },
): Promise<void> =>
  transaction(pool, async (client) => {
    const found = await client.query<{ ref: string | null; erased: boolean }>(
      'select ref, erased_at is not null as erased from vault.people where person = $1 for update',
      [person],
    );
    const [row] = found.rows;
    const own = await client.query('select 1 from vault.identities where ref = $1 and waiting', [
      ref,
    ]);
    if (!row || row.erased || own.rowCount === 0) return;
    if (row.ref !== null && later.includes(row.ref)) {
      await client.query(
        'update vault.identities set waiting = false, replaced_at = now() where ref = $1',
        [ref],
      );
      return;
    }
    await archive(client, person);
    await client.query(
      `update vault.people p set (ref, ${sealed}, stored_at) =
         (select ref, ${sealed}, stored_at from vault.identities i where i.ref = $2)
       where p.person = $1`,
      [person, ref],
    );
    await client.query('delete from vault.identities where ref = $1', [ref]);
  });

/** Puts what stands now among the earlier versions. The person's row is locked by the caller, who replaces it next. */
export const archive = async (client: Client, person: string): Promise<void> => {
  await client.query(
    `insert into vault.identities (ref, person, waiting, ${sealed}, stored_at, replaced_at)
     select coalesce(ref, person || '/' || version), person, false, ${sealed}, stored_at, now()
     from vault.people where person = $1`,
    [person],
  );
};

/** Keeps a version beside the one that stands. The person's row and the paper are locked by the caller. */
export const wait = async (client: Client, ref: string, row: SealedPerson): Promise<void> => {
  await client.query(
    `insert into vault.identities (ref, person, waiting, ${sealed})
     values ($1, $2, true, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[ref, row.person, row.version, row.key_id, row.id_hash, row.name_hash],
      ...[row.name, row.paper, row.phone, row.birth],
    ],
  );
};

/** A version number that no version of the person has. */
export const nextVersion = async (client: Client, row: SealedPerson): Promise<number> => {
  const { rows } = await client.query<{ last: number }>(
    'select coalesce(max(version), 0) as last from vault.identities where person = $1',
    [row.person],
  );
  return Math.max(row.version, rows[0]?.last ?? 0) + 1;
};

/** All that is kept of the person's identities, the earliest version first; nothing of somebody erased. */
export const versionsKept = async (
  db: Queryable,
  person: string,
): Promise<
  readonly (SealedPerson & { readonly ref: string | null; readonly waiting: boolean })[]
> => {
  const { rows } = await db.query<SealedPerson & { ref: string | null; waiting: boolean }>(
    `select person, ref, false as waiting, wrapped_key, ${sealed} from vault.people
     where person = $1 and wrapped_key is not null
     union all
     select i.person, i.ref, i.waiting, p.wrapped_key, ${sealed
       .split(', ')
       .map((field) => `i.${field}`)
       .join(', ')}
     from vault.identities i join vault.people p using (person)
     where i.person = $1 and p.wrapped_key is not null
     order by version`,
    [person],
  );
  return rows;
};

/** Whoever has the paper or waits for it. */
export const holdersOf = async (db: Queryable, idHash: Buffer): Promise<readonly string[]> => {
  const { rows } = await db.query<{ person: string }>(
    `select person from vault.people where id_hash = $1
     union select person from vault.identities where waiting and id_hash = $1`,
    [idHash],
  );
  return rows.map(({ person }) => person);
};

/** Gives a paper free that a version waits for whose event never came. */
export const forget = async (pool: Pool, versionsOf: VersionsOf, idHash: Buffer): Promise<void> => {
  const { rows } = await pool.query<{ person: string; ref: string }>(
    `select person, ref from vault.identities
     where waiting and id_hash = $1 and stored_at < now() - $2::interval`,
    [idHash, forgottenAfter],
  );
  for (const { person, ref } of rows) {
    const named = await versionsOf(person);
    if (named.some((one) => placeOf(person, one.ref) === ref)) continue;
    await pool.query('delete from vault.identities where ref = $1 and waiting', [ref]);
  }
};
