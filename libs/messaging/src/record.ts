import { z } from 'zod';
import type { StoredEvent } from '#event-store';
import { Role, type Position } from '#kernel';
import {
  source,
  specification,
  typePrefix,
  watermarkType,
  type PublishedEvent,
} from './cloud-event.js';

/** A message of the events topic, read. */
export type DecodedRecord =
  | { readonly kind: 'event'; readonly event: StoredEvent }
  /** Every event of this partition up to and including `position` stands before it. */
  | { readonly kind: 'watermark'; readonly position: Position }
  /** Nobody of ours wrote it, or a later version did: `reason` says in one line why, and repeats nothing of it. */
  | { readonly kind: 'unreadable'; readonly reason: string };

const text = z.string().min(1);
const named = { id: text, source: z.literal(source), type: text, position: text };
const Envelope = z.looseObject({ specversion: z.literal(specification), ...named });

// Loose, because a later relay may say more; a reader of today then keeps what it does not know.
const actor = z.union([z.looseObject({ system: text }), z.looseObject({ user: text, role: Role })]);
const meta = z.looseObject({
  ...{ id: text, stream: text, revision: z.int().min(0), position: text, recordedAt: text },
  ...{ commandId: text, commandDigest: z.string(), correlationId: text, causationId: text },
  actor,
  subjects: z.array(text),
  evidence: z.array(z.looseObject({ kind: text, digest: text })),
  occurredOn: text,
  rules: z.string().optional(),
  basedOn: z.array(z.looseObject({ stream: text, revision: z.int() })),
  trace: z.string().optional(),
  schemaVersion: z.int(),
});
const EventEnvelope = Envelope.extend({
  ...{ stream: text, revision: z.int(), time: text },
  data: z.looseObject({ data: z.looseObject({}), meta }),
});

/** Reads a message of the events topic. Never throws. */
export const decodeRecord = (message: { readonly value: Buffer | null }): DecodedRecord => {
  if (message.value === null) return unreadable('it has no value');
  const json = parsed(message.value);
  if (json === undefined) return unreadable('it is not JSON');
  const envelope = Envelope.safeParse(json);
  if (!envelope.success) return unreadable(`not a CloudEvent of ours: ${fieldsOf(envelope.error)}`);
  const { type, position } = envelope.data;
  if (type === watermarkType) return { kind: 'watermark', position };
  if (!type.startsWith(typePrefix)) return unreadable('not a CloudEvent of ours: type');
  return eventIn(json);
};

const eventIn = (json: unknown): DecodedRecord => {
  const checked = EventEnvelope.safeParse(json);
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
