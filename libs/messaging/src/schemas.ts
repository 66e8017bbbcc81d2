import { z } from 'zod';
import { Role } from '#kernel';
import { source, specification, watermarkType } from './cloud-event.js';

const text = z.string().min(1);
const instant = z.iso.datetime({ error: 'must be a moment in UTC' });
const trace = z.string().regex(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);

// Loose throughout, because a later relay may say more; a reader of today keeps what it does not know.
const actor = z.union([z.looseObject({ system: text }), z.looseObject({ user: text, role: Role })]);
const meta = z.looseObject({
  ...{ id: text, stream: text, revision: z.int().min(0), position: text, recordedAt: instant },
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

/** What every message of the events topic has. */
export const envelopeSchema = z.looseObject({
  specversion: z.literal(specification),
  ...{ id: text, source: z.literal(source), type: text, time: instant },
  position: text.describe('Where it stands in the feed of the store; tells a repeat. Opaque.'),
});

/** An event in the topic: `data.data` is the event's own, `data.meta` what the store says of it. */
export const eventSchema = envelopeSchema.extend({
  subject: text.describe('What it is chiefly about, and the key of the message.'),
  dataschema: text,
  datacontenttype: z.literal('application/json'),
  ...{ stream: text, revision: z.int().min(0), schemaversion: z.int() },
  ...{ correlationid: text, causationid: text, traceparent: z.string().optional() },
  data: z.looseObject({ data: z.looseObject({}), meta }),
});

/**
 * A watermark: everything of its partition up to this position was published. Sent to every partition; consumers without views pass it
 * over.
 */
export const watermarkSchema = envelopeSchema.extend({
  type: z.literal(watermarkType),
  eventid: text.optional().describe('The event at that position, where the relay knows it.'),
  stream: text.optional().describe('Its stream.'),
  revision: z.int().min(0).optional().describe('Its place there.'),
});

/** What every message of a partner has. Source and id together tell it from every other. */
export const partnerSchema = z.looseObject({
  specversion: z.literal(specification),
  ...{ id: z.string().min(1).max(200), source: text, type: text },
  traceparent: trace.optional(),
  data: z.unknown(),
});

/** What a partner gets back. */
export const deadLetterSchema = z.looseObject({
  specversion: z.literal(specification),
  ...{ id: z.uuid(), source: text, type: text, time: instant },
  data: z.looseObject({
    ...{ topic: text, partition: z.int().min(0), offset: text },
    reasons: z.array(
      z.looseObject({
        code: text.describe(
          'A code of docs/refusals.md, `E_UNREADABLE`, or `E_INTERNAL` when the platform failed at the message: its operators know.',
        ),
        field: text.optional().describe('Path of the field it is about.'),
      }),
    ),
  }),
});
