import type { z } from 'zod';
import type { AnyDecider } from './decider.js';
import type { Message } from './message.js';
import type { AnyProjection } from './projection.js';
import type { AnyReaction } from './reaction.js';

/**
 * A command over many, as it arrives: expands, with facts from the store, to one command per line. Its outcome is a
 * `BatchOutcome` with a line for each, and one line's refusal does not touch the others.
 */
export interface Sheet<D extends object = object> {
  readonly schema: z.ZodType<{ type: string; data: D }>;
  /** Streams that must be read before the sheet can be expanded. */
  facts?(data: D): Readonly<Record<string, import('./fact.js').StreamFact<unknown>>>;
  /** Pure. `id` derives the same UUID from the same name for the same command id. */
  expand(
    data: D,
    facts: Readonly<Record<string, unknown>>,
    id: (name: string) => string,
  ): readonly { readonly category: string; readonly command: Message; readonly label: string }[];
}

/** All that a context gives the platform. Apps list contexts; nothing else registers anything. */
export interface BoundedContext {
  readonly name: string;
  readonly deciders: readonly AnyDecider[];
  readonly sheets?: readonly Sheet[];
  readonly projections: readonly AnyProjection[];
  readonly reactions: readonly AnyReaction[];
}
