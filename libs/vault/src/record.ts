import { createHmac, hkdfSync } from 'node:crypto';
import type { Day, IdKind, Sex } from '#kernel';
import { normalisedName, type KnownIdentity } from './identity.js';
import type { MasterKey } from './keys.js';
import { openSeal, seal } from './seal.js';

/** A row of `vault.people` that holds somebody. */
export interface SealedPerson {
  readonly person: string;
  readonly version: number;
  readonly key_id: string;
  readonly wrapped_key: Buffer;
  readonly id_hash: Buffer;
  readonly name_hash: Buffer;
  readonly name: Buffer;
  readonly paper: Buffer;
  readonly phone: Buffer;
  readonly birth: Buffer;
}

type Field = 'name' | 'paper' | 'phone' | 'birth';
interface Paper {
  readonly idKind: IdKind;
  readonly idNumber: string;
}
interface Birth {
  readonly born: Day;
  readonly sex?: Sex;
}

const bound = ({ person, version }: { person: string; version: number }, field: Field) => [
  person,
  field,
  version,
];

/** Works with a person's data key and overwrites it afterwards, whatever happens. */
export const withDataKey = <T>(
  master: MasterKey,
  { person, wrapped_key }: Pick<SealedPerson, 'person' | 'wrapped_key'>,
  work: (key: Buffer) => T,
): T => {
  const key = master.unwrap(wrapped_key, person);
  try {
    return work(key);
  } finally {
    key.fill(0);
  }
};

/** An identity sealed field by field under the person's data key, each bound to person, field and version. */
export const sealIdentity = (
  master: MasterKey,
  row: Pick<SealedPerson, 'person' | 'version' | 'wrapped_key'>,
  { name, idKind, idNumber, phone, born, sex }: KnownIdentity,
): SealedPerson =>
  withDataKey(master, row, (key) => {
    const sealed = (field: Field, value: unknown) =>
      seal(key, Buffer.from(JSON.stringify(value), 'utf8'), bound(row, field));
    return {
      person: row.person,
      version: row.version,
      wrapped_key: row.wrapped_key,
      key_id: master.id,
      id_hash: master.hashOfIdNumber(idKind, idNumber),
      name_hash: master.hashOfName(normalisedName(name)),
      name: sealed('name', name),
      paper: sealed('paper', { idKind, idNumber } satisfies Paper),
      phone: sealed('phone', phone ?? ''),
      birth: sealed('birth', { born, ...(sex ? { sex } : {}) } satisfies Birth),
    };
  });

/** What only the authenticated sealing of this file can have written, so its shape is not checked again. */
const opened = (key: Buffer, row: SealedPerson, field: Field): unknown =>
  JSON.parse(openSeal(key, row[field], bound(row, field)).toString('utf8'));

/** Throws `SealBroken` when any field was altered or moved. */
export const openIdentity = (master: MasterKey, row: SealedPerson): KnownIdentity =>
  withDataKey(master, row, (key) => {
    const phone = opened(key, row, 'phone') as string;
    return {
      name: opened(key, row, 'name') as string,
      ...(opened(key, row, 'paper') as Paper),
      ...(phone === '' ? {} : { phone }),
      ...(opened(key, row, 'birth') as Birth),
    };
  });

/**
 * Tells one identity of a person from another, and nothing to anybody without the person's own key: once that is destroyed, nobody can
 * try out numbers against it. The same human under two pseudonyms has two digests.
 */
export const digestOf = (
  master: MasterKey,
  row: Pick<SealedPerson, 'person' | 'wrapped_key'>,
  { name, idKind, idNumber, phone, born, sex }: KnownIdentity,
): string =>
  withDataKey(master, row, (key) => {
    const derived = Buffer.from(hkdfSync('sha256', key, '', 'skilltrace/vault/1/identity', 32));
    const told = JSON.stringify([name, idKind, idNumber, phone ?? null, born, sex ?? null]);
    return createHmac('sha256', derived).update(told, 'utf8').digest('hex');
  });

/** The birth alone, for decisions: the other fields stay sealed. */
export const openBirth = (master: MasterKey, row: SealedPerson): Birth =>
  withDataKey(master, row, (key) => opened(key, row, 'birth') as Birth);
