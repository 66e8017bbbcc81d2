import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';

/** Name-based UUID, version 5 (RFC 9562 §5.5): the same namespace and name always give the same id. `namespace` is a UUID. */
export const uuidFrom = (namespace: string, name: string): string => {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** SHA-256 in hex over the canonical JSON (RFC 8785) of a value: the same content gives the same digest, whatever its key order. */
export const digestOf = (value: unknown): string =>
  createHash('sha256').update(canonicalize(value)).digest('hex');
