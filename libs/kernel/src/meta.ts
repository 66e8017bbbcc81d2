import { z } from 'zod';
import type { Message, Role } from './message.js';

/** A civil date in Asia/Shanghai, `YYYY-MM-DD`. Compares as text. Refused: dates that do not exist, years before 1900 or after 2199. */
export const Day = z.iso
  .date()
  .refine((day) => /^(?:19|20|21)/.test(day), 'must lie between 1900 and 2199')
  .meta({ id: 'Day', description: 'A civil date in Asia/Shanghai, YYYY-MM-DD.' });
/** `YYYY-MM-DD` as the schema of that name accepts; the compiler does not tell it from other text. */
export type Day = string;
/** A moment in UTC with six fractional digits, `YYYY-MM-DDTHH:MM:SS.ffffffZ`. Compares as text. */
export type Instant = string;
/** A place in the ordered feed. Opaque outside the store: compare only with `comparePositions` of the store that gave it. */
export type Position = string;

/** Who did it. `region` is a GB/T 2260 prefix (`44`, `4401`) and bounds what a bureau may see and do. */
export interface PersonActor {
  readonly user: string;
  readonly role: Role;
  readonly organization?: string;
  /** The actor's own pseudonym, where the actor is a trainee, an assessor, a mentor or a trainer. */
  readonly person?: string;
  readonly region?: string;
  readonly onBehalfOf?: string;
}
/** The platform itself: the name of the reaction or role that acts. Not asked for permission. */
export interface SystemActor {
  readonly system: string;
}
/** Who acts: a person with a role, or the platform. */
export type Actor = PersonActor | SystemActor;
/** Whether the platform itself acts. */
export const isSystem = (actor: Actor): actor is SystemActor => 'system' in actor;

/** A document that backs an act: its digest is in the event, the document is elsewhere. */
export interface Evidence {
  readonly kind: string;
  /** SHA-256, lower-case hex. */
  readonly digest: string;
}

/** What a decision looked at beside its own stream, and how far. `verify` checks that it was there. */
export interface BasedOn {
  readonly stream: string;
  /** The last revision that was seen; -1 when the stream was empty. */
  readonly revision: number;
}

/** What the writer says about an event. The store adds where and when it was recorded. */
export interface EventMeta {
  readonly commandId: string;
  /** SHA-256 over the command that was decided, so that the same id with another payload is noticed. */
  readonly commandDigest: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly actor: Actor;
  /** What the event is about, chiefly first: `person-…`, then organisations, certificates, classes. */
  readonly subjects: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly occurredOn: Day;
  /** The version of the rule pack that the decision used. */
  readonly rules?: string;
  readonly basedOn: readonly BasedOn[];
  /** W3C traceparent. */
  readonly trace?: string;
  readonly schemaVersion: number;
}

/** All that is known of a recorded event. */
export interface Meta extends EventMeta {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: Instant;
  /** Where it lay before it was copied to this store with `skilltrace copy-store`; absent where it was first recorded. */
  readonly copiedFrom?: {
    readonly store: 'postgresql' | 'eventstoredb';
    readonly position: Position;
  };
}

/** An event with all that is known of it. Immutable. */
export type Recorded<E extends Message> = E & { readonly meta: Meta };
