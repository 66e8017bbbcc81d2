import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IdKind } from '#kernel';
import { openSeal, seal } from './seal.js';

/** The master key is missing, malformed, or not the one the stored data were sealed with. Its message never holds key material. */
export class VaultKeyError extends Error {
  override readonly name = 'VaultKeyError';
}

/** What can be done with the master key; the key itself does not leave the closure. */
export interface MasterKey {
  /** Public name of the key, derived from it: kept beside every wrapped key, so that a rotation knows what is left to do. */
  readonly id: string;
  /** Shows that a stored check value came from this same key. */
  proves(proof: Buffer): boolean;
  readonly proof: Buffer;
  /** A new random data key of 32 bytes. The caller overwrites it after use. */
  newDataKey(): Buffer;
  wrap(dataKey: Buffer, person: string): Buffer;
  /** Throws `SealBroken` when the wrapped key is another person's or was altered. */
  unwrap(wrapped: Buffer, person: string): Buffer;
  /** Keyed hashes: nobody without the key can try out numbers or names. */
  hashOfIdNumber(kind: IdKind, canonicalNumber: string): Buffer;
  hashOfName(normalisedName: string): Buffer;
}

/** Reads the 64 hexadecimal digits of a 32-byte key. Throws `VaultKeyError` otherwise, also for keys that are one byte repeated. */
export const openMasterKey = (hex: string): MasterKey => {
  if (!/^[0-9a-f]{64}$/i.test(hex)) {
    throw new VaultKeyError(
      'the vault key (VAULT_KEY) must be 32 bytes, written as 64 hexadecimal digits',
    );
  }
  const root = Buffer.from(hex, 'hex');
  if (root.every((byte) => byte === root[0])) {
    throw new VaultKeyError(
      'the vault key (VAULT_KEY) is one byte repeated: make one with `openssl rand -hex 32`',
    );
  }
  // One derived key per purpose: a hash can never be fed to a cipher, nor a name's hash compared with a number's.
  const derive = (purpose: string, length = 32) =>
    Buffer.from(hkdfSync('sha256', root, '', `skilltrace/vault/1/${purpose}`, length));
  const wrapping = derive('wrap');
  const idNumbers = derive('id-number');
  const names = derive('name');
  const proof = derive('proof');
  const id = derive('key-id', 8).toString('hex');
  const boundTo = (person: string) => ['data-key', person, id];
  return {
    id,
    proof,
    proves: (stored) => stored.length === proof.length && timingSafeEqual(stored, proof),
    newDataKey: () => randomBytes(32),
    wrap: (dataKey, person) => seal(wrapping, dataKey, boundTo(person)),
    unwrap: (wrapped, person) => openSeal(wrapping, wrapped, boundTo(person)),
    hashOfIdNumber: (kind, number) => hmac(idNumbers, `${kind}:${number}`),
    hashOfName: (name) => hmac(names, name),
  };
};

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text, 'utf8').digest();
