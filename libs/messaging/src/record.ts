import type { z } from 'zod';
import type { StoredEvent } from '#event-store';
import type { Position } from '#kernel';
import { envelopeSchema, eventSchema, watermarkSchema } from './schemas.js';
import { typePrefix, watermarkType, type EventPlace, type PublishedEvent } from './cloud-event.js';

/** A message of the events topic, read. */
export type DecodedRecord =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  /** Every event of this partition up to and including `position` stands before it; `last` is the event there, where it is told. */
  | { readonly kind: 'watermark'; readonly position: Position; readonly last?: EventPlace }
  /** Nobody of ours wrote it, or a later version did: `reason` says in one line why, and repeats nothing of it. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads a message of the events topic. Never throws. */
export const decodeRecord = (message: { readonly value: Buffer | null }): DecodedRecord => {
  if (message.value === null) return unreadable('it has no value');
  const json = parsed(message.value);
  if (json === undefined) return unreadable('it is not JSON');
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) return unreadable(`not a CloudEvent of ours: ${fieldsOf(envelope.error)}`);
  const { type, position } = envelope.data;
  if (type === watermarkType) return watermarkIn(json, position);
  if (!type.startsWith(typePrefix)) return unreadable('not a CloudEvent of ours: type');
  return eventIn(json);
};

const watermarkIn = (json: unknown, position: Position): DecodedRecord => {
  const { eventid, stream, revision } = watermarkSchema.safeParse(json).data ?? {};
  const told = eventid !== undefined && stream !== undefined && revision !== undefined;
  return { kind: 'watermark', position, ...(told && { last: { id: eventid, stream, revision } }) };
};

const eventIn = (json: unknown): DecodedRecord => {
  const checked = eventSchema.safeParse(json);
  if (!checked.success)
    return unreadable(`not an event as it is stored: ${fieldsOf(checked.error)}`);
  // Checked, and handed on as it came, to the last key.
  const envelope = json as PublishedEvent & { readonly data: NonNullable<PublishedEvent['data']> };
  const { data, meta: known } = envelope.data;
  const contradicted = (['id', 'position', 'stream', 'revision'] as const).find(
    (name) => envelope[name] !== known[name],
  );
  if (contradicted !== undefined) return unreadable(`${contradicted} is not what data.meta says`);
  return {
    kind: 'event',
    event: { type: envelope.type.slice(typePrefix.length), data, meta: known },
  };
};

const unreadable = (reason: string): DecodedRecord => ({ kind: 'unreadable', reason });

/** The value of a message as JSON; undefined when it is none. */
export const parsed = (value: Buffer): unknown => {
  try {
    return JSON.parse(value.toString('utf8')) as unknown;
  } catch {
    // What is not JSON is nothing that can be read.
    return undefined;
  }
};

/** Paths of the fields that are wrong, never their values. */
export const fieldsOf = (error: z.ZodError): string =>
  [...new Set(error.issues.map(({ path }) => path.map(String).join('.') || 'the whole'))].join(
    ', ',
  );
