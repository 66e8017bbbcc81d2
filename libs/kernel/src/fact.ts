import type { Message } from './message.js';
import type { Day, Recorded } from './meta.js';
import type { RulePack } from './rule-pack.js';

/** How a stream becomes a value. A decider is one; a context that needs another's stream writes its own, over that context's events. */
export interface Folding<T> {
  readonly initial: T;
  evolve(state: T, event: Recorded<Message>): T;
}

/** Another stream's folded state, read from the store at the moment of decision. */
export interface StreamFact<T> {
  readonly stream: string;
  readonly folding: Folding<T>;
  /** The append fails if the stream moved on meanwhile, on stores that can check a stream without writing to it. */
  readonly held?: boolean;
}

/** What a decision may know of a person: never a name or a number. */
export type PersonFact =
  | { readonly known: 'yes'; readonly born: Day }
  | { readonly known: 'erased' }
  | { readonly known: 'no' };

/** A pseudonymous fact about a person, answered by the vault. */
export interface VaultFact<T> {
  readonly person: string;
  /** Only carries the type. */
  readonly as?: T;
}

/** Where a fact comes from: a fold of a stream or, for facts about a person alone, the vault. */
export type FactSource<T> =
  | StreamFact<T>
  | (unknown extends T
      ? VaultFact<PersonFact>
      : [Exclude<T, undefined>] extends [PersonFact]
        ? VaultFact<PersonFact>
        : never);

/** The fold of `decider`'s own stream `category-id` as a fact. */
export const stateOf = <T>(
  source: { readonly category: string; readonly initial: T } & {
    evolve(state: T, event: never): T;
  },
  id: string,
  options: { held?: boolean } = {},
): StreamFact<T> => ({
  stream: `${source.category}-${id}`,
  folding: source,
  ...options,
});

/** The age and standing of a person. */
export const personFact = (person: string): VaultFact<PersonFact> => ({ person });

/**
 * A small fold over another context's events, for use with `seenIn`. Events that `on` does not name leave the value alone: the
 * context that owns them answers for all of them, this one only for what it needs.
 */
export const sight = <E extends Message, T>(
  initial: T,
  on: { readonly [K in E['type']]?: (state: T, event: Recorded<Extract<E, { type: K }>>) => T },
): Folding<T> => ({
  initial,
  evolve: (state, event) => {
    const handler = on[event.type as E['type']] as ((s: T, e: Recorded<Message>) => T) | undefined;
    return handler ? handler(state, event) : state;
  },
});

/** A stream seen through `sight`. */
export const seenIn = <T>(
  stream: string,
  folding: Folding<T>,
  options: { held?: boolean } = {},
): StreamFact<T> => ({ stream, folding, ...options });

/**
 * Whether an event of that type was ever recorded in a stream: all that a decision asks of many streams of others. The caller holds the
 * name against the other context: `'PersonRegistered' satisfies PersonEvent['type']`.
 */
export const everIn = (stream: string, type: string): StreamFact<boolean> =>
  seenIn(stream, {
    initial: false,
    evolve: (ever, event) => ever || event.type === type,
  });

/** Which rule pack: the most local jurisdiction that has one for the scheme on that day. */
export interface RuleQuery {
  readonly scheme: string;
  /** GB/T 2260 code of two to six digits; `440300` falls back to `4403`, `44` and `CN`. */
  readonly jurisdiction: string;
  /** The day the decision is about; left out, it is the day the act happened. */
  readonly on?: Day | undefined;
}

/** A query whose day is settled. */
export type DatedRuleQuery = RuleQuery & { readonly on: Day };

/** Where rule packs are found and which one decides. Given to the generic handler by the context that owns the packs. */
export interface RuleBook {
  /** The streams that may hold packs for the query, the most local first. */
  sources(query: RuleQuery): readonly StreamFact<unknown>[];
  /** The pack in force on the day, of the most local source that has one. `states` are in the order of `sources`. */
  choose(query: DatedRuleQuery, states: readonly unknown[]): RulePack | undefined;
}

/** Where approvals of late entries are found and what one covers. */
export interface LateApprovals {
  source(approval: string): StreamFact<unknown>;
  /**
   * `targets` are the ids an approval may name: the second part of the stream's name, and what its decider adds as `lateTargets`.
   * `jurisdiction` is whose rules decide about it.
   */
  covers(
    state: unknown,
    entry: {
      readonly targets: readonly string[];
      readonly day: Day;
      readonly jurisdiction: string;
    },
  ): boolean;
}
