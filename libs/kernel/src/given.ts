import type { Decider, Facts } from './decider.js';
import type { Message } from './message.js';
import { isRejection, type Detail, type KernelRefusal } from './rejection.js';
import { differences } from './spec-kit/differences.js';
import type { Surroundings } from './spec-kit/surroundings.js';
import {
  plainClaims,
  SpecFailure,
  tryOut,
  type Case,
  type Past,
  type Trial,
} from './spec-kit/trial.js';

export { SpecFailure, tryOut, type Past, type Trial } from './spec-kit/trial.js';
export {
  idOf,
  metaOf,
  specActor,
  specFigures,
  specNow,
  specRules,
  type Surroundings,
} from './spec-kit/surroundings.js';

// Specs of deciders read as sentences:
//   given(hours, logged('08:30', '12:00')).when(reverse()).then(reversed(210));
//   given(hours).with({ facts: { class: open } }).when(reverse()).thenRejected('E_ENTRY');
// Nothing here needs a test runner: what does not hold is thrown as a `SpecFailure` that names the difference.

/** A refusal by its code, or by its code and all figures that show it. */
export type Refused<R extends string> =
  R | KernelRefusal | { readonly code: R | KernelRefusal; readonly detail: Detail };

/** A claim on another decider, by its category and command. */
export interface Claimed {
  readonly on: string;
  readonly command: Message;
}

/** What more can be said of a decision. Has no `then`, so that a spec may return it without being taken for a promise. */
export interface Further<S, E extends Message> {
  /** Exactly these claims on other deciders, in this order. */
  andClaims(...claims: readonly Claimed[]): void;
  /** What came of it, for whatever else a spec asks. */
  readonly outcome: Trial<S, E>;
}

/** What a spec says came of it. Each method throws, with what differs, when it did not. */
export interface Then<S, E extends Message, R extends string> {
  /** Exactly these events, in this order. */
  then(...events: readonly [E, ...E[]]): Further<S, E>;
  /** Refused by exactly these rules, the first one leading; the order of the others does not matter. */
  thenRejected(...reasons: readonly [Refused<R>, ...Refused<R>[]]): Further<S, E>;
  /** Accepted without a word, because it is so already. */
  thenNothing(): Further<S, E>;
  readonly outcome: Trial<S, E>;
}

/** The command that is tried; `then…` says what must come of it. */
export interface When<C extends Message, S, E extends Message, R extends string> {
  when(command: C): Then<S, E, R>;
}

/** A stream's past and what is around the decision; nothing is decided before `when`. */
export interface Given<
  C extends Message,
  S,
  E extends Message,
  R extends string,
  F extends Facts,
> extends When<C, S, E, R> {
  /** Facts, rules, actor and time around the decision; called again it adds to what was said, facts and rules included. */
  with(around: Surroundings<F>): Given<C, S, E, R, F>;
}

/** A decider whose stream holds these events. See `tryOut` for what is checked beside what the spec says. */
export const given = <C extends Message, S, E extends Message, R extends string, F extends Facts>(
  decider: Decider<C, S, E, R, F>,
  ...past: readonly Past<E>[]
): Given<C, S, E, R, F> => givenCase({ decider, past, around: {} });

const givenCase = <C extends Message, S, E extends Message, R extends string, F extends Facts>(
  so: Case<C, S, E, R, F>,
): Given<C, S, E, R, F> => ({
  with: (around) =>
    givenCase({
      ...so,
      around: {
        ...so.around,
        ...around,
        facts: { ...so.around.facts, ...around.facts } as Partial<F>,
        rules: { ...so.around.rules, ...around.rules },
      },
    }),
  when: (command) => thenOf(tryOut(so, command)),
});

const thenOf = <S, E extends Message, R extends string>(outcome: Trial<S, E>): Then<S, E, R> => {
  const hold = (what: string, unlike: readonly string[]): Further<S, E> => {
    if (unlike.length > 0) throw new SpecFailure([what, ...unlike].join('\n'));
    return further;
  };
  const further: Further<S, E> = {
    outcome,
    andClaims: (...expected) =>
      void hold(
        'expected other claims',
        differences(expected, plainClaims(outcome.claims), 'claims'),
      ),
  };
  return {
    outcome,
    then: (...expected) =>
      hold(
        `expected ${expected.map(({ type }) => type).join(', ')}`,
        unlikeEvents(expected, outcome),
      ),
    thenNothing: () => hold('expected nothing', unlikeEvents([], outcome)),
    thenRejected: (...expected) =>
      hold(
        `expected a refusal by ${expected.map(codeOf).join(', ')}`,
        unlikeReasons(expected, outcome),
      ),
  };
};

const unlikeEvents = (
  expected: readonly Message[],
  { decision }: Trial<unknown, Message>,
): readonly string[] =>
  isRejection(decision)
    ? [
        `refused by ${decision.reasons.map(({ code, detail }) => `${code} ${JSON.stringify(detail)}`).join(', ')}`,
      ]
    : differences(expected, decision, 'events');

const codeOf = (reason: string | { readonly code: string }): string =>
  typeof reason === 'string' ? reason : reason.code;

const unlikeReasons = (
  expected: readonly (string | { readonly code: string; readonly detail: Detail })[],
  { decision }: Trial<unknown, Message>,
): readonly string[] => {
  if (!isRejection(decision)) {
    const decided = decision.map(({ type }) => type).join(', ');
    return [`accepted with ${decided || 'nothing to say'}`];
  }
  const [leading, ...others] = expected.map((reason) => codeOf(reason));
  const [first, ...rest] = decision.reasons.map(({ code }) => code);
  const figures = expected.flatMap((reason) => {
    if (typeof reason === 'string') return [];
    const met = decision.reasons.find(({ code }) => code === reason.code);
    return met ? differences(reason.detail, met.detail, `${reason.code}.detail`) : [];
  });
  return [
    ...differences(leading, first, 'leading'),
    ...differences(others.toSorted(), rest.toSorted(), 'others'),
    ...figures,
  ];
};
