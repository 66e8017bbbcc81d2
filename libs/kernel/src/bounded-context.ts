import type { z } from 'zod';
import type { AnyDecider, Facts } from './decider.js';
import type { StreamFact } from './fact.js';
import type { Message } from './message.js';
import type { AnyPartnerMessage } from './partner-message.js';
import type { AnyProjection } from './projection.js';
import type { AnyReaction } from './reaction.js';
import type { Rejection } from './rejection.js';

/** One command of a sheet: for which decider, what, and for whom or what it is, as its line is labelled. */
export interface SheetLine {
  readonly category: string;
  readonly command: Message;
  readonly label: string;
}

/**
 * A command over many, as it arrives: expands, with facts from the store, to one command per line. Its outcome is a
 * `BatchOutcome` with a line for each, and one line's refusal does not touch the others.
 */
export interface Sheet<D extends object = object, F extends Facts = Facts> {
  readonly schema: z.ZodType<{ type: string; data: D }>;
  /** Streams to be read before the sheet can be expanded; asked again with what was found, as a decider's facts are. */
  facts?(data: D, found: Partial<F>): { readonly [K in keyof F]?: StreamFact<F[K]> | undefined };
  /**
   * Pure. `id` derives the same UUID from the same name for the same command id. The same command must expand to the same lines
   * after it was handled, because each line's command id is derived from its place. A rejection, by codes of any decider's
   * book, is for a sheet that has no lines.
   */
  expand(data: D, facts: F, id: (name: string) => string): readonly SheetLine[] | Rejection;
}

/** Identity with types. */
export const sheet = <D extends object, F extends Facts>(definition: Sheet<D, F>): Sheet<D, F> =>
  definition;

/** All that a context gives the platform. Apps list contexts; nothing else registers anything. */
export interface BoundedContext {
  readonly name: string;
  readonly deciders: readonly AnyDecider[];
  readonly sheets?: readonly AnySheet[];
  readonly projections: readonly AnyProjection[];
  readonly reactions: readonly AnyReaction[];
  /** What systems of partners may say to it. */
  readonly partnerMessages?: readonly AnyPartnerMessage[];
}

/** Any sheet, seen from the engine. Methods are bivariant, so every sheet fits. */
export type AnySheet = Sheet;
