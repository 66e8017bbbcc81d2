import type { z } from 'zod';
import type { FactSource, RuleQuery } from './fact.js';
import type { IdKind } from './id-number.js';
import type { Message } from './message.js';
import type { Actor, Day, Evidence, Instant, Recorded } from './meta.js';
import type { RulePack } from './rule-pack.js';
import type { KernelRefusal, Refusal, Rejection } from './rejection.js';

/** Folded states of other streams and pseudonymous facts about people, by the names the decider gave them. */
export type Facts = { readonly [name: string]: unknown };

/** What surrounds a decision. Filled by the generic handler; never part of a command. */
export interface Context<F extends Facts = Facts> {
  readonly actor: Actor;
  /** The clock at the moment of decision. */
  readonly now: Instant;
  /** `now` as a civil date in Asia/Shanghai. */
  readonly today: Day;
  /** The day the act is about: from the command, or the caller's `occurredOn`, or today. Never after today. */
  readonly occurredOn: Day;
  readonly evidence: readonly Evidence[];
  readonly facts: F;
  /** The pack in force for the day that `rules` asked about; absent only when the decider asks for none. */
  readonly rules: RulePack;
  /** A UUID derived from the command id and a name: the same command makes the same ids. */
  readonly id: (name: string) => string;
}

/** Who stands in which relation to what a command is about: ids of organisations, persons, or GB/T 2260 regions. */
export type Parties = { readonly [relation: string]: string | readonly string[] | undefined };

/** Keyed digests of a person's identity before and after a change: they tell that it is another one, and not which. */
export interface IdentityDigests {
  readonly before: string;
  readonly after: string;
}

/**
 * Personal data on its way to the vault. `ref` names the identity for the event that makes it stand. `notes` are free prose about the
 * person, each under the reference its event holds.
 */
export interface PersonalData {
  readonly person: string;
  readonly identity?: {
    readonly name: string;
    readonly idKind: IdKind;
    readonly idNumber: string;
    readonly phone?: string | undefined;
    /** Where the document number does not tell it. */
    readonly born?: Day | undefined;
  };
  readonly ref?: string;
  readonly notes?: readonly { readonly ref: string; readonly text: string }[];
}

/** A change that a rule across streams needs in the same breath: a command to another decider, usually a reservation. */
export interface Claim {
  readonly on: AnyDecider;
  readonly command: Message;
}

/**
 * An aggregate as four pure functions and their schemas (J. Chassaing, "Functional Event Sourcing Decider").
 * Nothing here may throw, await, read a clock or make an id.
 */
export interface Decider<
  C extends Message,
  S,
  E extends Message,
  R extends string,
  F extends Facts = Facts,
> {
  /** First part of the stream's name: `hours` of `hours-5c1f…`. Unique among all deciders. */
  readonly category: string;
  readonly commands: z.ZodType<C>;
  readonly events: z.ZodType<E>;
  readonly refusals: Readonly<Record<R, Refusal>>;
  readonly initial: S;
  /** The commands that may meet a stream that does not exist yet; for all others the handler answers `E_UNKNOWN`. */
  readonly creators: readonly C['type'][];
  /** The second part of the stream's name. */
  streamOf(command: C): string;
  /**
   * The facts the decision needs, by name. Called again with what was found until it asks for nothing new, so one fact may lead
   * to the next; at most five rounds.
   */
  facts?(
    command: C,
    state: S,
    found: Partial<F>,
  ): { readonly [K in keyof F]?: FactSource<F[K]> | undefined };
  /** Which rule pack decides. Left out, or `undefined` for a command, when no figure of any pack matters. */
  rules?(command: C, state: S, facts: F): RuleQuery | undefined;
  /** Relations of organisations and people to the subject, for the permission table. */
  parties(command: C, state: S, facts: F): Parties;
  /**
   * The day the command itself is about, when its data or its facts say so: under whatever name it has there, for the limit on
   * late entries goes by it. A day after `today` is refused; of an act that may look ahead, such as a contract signed before it
   * begins, `unlessAhead(day, today)` is answered.
   */
  occurredOn?(command: C, state: S, facts: F, today: Day): Day | undefined;
  /**
   * What an approval of late entries may name to cover the command, beside the second part of the stream's name: the whole that
   * it is a line of, such as the session of hours.
   */
  lateTargets?(command: C, state: S, facts: F): readonly string[];
  /** May refuse by its own rules or by the platform's. */
  decide(command: C, state: S, context: Context<F>): readonly E[] | Rejection<R | KernelRefusal>;
  /** Must answer every event of the union; decides nothing. */
  evolve(state: S, event: Recorded<E>): S;
  /** What the event is about, chiefly first (`person-…` where there is one). `state` is the state before the event. */
  subjects(event: E, state: S, facts: F): readonly string[];
  /**
   * What of the command is personal and belongs in the vault, not in events: kept under the person before the events are
   * appended. `id` is the context's, so that the references in the events are the same.
   */
  personal?(command: C, state: S, facts: F, id: Context['id']): PersonalData | undefined;
  /** The events with what the vault tells of the identity that was kept for them. Left out, events say nothing of it. */
  digested?(events: readonly E[], digests: IdentityDigests): readonly E[];
  /** Reservations to be made or released in the same unit. Asked with the events decided; their refusals join the decider's. */
  claims?(command: C, state: S, context: Context<F>, events: readonly E[]): readonly Claim[];
}

/** Any decider, seen from the engine. Methods are bivariant, so every decider fits. */
export type AnyDecider = Decider<Message, unknown, Message, string>;

/** Identity with types: states what a decider is, once, where it is written. */
export const decider = <
  C extends Message,
  S,
  E extends Message,
  R extends string,
  F extends Facts = Facts,
>(
  definition: Decider<C, S, E, R, F>,
): Decider<C, S, E, R, F> => definition;

/** One decision per command type; a missing one is a compile error. Lets a large aggregate be written in parts. */
export type Decisions<
  C extends Message,
  S,
  E extends Message,
  R extends string,
  F extends Facts = Facts,
> = {
  readonly [T in C['type']]: (
    data: Extract<C, { type: T }>['data'],
    state: S,
    context: Context<F>,
  ) => readonly E[] | Rejection<R | KernelRefusal>;
};

/** `decide` from a table of decisions. */
export const decideBy =
  <C extends Message, S, E extends Message, R extends string, F extends Facts>(
    decisions: Decisions<C, S, E, R, F>,
  ): Decider<C, S, E, R, F>['decide'] =>
  (command, state, context) =>
    lookUp<S, E, R, F>(decisions, command.type)(command.data, state, context);

type AnyDecision<S, E extends Message, R extends string, F extends Facts> = (
  data: object,
  state: S,
  context: Context<F>,
) => readonly E[] | Rejection<R | KernelRefusal>;

/** The table holds exactly the union's types, so a parsed command always finds its own. */
const lookUp = <S, E extends Message, R extends string, F extends Facts>(
  decisions: object,
  type: string,
) => (decisions as Record<string, AnyDecision<S, E, R, F>>)[type] as AnyDecision<S, E, R, F>;
