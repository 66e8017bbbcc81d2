import { canonicalIdNumber, IdKind, type PersonFact } from '#kernel';
import type { Pool, Queryable } from '#postgres';
import { transaction } from '#postgres';
import { acceptIdentity, normalisedName, type Identity, type KnownIdentity } from './identity.js';
import type { MasterKey } from './keys.js';
import { openBirth, openIdentity, sealIdentity, type SealedPerson } from './record.js';

/** What became of an identity that was handed over: kept, or not and why. Nothing changes when it is not. */
export type PutOutcome =
  | { readonly ok: true; readonly stored: 'new' | 'changed' | 'same' }
  /** The paper belongs to `person` already. */
  | { readonly ok: false; readonly reason: 'id-number-known'; readonly person: string }
  | { readonly ok: false; readonly reason: 'erased' }
  /** Names of the fields that do not fit; never their values. */
  | { readonly ok: false; readonly reason: 'invalid'; readonly fields: readonly string[] };

/** Who a person is. `erased`: was known and never will be again; `unknown`: nothing was ever kept. */
export type IdentityAnswer =
  | ({ readonly state: 'known' } & KnownIdentity)
  | { readonly state: 'erased' }
  | { readonly state: 'unknown' };

type Row = SealedPerson | { readonly person: string; readonly wrapped_key: null };

const rowsOf = async (
  db: Queryable,
  persons: readonly string[],
): Promise<ReadonlyMap<string, Row>> => {
  const { rows } = await db.query<Row>(
    'select * from vault.people where person = any($1::text[])',
    [[...new Set(persons)]],
  );
  return new Map(rows.map((row) => [row.person, row]));
};

const fields =
  'person, version, key_id, wrapped_key, id_hash, name_hash, name, paper, phone, birth';
const valuesOf = (row: SealedPerson) => [
  ...[row.person, row.version, row.key_id, row.wrapped_key, row.id_hash],
  ...[row.name_hash, row.name, row.paper, row.phone, row.birth],
];

const holderOf = async (db: Queryable, idHash: Buffer): Promise<string | undefined> => {
  const { rows } = await db.query<{ person: string }>(
    'select person from vault.people where id_hash = $1',
    [idHash],
  );
  return rows[0]?.person;
};

/** Rivals make a try start over; each start over means that one of them has got through. */
const tries = 50;

export const putIdentity = async (
  pool: Pool,
  master: MasterKey,
  person: string,
  input: Identity,
): Promise<PutOutcome> => {
  const accepted = acceptIdentity(input);
  if (!accepted.ok) return { ok: false, reason: 'invalid', fields: accepted.fields };
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const outcome = await putOnce(pool, master, person, accepted.identity);
    if (outcome) return outcome;
  }
  throw new Error(`the vault could not store person ${person}: too many rivals`);
};

/** One try; nothing when a rival wrote in between. */
const putOnce = async (
  pool: Pool,
  master: MasterKey,
  person: string,
  identity: KnownIdentity,
): Promise<PutOutcome | undefined> => {
  const row = (await rowsOf(pool, [person])).get(person);
  if (row?.wrapped_key === null) return { ok: false, reason: 'erased' };
  if (row && sameIdentity(openIdentity(master, row), identity)) return { ok: true, stored: 'same' };
  const idHash = master.hashOfIdNumber(identity.idKind, identity.idNumber);
  const holder = await holderOf(pool, idHash);
  if (holder !== undefined && holder !== person)
    return { ok: false, reason: 'id-number-known', person: holder };
  const written = row
    ? await rewrite(pool, sealIdentity(master, { ...row, version: row.version + 1 }, identity))
    : await insert(pool, sealNew(master, person, identity));
  return written ? { ok: true, stored: row ? 'changed' : 'new' } : undefined;
};

const sealNew = (master: MasterKey, person: string, identity: KnownIdentity): SealedPerson => {
  const key = master.newDataKey();
  try {
    return sealIdentity(
      master,
      { person, version: 1, wrapped_key: master.wrap(key, person) },
      identity,
    );
  } finally {
    key.fill(0);
  }
};

/** Whether the row went in; not when the person or the paper came in meanwhile. */
const insert = async (pool: Pool, row: SealedPerson): Promise<boolean> => {
  const { rowCount } = await pool.query(
    `insert into vault.people (${fields}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
    valuesOf(row),
  );
  return rowCount === 1;
};

const uniqueViolation = '23505';

/** Whether the version before was still there; not either when another person got the paper meanwhile. */
const rewrite = async (pool: Pool, row: SealedPerson): Promise<boolean> => {
  try {
    const { rowCount } = await pool.query(
      `update vault.people set (${fields}, stored_at) = row($1::text, $2::integer, $3::text, $4::bytea, $5::bytea,
         $6::bytea, $7::bytea, $8::bytea, $9::bytea, $10::bytea, now())
       where person = $1 and version = $2::integer - 1 and wrapped_key is not null`,
      valuesOf(row),
    );
    return rowCount === 1;
  } catch (error) {
    if ((error as { code?: string }).code === uniqueViolation) return false;
    throw error;
  }
};

const sameIdentity = (a: KnownIdentity, b: KnownIdentity): boolean =>
  (['name', 'idKind', 'idNumber', 'phone', 'born', 'sex'] as const).every(
    (field) => a[field] === b[field],
  );

export const identitiesOf = async (
  db: Queryable,
  master: MasterKey,
  persons: readonly string[],
): Promise<ReadonlyMap<string, IdentityAnswer>> => {
  const rows = await rowsOf(db, persons);
  const answer = (row: Row | undefined): IdentityAnswer => {
    if (!row) return { state: 'unknown' };
    return row.wrapped_key === null
      ? { state: 'erased' }
      : { state: 'known', ...openIdentity(master, row) };
  };
  return new Map(persons.map((person) => [person, answer(rows.get(person))]));
};

export const factsOf = async (
  db: Queryable,
  master: MasterKey,
  persons: readonly string[],
): Promise<ReadonlyMap<string, PersonFact>> => {
  const rows = await rowsOf(db, persons);
  const answer = (row: Row | undefined): PersonFact => {
    if (!row) return { known: 'no' };
    return row.wrapped_key === null
      ? { known: 'erased' }
      : { known: 'yes', born: openBirth(master, row).born };
  };
  return new Map(persons.map((person) => [person, answer(rows.get(person))]));
};

/** Whoever holds the number on a paper of the kind asked for, or of any: two kinds may carry the same number. */
export const findByIdNumber = async (
  db: Queryable,
  master: MasterKey,
  idNumber: string,
  kind?: IdKind,
): Promise<readonly string[]> => {
  const number = canonicalIdNumber(idNumber);
  const kinds = kind === undefined ? IdKind.options : [kind];
  const holders = await Promise.all(
    kinds.map((one) => holderOf(db, master.hashOfIdNumber(one, number))),
  );
  return [...new Set(holders.filter((holder) => holder !== undefined))];
};

export const findByName = async (
  db: Queryable,
  master: MasterKey,
  name: string,
): Promise<readonly string[]> => {
  const { rows } = await db.query<{ person: string }>(
    'select person from vault.people where name_hash = $1 order by person',
    [master.hashOfName(normalisedName(name))],
  );
  return rows.map(({ person }) => person);
};

/** `erased`: just now and for good. `already-erased`: before. `unknown`: there is nothing to erase. */
export type EraseOutcome = 'erased' | 'already-erased' | 'unknown';

/** Takes the key, the hashes and the ciphertexts; the person's id stays, so that it is never given out or written to again. */
export const erasePerson = (pool: Pool, person: string): Promise<EraseOutcome> =>
  transaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `update vault.people set key_id = null, wrapped_key = null, id_hash = null, name_hash = null, name = null,
         paper = null, phone = null, birth = null, version = version + 1, erased_at = now()
       where person = $1 and erased_at is null`,
      [person],
    );
    await client.query('update vault.notes set sealed = null where person = $1', [person]);
    if (rowCount === 1) return 'erased';
    return (await rowsOf(client, [person])).has(person) ? 'already-erased' : 'unknown';
  });
