import { randomUUID } from 'node:crypto';
import type { IdKind, PersonalData, PersonFact } from '#kernel';
import { openPool, type Pool } from '#postgres';
import type { Identity, KnownIdentity } from './identity.js';
import { keepPersonal, type KeepOutcome } from './keeping.js';
import { openMasterKey, VaultKeyError, type MasterKey } from './keys.js';
import { notesOf, putNote, type NoteAnswer, type NoteOutcome } from './notes.js';
import type { VersionsOf } from './versions.js';
import {
  digestIsOf,
  erasePerson,
  factsOf,
  findByIdNumber,
  findByName,
  identitiesOf,
  identityAt,
  type EraseOutcome,
  type IdentityAnswer,
} from './people.js';
import { putIdentity, type PutOutcome } from './putting.js';

/**
 * The only keeper of names, papers, phones, birthdays and free prose about people, each under a key of the person's own. Persons
 * are pseudonymous ids; whatever leaves by an error names at most these. Every method rejects with the driver's error when
 * PostgreSQL cannot serve now (`mayPass`; the caller answers 503 and may repeat), and with `SealBroken` when what is stored
 * was altered.
 */
export interface Vault {
  /**
   * Keeps who a person is. The same again changes nothing; other content replaces it under the same key. Of rivals with one paper
   * exactly one gets it, the others learn whose it is. An erased person is never written to again.
   */
  put(person: string, identity: Identity): Promise<PutOutcome>;
  /**
   * Keeps all that a command holds of a person, identity first: what the command handler calls before it appends. Repeating it
   * changes nothing; after a refusal nothing later in `data` was kept. An identity with a `ref` waits beside the one that stands, and
   * stands once an event that names the `ref` does: `versionsOf` tells. Until then it only keeps others from the paper.
   */
  keep(data: PersonalData): Promise<KeepOutcome>;
  /** An answer for each person asked for. The caller decides who may see what (`maskName`, `maskIdNumber`). */
  identities(persons: readonly string[]): Promise<ReadonlyMap<string, IdentityAnswer>>;
  /** Who a person was when the last event that made a version stand named the last of these: for looking back. */
  identityAt(person: string, refs: readonly string[]): Promise<IdentityAnswer>;
  /** Which of the identities ever kept of a person a digest in an event is of; none of somebody erased. */
  digested(person: string, digest: string): Promise<KnownIdentity | undefined>;
  /** What decisions may know, for each person asked for. */
  facts(persons: readonly string[]): Promise<ReadonlyMap<string, PersonFact>>;
  /**
   * Who holds a paper of this number, in any spelling; sought among all kinds of paper unless one is named. Two kinds may give the
   * same number to two people, hardly ever more.
   */
  findByIdNumber(idNumber: string, kind?: IdKind): Promise<readonly string[]>;
  /** Everyone of exactly this full name, blanks and full-width letters aside; sorted by id. */
  findByName(name: string): Promise<readonly string[]>;
  /** Keeps prose about a person and answers its reference, for events to hold. With a `ref` of the caller's it can be repeated. */
  note(person: string, text: string, ref?: string): Promise<NoteOutcome>;
  /** An answer for each reference asked for. */
  notes(refs: readonly string[]): Promise<ReadonlyMap<string, NoteAnswer>>;
  /**
   * Destroys the person's key, hashes and ciphertexts: from then on everything about them answers "erased". Cannot be undone.
   * Old row versions stay in the files until the tables are vacuumed and in backups until these expire: the caller sees to both.
   */
  erase(person: string): Promise<EraseOutcome>;
  /** Ends the connections, unless they came with a pool of the caller's. */
  close(): Promise<void>;
}

/** The key, and a database by `url` or by `pool`; one of the two must be given. */
export interface VaultOptions {
  /** 64 hexadecimal digits; from the environment (`VAULT_KEY`). */
  readonly key: string;
  /** A database with `vaultMigrations` applied. */
  readonly url?: string;
  /** What the events about a person say; left out, no event ever makes a version stand. */
  readonly versionsOf?: VersionsOf;
  /** The same as connections that the caller keeps and ends. */
  readonly pool?: Pool;
}

/**
 * Opens the vault. Rejects with `VaultKeyError` when the key is malformed or not the one that what is stored was sealed with: the
 * first opening of an empty vault fixes the key.
 */
export const openVault = async ({
  key,
  url,
  pool: given,
  versionsOf = () => Promise.resolve([]),
}: VaultOptions): Promise<Vault> => {
  const master = openMasterKey(key);
  if (!given && !url) throw new Error('the vault needs a url or a pool');
  const pool = given ?? openPool(url ?? '', { application: 'skilltrace-vault' });
  const close = async () => {
    if (!given) await pool.end();
  };
  try {
    await fixKey(pool, master);
  } catch (error) {
    await close();
    throw error;
  }
  const keeper = { pool, master, versionsOf };
  return {
    put: (person, identity) => putIdentity(keeper, person, identity),
    keep: (data) => keepPersonal(keeper, data),
    identities: (persons) => identitiesOf(keeper, persons),
    identityAt: (person, refs) => identityAt(keeper, person, refs),
    digested: (person, digest) => digestIsOf(keeper, person, digest),
    facts: (persons) => factsOf(keeper, persons),
    findByIdNumber: (idNumber, kind) => findByIdNumber(keeper, idNumber, kind),
    findByName: (name) => findByName(keeper, name),
    note: (person, text, ref = randomUUID()) => putNote(pool, master, { person, text, ref }),
    notes: (refs) => notesOf(pool, master, refs),
    erase: (person) => erasePerson(pool, person),
    close,
  };
};

const fixKey = async (pool: Pool, { id, proof, proves }: MasterKey): Promise<void> => {
  await pool.query(
    'insert into vault.master_key (key_id, proof) values ($1, $2) on conflict do nothing',
    [id, proof],
  );
  const { rows } = await pool.query<{ key_id: string; proof: Buffer }>(
    'select key_id, proof from vault.master_key',
  );
  const [stored] = rows;
  if (stored && stored.key_id === id && proves(stored.proof)) return;
  throw new VaultKeyError(
    `the vault key (VAULT_KEY) is not the one this vault was sealed with: it has ${id}, the vault wants ${stored?.key_id ?? 'another'}`,
  );
};
