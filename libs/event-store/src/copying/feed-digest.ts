import { createHash } from 'node:crypto';
import type { CopiedEvent, CopySide } from './copy-side.js';

/** What a feed comes to: equal for a copy and its original, and for no two feeds that differ. */
export interface FeedDigest {
  readonly events: number;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
}

const page = 2_000;

/**
 * The digest of a store's whole feed, in its order: over stream, revision, id, type, moment, subjects, data and metadata of every
 * event, and not over positions or `copiedFrom`, which are a store's own. A copy has the digest of its original. Rejects with
 * `StoreUnavailable`.
 */
export const feedDigest = async (
  side: Pick<CopySide, 'read'>,
  onProgress: (events: number) => void = () => undefined,
): Promise<FeedDigest> => {
  const hash = createHash('sha256');
  let events = 0;
  for (let read = await side.read(undefined, page); read.length > 0;) {
    const next = side.read(read.at(-1)?.position, page);
    // Heard of when it is awaited.
    next.catch(() => undefined);
    hash.update(read.map(linesOf).join(''));
    events += read.length;
    onProgress(events);
    read = await next;
  }
  return { events, digest: hash.digest('hex') };
};

/** No part holds a line end: they are names, or JSON as it is written without blanks. */
const linesOf = (event: CopiedEvent): string => {
  const { stream, revision, id, type, recordedAt, subjects, data, meta } = event;
  const parts = [stream, revision, id, type, recordedAt, JSON.stringify(subjects), data, meta];
  return `${parts.join('\n')}\n\n`;
};
