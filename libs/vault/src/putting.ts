import type { IdentityDigests } from '#kernel';
import { transaction, type Client } from '#postgres';
import { acceptIdentity, type Identity, type KnownIdentity } from './identity.js';
import type { MasterKey } from './keys.js';
import { rowsOf, type Keeper } from './people.js';
import { digestOf, openIdentity, sealIdentity, type SealedPerson } from './record.js';
import {
  archive,
  forget,
  holdersOf,
  nextVersion,
  placeOf,
  settle,
  versionsKept,
  wait,
} from './versions.js';

/** What became of an identity that was handed over: kept, or not and why. Nothing changes when it is not. */
export type PutOutcome =
  | {
      readonly ok: true;
      readonly stored: 'new' | 'changed' | 'same';
      readonly digests?: IdentityDigests;
    }
  /** The paper belongs to `person` already. */
  | { readonly ok: false; readonly reason: 'id-number-known'; readonly person: string }
  | { readonly ok: false; readonly reason: 'erased' }
  /** Names of the fields that do not fit; never their values. */
  | { readonly ok: false; readonly reason: 'invalid'; readonly fields: readonly string[] };

const fields =
  'person, version, key_id, wrapped_key, id_hash, name_hash, name, paper, phone, birth';
const valuesOf = (row: SealedPerson) => [
  ...[row.person, row.version, row.key_id, row.wrapped_key, row.id_hash],
  ...[row.name_hash, row.name, row.paper, row.phone, row.birth],
];

/** Rivals make a try start over; each start over means that one of them has got through. */
const tries = 50;

/** `ref` names the version that an event is to make stand; without one it stands at once. */
export const putIdentity = async (
  keeper: Keeper,
  person: string,
  input: Identity,
  ref?: string,
): Promise<PutOutcome> => {
  const accepted = acceptIdentity(input);
  if (!accepted.ok) return { ok: false, reason: 'invalid', fields: accepted.fields };
  const place = ref === undefined ? undefined : placeOf(person, ref);
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const outcome = await putOnce(keeper, { person, ref: place }, accepted.identity);
    if (outcome) return outcome;
  }
  throw new Error(`the vault could not store person ${person}: too many rivals`);
};

interface Whose {
  readonly person: string;
  readonly ref: string | undefined;
}

/** One try; nothing when a rival wrote in between. */
const putOnce = async (
  { pool, master, versionsOf }: Keeper,
  { person, ref }: Whose,
  identity: KnownIdentity,
): Promise<PutOutcome | undefined> => {
  const idHash = master.hashOfIdNumber(identity.idKind, identity.idNumber);
  await settle(pool, versionsOf, [person, ...(await holdersOf(pool, idHash))]);
  await forget(pool, versionsOf, idHash);
  return transaction(pool, async (client): Promise<PutOutcome | undefined> => {
    // Papers are unique over what stands and what waits, which no index spans.
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      idHash.toString('hex'),
    ]);
    const row = (await rowsOf(client, [person], true)).get(person);
    if (row?.wrapped_key === null) return { ok: false, reason: 'erased' };
    const again = row && (await alreadyKept(client, master, { row, ref, identity }));
    if (again) return again;
    const holder = (await holdersOf(client, idHash)).find((one) => one !== person);
    if (holder !== undefined) return { ok: false, reason: 'id-number-known', person: holder };
    if (!row) {
      const isNew = await insert(client, sealNew(master, person, identity), ref);
      return isNew ? { ok: true, stored: 'new' } : undefined;
    }
    const version = await nextVersion(client, row);
    const sealed = sealIdentity(master, { ...row, version }, identity);
    if (ref === undefined) {
      await archive(client, person);
      await rewrite(client, sealed);
      return { ok: true, stored: 'changed' };
    }
    await wait(client, ref, sealed);
    return { ok: true, stored: 'changed', digests: digestsOf(master, row, identity) };
  });
};

const digestsOf = (
  master: MasterKey,
  row: SealedPerson,
  after: KnownIdentity,
): IdentityDigests => ({
  before: digestOf(master, row, openIdentity(master, row)),
  after: digestOf(master, row, after),
});

/** The answer to what is kept already: a reference stands for one identity, whatever is said under it later. */
const alreadyKept = async (
  client: Client,
  master: MasterKey,
  {
    row,
    ref,
    identity,
  }: {
    readonly row: SealedPerson;
    readonly ref: string | undefined;
    readonly identity: KnownIdentity;
  },
): Promise<PutOutcome | undefined> => {
  const versions = ref === undefined ? [row] : await versionsKept(client, row.person);
  const kept = versions.find((one) => ref === undefined || ('ref' in one && one.ref === ref));
  const isSame = kept && sameIdentity(openIdentity(master, kept), identity);
  if (ref === undefined) return isSame ? { ok: true, stored: 'same' } : undefined;
  if (!kept) return undefined;
  return isSame
    ? { ok: true, stored: 'same', digests: digestsOf(master, row, identity) }
    : { ok: false, reason: 'invalid', fields: ['identity'] };
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

/** Whether the row went in; not when the person came in meanwhile. */
const insert = async (client: Client, row: SealedPerson, ref?: string): Promise<boolean> => {
  const { rowCount } = await client.query(
    `insert into vault.people (${fields}, ref) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
    [...valuesOf(row), ref ?? null],
  );
  return rowCount === 1;
};

const rewrite = async (client: Client, row: SealedPerson): Promise<void> => {
  await client.query(
    `update vault.people set (${fields}, ref, stored_at) = row($1::text, $2::integer, $3::text, $4::bytea, $5::bytea,
       $6::bytea, $7::bytea, $8::bytea, $9::bytea, $10::bytea, null::text, now())
     where person = $1`,
    valuesOf(row),
  );
};

const sameIdentity = (a: KnownIdentity, b: KnownIdentity): boolean =>
  (['name', 'idKind', 'idNumber', 'phone', 'born', 'sex'] as const).every(
    (field) => a[field] === b[field],
  );
