import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * A sealed value does not open: it was altered, belongs to another person, field or version, or the key is not its own. Names the
 * place by pseudonym, never what is in it. The caller answers an internal error and an operator looks.
 */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

const nonceLength = 12;
const tagLength = 16;

/** What a value is bound to: it opens only where these are the same. Written so that no two lists read alike. */
export type Binding = readonly (string | number)[];
const associated = (bound: Binding) =>
  Buffer.from(JSON.stringify(['skilltrace/vault', ...bound]), 'utf8');

/** AES-256-GCM under a random nonce: nonce (12 bytes), tag (16), ciphertext. */
export const seal = (key: Buffer, plaintext: Buffer, bound: Binding): Buffer => {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  cipher.setAAD(associated(bound));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
};

/** The plaintext. Throws `SealBroken` when anything at all differs. */
export const openSeal = (key: Buffer, sealed: Buffer, bound: Binding): Buffer => {
  if (sealed.length < nonceLength + tagLength) throw broken(bound);
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(associated(bound));
  decipher.setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
  const opened = decipher.update(sealed.subarray(nonceLength + tagLength));
  try {
    return Buffer.concat([opened, decipher.final()]);
  } catch (cause) {
    throw broken(bound, cause);
  }
};

const broken = (bound: Binding, cause?: unknown) =>
  new SealBroken(`a sealed value of the vault does not open: ${bound.join(' / ')}`, { cause });
