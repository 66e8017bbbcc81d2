import { canonicalIdNumber, IdKind, type PersonFact } from '#kernel';
import { transaction, type Pool, type Queryable } from '#postgres';
import { normalisedName, type KnownIdentity } from './identity.js';
import type { MasterKey } from './keys.js';
import { digestOf, openBirth, openIdentity, type SealedPerson } from './record.js';
import { holdersOf, placeOf, settle, versionsKept, type VersionsOf } from './versions.js';

/** Who a person is. `erased`: was known and never will be again; `unknown`: nothing was ever kept. */
export type IdentityAnswer =
  | ({ readonly state: 'known' } & KnownIdentity)
  | { readonly state: 'erased' }
  | { readonly state: 'unknown' };

type Row = (SealedPerson | { readonly person: string; readonly wrapped_key: null }) & {
  readonly ref: string | null;
  /** Whether a version waits beside it. */
  readonly waits: boolean;
};

/** Named, since a prepared statement must not answer otherwise when a later release adds a column. */
const columns = ['person', 'ref', 'version', 'key_id', 'wrapped_key', 'id_hash', 'name_hash']
  .concat(['name', 'paper', 'phone', 'birth'])
  .map((column) => `p.${column}`)
  .join(', ');

export const rowsOf = async (
  db: Queryable,
  persons: readonly string[],
  locked = false,
): Promise<ReadonlyMap<string, Row>> => {
  const { rows } = await db.query<Row>({
    name: `vault-people${locked ? '-locked' : ''}`,
    text: `select ${columns}, exists (select 1 from vault.identities i where i.person = p.person and i.waiting) as waits
     from vault.people p where p.person = any($1::text[])${locked ? ' for update' : ''}`,
    values: [[...new Set(persons)]],
  });
  return new Map(rows.map((row) => [row.person, row]));
};

/** The rows as the events have them by now. */
const settledRowsOf = async (
  { pool, versionsOf }: Keeper,
  persons: readonly string[],
): Promise<ReadonlyMap<string, Row>> => {
  const rows = await rowsOf(pool, persons);
  const unsettled = [...rows.values()].filter(({ waits }) => waits);
  if (unsettled.length === 0) return rows;
  await settle(
    pool,
    versionsOf,
    unsettled.map(({ person }) => person),
  );
  return rowsOf(pool, persons);
};

/** What all that is done with identities is done with. */
export interface Keeper {
  readonly pool: Pool;
  readonly master: MasterKey;
  readonly versionsOf: VersionsOf;
}

export const identitiesOf = async (
  keeper: Keeper,
  persons: readonly string[],
): Promise<ReadonlyMap<string, IdentityAnswer>> => {
  const rows = await settledRowsOf(keeper, persons);
  const answer = (row: Row | undefined): IdentityAnswer => {
    if (!row) return { state: 'unknown' };
    return row.wrapped_key === null
      ? { state: 'erased' }
      : { state: 'known', ...openIdentity(keeper.master, row) };
  };
  return new Map(persons.map((person) => [person, answer(rows.get(person))]));
};

/** Of versions that no event names the first is what stood before there were names. */
export const identityAt = async (
  keeper: Keeper,
  person: string,
  refs: readonly string[],
): Promise<IdentityAnswer> => {
  const row = (await settledRowsOf(keeper, [person])).get(person);
  if (!row) return { state: 'unknown' };
  if (row.wrapped_key === null) return { state: 'erased' };
  const last = refs.at(-1);
  const isStill = last === undefined ? row.version === 1 : row.ref === placeOf(person, last);
  if (isStill) return { state: 'known', ...openIdentity(keeper.master, row) };
  const versions = await versionsKept(keeper.pool, person);
  const named = refs.map((ref) => versions.find((one) => one.ref === placeOf(person, ref)));
  const stood = named.findLast((one) => one !== undefined) ?? versions.find((one) => !one.waiting);
  return stood ? { state: 'known', ...openIdentity(keeper.master, stood) } : { state: 'unknown' };
};

export const digestIsOf = async (
  { pool, master }: Keeper,
  person: string,
  digest: string,
): Promise<KnownIdentity | undefined> => {
  for (const version of await versionsKept(pool, person)) {
    const identity = openIdentity(master, version);
    if (digestOf(master, version, identity) === digest) return identity;
  }
  return undefined;
};

export const factsOf = async (
  keeper: Keeper,
  persons: readonly string[],
): Promise<ReadonlyMap<string, PersonFact>> => {
  const rows = await settledRowsOf(keeper, persons);
  const answer = (row: Row | undefined): PersonFact => {
    if (!row) return { known: 'no' };
    return row.wrapped_key === null
      ? { known: 'erased' }
      : { known: 'yes', born: openBirth(keeper.master, row).born };
  };
  return new Map(persons.map((person) => [person, answer(rows.get(person))]));
};

/** Whoever holds the number on a paper of the kind asked for, or of any: two kinds may carry the same number. */
export const findByIdNumber = async (
  { pool, master, versionsOf }: Keeper,
  idNumber: string,
  kind?: IdKind,
): Promise<readonly string[]> => {
  const number = canonicalIdNumber(idNumber);
  const kinds = kind === undefined ? IdKind.options : [kind];
  const hashes = kinds.map((one) => master.hashOfIdNumber(one, number));
  const likely = await Promise.all(hashes.map((hash) => holdersOf(pool, hash)));
  if (likely.flat().length === 0) return [];
  await settle(pool, versionsOf, likely.flat());
  const { rows } = await pool.query<{ person: string }>(
    'select person from vault.people where id_hash = any($1::bytea[])',
    [hashes],
  );
  return rows.map(({ person }) => person);
};

export const findByName = async (
  { pool, master, versionsOf }: Keeper,
  name: string,
): Promise<readonly string[]> => {
  const hash = master.hashOfName(normalisedName(name));
  const likely = await pool.query<{ person: string }>(
    `select person from vault.identities where waiting and (name_hash = $1
       or person in (select person from vault.people where name_hash = $1))`,
    [hash],
  );
  await settle(
    pool,
    versionsOf,
    likely.rows.map(({ person }) => person),
  );
  const { rows } = await pool.query<{ person: string }>(
    'select person from vault.people where name_hash = $1 order by person',
    [hash],
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
         paper = null, phone = null, birth = null, ref = null, version = version + 1, erased_at = now()
       where person = $1 and erased_at is null`,
      [person],
    );
    await client.query('delete from vault.identities where person = $1', [person]);
    await client.query('update vault.notes set sealed = null where person = $1', [person]);
    if (rowCount === 1) return 'erased';
    return (await rowsOf(client, [person])).has(person) ? 'already-erased' : 'unknown';
  });
