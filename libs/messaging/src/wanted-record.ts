import type { FeedListener } from '#projections';
import { source, specification, typePrefix } from './cloud-event.js';
import { decodeRecord, type DecodedRecord } from './record.js';

/** Longer than the attributes that stand before `data` as the relay writes them. */
const envelopeBytes = 1_000;
const [version, origin, prefix] = [specification, source, typePrefix].map((text) =>
  text.replaceAll('.', '\\.'),
);
/** No brace before the position: it is the envelope's own, and no text can look so, since quotes within texts are escaped. */
const envelope = new RegExp(
  `^\\{"specversion":"${version}","id":"[^"\\\\]+","source":"${origin}","type":"${prefix}([A-Z]\\w*)",[^{}]*?"position":"([^"\\\\]+)"`,
);

/**
 * Reads a message, but of an event that the listener does not want only its place, off the text: reading it whole is the dearest part
 * of passing it over. An envelope in another order is read whole.
 */
export const recordOf = (
  value: Buffer | null,
  listener: Pick<FeedListener, 'wants'>,
): DecodedRecord => {
  const [, type, position] = envelope.exec(value?.toString('utf8', 0, envelopeBytes) ?? '') ?? [];
  if (type !== undefined && position !== undefined && !listener.wants(type))
    return { kind: 'watermark', position };
  return decodeRecord({ value });
};
