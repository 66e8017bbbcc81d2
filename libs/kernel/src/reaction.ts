import type { StreamFact } from './fact.js';
import type { Message } from './message.js';
import type { Recorded } from './meta.js';

/** A command sent by the system because of an event: to which category, and what. */
export interface Consequence {
  readonly category: string;
  readonly command: Message;
}

/**
 * A pure function from an event and facts to commands, named `when-x-then-y`. The reactor that runs it is durable: it keeps a
 * checkpoint and derives each command id from the event's id and the reaction's name, so a repeat says nothing.
 */
export interface Reaction<E extends Message = Message, F extends object = object> {
  /** `when-x-then-y`; part of the derived command ids, so it must never change. */
  readonly name: string;
  readonly on: readonly E['type'][];
  /** Milliseconds to wait after the event was recorded, for reactions that look whether something followed. */
  readonly after?: number;
  facts?(event: Recorded<E>): { readonly [K in keyof F]: StreamFact<F[K]> };
  react(event: Recorded<E>, facts: F): readonly Consequence[];
}
/** A reaction to whatever events, as registries hold them. */
export type AnyReaction = Reaction<Message, Record<string, unknown>>;

/** Identity with types. */
export const reaction = <E extends Message, F extends object = object>(
  definition: Reaction<E, F>,
): Reaction<E, F> => definition;
