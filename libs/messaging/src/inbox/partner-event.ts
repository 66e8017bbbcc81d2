import { uuidFrom } from '#event-store';
import type { AnyPartnerMessage, PartnerCommand } from '#kernel';
import type { z } from 'zod';
import { parsed } from '../record.js';
import { partnerSchema } from '../schemas.js';

/** CloudEvents type of every message of a partner, before its name. */
export const partnerPrefix = 'skilltrace.partner.';

/** Why something was not done: a code, and where in the message, but never what stands there. */
export interface Refusal {
  readonly code: string;
  /** Path of the field: `data.roster.3.checkIn`. */
  readonly field?: string;
}

/** A partner's message, read. `id` is what every id made for it is derived from. */
export type PartnerRequest =
  | {
      readonly kind: 'commands';
      readonly id: string;
      readonly commands: readonly PartnerCommand[];
      readonly trace?: string;
    }
  | { readonly kind: 'unreadable'; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** Of the project's own; only has to be the same for ever. */
const namespace = '5f2c6f0a-6d0e-5b0f-9a35-3d2c1b7e4f60';

/** Pure: what a message of this partner asks for. The same `id` of the same partner is the same request. */
export const readPartnerEvent = (
  value: Buffer | null,
  partner: string,
  messages: readonly AnyPartnerMessage[],
): PartnerRequest => {
  const envelope = partnerSchema.safeParse(value === null ? undefined : parsed(value));
  if (!envelope.success) return unreadable(envelope.error, '');
  const { id, source, type, traceparent } = envelope.data;
  const message = messages.find(({ name }) => type === `${partnerPrefix}${name}`);
  if (!message) return { kind: 'unreadable', refusals: [{ code: 'E_UNREADABLE', field: 'type' }] };
  const data = message.data.safeParse(envelope.data.data);
  if (!data.success) return unreadable(data.error, 'data.');
  // CloudEvents 1.0 §3.1.1: source and id together tell an event from every other.
  const request = uuidFrom(namespace, JSON.stringify([partner, source, id]));
  return {
    kind: 'commands',
    id: request,
    commands: message.commands(data.data, (name) => uuidFrom(request, name)),
    ...(traceparent !== undefined && { trace: traceparent }),
  };
};

const unreadable = (error: z.ZodError, under: string): PartnerRequest => {
  const fields = [
    ...new Set(error.issues.map(({ path }) => `${under}${path.map(String).join('.')}`)),
  ];
  const [first, ...rest] = fields.map((field): Refusal => {
    const named = field.replace(/\.$/, '');
    return { code: 'E_UNREADABLE', ...(named !== '' && { field: named }) };
  });
  return { kind: 'unreadable', refusals: [first ?? { code: 'E_UNREADABLE' }, ...rest] };
};
