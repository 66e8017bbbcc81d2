import { dayOf } from '../days.js';
import type { Claim, Decider, Facts, PersonalData } from '../decider.js';
import type { StreamFact, VaultFact } from '../fact.js';
import type { Message } from '../message.js';
import type { Meta, Recorded } from '../meta.js';
import { isRejection, kernelRefusals, type Rejection } from '../rejection.js';
import { differences, frozen } from './differences.js';
import { contextOf, metaOf, specNow, type Surroundings } from './surroundings.js';

/** A spec that does not hold, or a decider that breaks its contract. */
export class SpecFailure extends Error {
  override readonly name = 'SpecFailure';
}

const fail = (...lines: readonly string[]): never => {
  throw new SpecFailure(lines.join('\n'));
};

/** An event of the past; whatever of its metadata matters to the fold may be said. */
export type Past<E extends Message> = E & { readonly meta?: Partial<Meta> };

export interface Trial<S, E extends Message> {
  readonly decision: readonly E[] | Rejection;
  readonly claims: readonly Claim[];
  /** What goes to the vault before the events are appended. */
  readonly personal: PersonalData | undefined;
  /** The state after the events decided. */
  readonly state: S;
}

export interface Case<C extends Message, S, E extends Message, R extends string, F extends Facts> {
  readonly decider: Decider<C, S, E, R, F>;
  readonly past: readonly Past<E>[];
  readonly around: Surroundings<F>;
}

/**
 * Puts one command to a decider the way the handler does: schema (`E_INPUT`), fold, creators (`E_UNKNOWN`), facts, decision, claims.
 * Throws `SpecFailure` when an event does not fit the decider's own schema or is changed by it, has no subject or holds what
 * belongs in the vault; when a refusal is in no book; when a fact is asked for that the spec does not give; or when a function of
 * the decider throws, answers twice differently or changes what it was given.
 */
export const tryOut = <C extends Message, S, E extends Message, R extends string, F extends Facts>(
  so: Case<C, S, E, R, F>,
  command: C,
): Trial<S, E> => {
  const { decider } = so;
  const stay = (reason: Rejection): Trial<S, E> => ({
    decision: reason,
    claims: [],
    personal: undefined,
    state: decider.initial,
  });
  const parsed = decider.commands.safeParse(command);
  if (!parsed.success) {
    const paths = parsed.error.issues.map(({ path }) => path.join('.'));
    return stay({ reasons: [{ code: 'E_INPUT', detail: { paths } }] });
  }
  const stream = `${decider.category}-${decider.streamOf(parsed.data)}`;
  const state = so.past.reduce(
    (sum, event, revision) => evolved(decider, sum, recorded(decider, event, { stream, revision })),
    frozen(decider.initial),
  );
  if (so.past.length === 0 && !decider.creators.includes(command.type))
    return stay({ reasons: [{ code: 'E_UNKNOWN', detail: {} }] });
  return judged(so, { command: frozen(parsed.data), state, stream });
};

/** The decision on a command that fits, on a stream that may take it. */
const judged = <C extends Message, S, E extends Message, R extends string, F extends Facts>(
  so: Case<C, S, E, R, F>,
  at: { readonly command: C; readonly state: S; readonly stream: string },
): Trial<S, E> => {
  const { decider, past, around } = so;
  const { command, state, stream } = at;
  const found = gathered(so, command, state);
  twice('parties', () => decider.parties(command, state, found));
  const rules = twice('rules', () => decider.rules?.(command, state, found)) !== undefined;
  const today = dayOf(around.now ?? specNow);
  const occurredOn = decider.occurredOn?.(command, state, found, today);
  const context = frozen(contextOf(around, { facts: found, rules, occurredOn }));
  const decision = twice('decide', () => decider.decide(command, state, context));
  if (isRejection(decision)) {
    inTheBook(decider, decision);
    return { decision, claims: [], personal: undefined, state };
  }
  const claim = () =>
    decision.length === 0 ? [] : (decider.claims?.(command, state, context, decision) ?? []);
  const after = decision.reduce((sum, decided, place) => {
    const event = recorded(decider, decided, { stream, revision: past.length + place });
    const subjects = twice('subjects', () => decider.subjects(event, sum, found));
    if (subjects.length === 0) fail(`${event.type} has no subject`);
    return evolved(decider, sum, event);
  }, state);
  const personal = twice('personal', () => decider.personal?.(command, state, found, context.id));
  const leaked = personal ? leaks(personal, decision) : [];
  if (leaked.length > 0) fail(`personal data in events: ${leaked.join(', ')}`);
  return { decision, claims: twice('claims', claim, plainClaims), personal, state: after };
};

/** Runs a function of the decider twice: it must answer alike, as far as `seen` shows, and without an exception. */
const twice = <T>(name: string, run: () => T, seen: (answer: T) => unknown = (it) => it): T => {
  const call = () => {
    try {
      return run();
    } catch (error) {
      return fail(
        `${name} threw: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`,
      );
    }
  };
  const first = call();
  const unlike = differences(seen(first), seen(call()));
  return unlike.length === 0
    ? first
    : fail(`${name} answers the same question differently:`, ...unlike);
};

const evolved = <C extends Message, S, E extends Message, R extends string, F extends Facts>(
  decider: Decider<C, S, E, R, F>,
  state: S,
  event: Recorded<E>,
): S => frozen(twice('evolve', () => decider.evolve(state, event)));

const recorded = <C extends Message, S, E extends Message, R extends string, F extends Facts>(
  decider: Decider<C, S, E, R, F>,
  event: Past<E>,
  at: { readonly stream: string; readonly revision: number },
): Recorded<E> => {
  const { type, data, meta } = event;
  const parsed = decider.events.safeParse({ type, data });
  if (!parsed.success)
    return fail(`${type} does not fit the schema of its own decider:`, parsed.error.message);
  const changed = differences({ type, data }, parsed.data);
  if (changed.length > 0)
    return fail(`the schema changes ${type}, so it would be stored otherwise:`, ...changed);
  return frozen({ ...parsed.data, meta: metaOf(at.stream, at.revision, meta) });
};

const gathered = <C extends Message, S, E extends Message, R extends string, F extends Facts>(
  { decider, around }: Case<C, S, E, R, F>,
  command: C,
  state: S,
): F => {
  const given: Facts = around.facts ?? {};
  let found: Facts = {};
  for (let round = 0; round <= 5; round += 1) {
    const asked = twice(
      'facts',
      () =>
        Object.entries<Asked>(decider.facts?.(command, state, frozen(found) as Partial<F>) ?? none),
      plainSources,
    );
    const names = asked
      .filter(([name, source]) => source !== undefined && !(name in found))
      .map(([name]) => name);
    if (names.length === 0) return found as F;
    const missing = names.filter((name) => !(name in given));
    if (missing.length > 0)
      fail(`${command.type} asks for the fact ${missing.join(', ')}: give it by .with({ facts })`);
    found = { ...found, ...Object.fromEntries(names.map((name) => [name, given[name]])) };
  }
  return fail(`${command.type} asks for more facts after five rounds`);
};

/** What of a person's data stands in events, by the name of the field. */
const leaks = ({ identity, notes = [] }: PersonalData, events: readonly Message[]) => {
  const text = JSON.stringify(events);
  const { name, idNumber, phone } = identity ?? {};
  const secrets = { name, idNumber, phone, note: notes.map((note) => note.text) };
  return Object.entries(secrets)
    .filter(([, secret]) =>
      [secret ?? []].flat().some((one) => text.includes(JSON.stringify(one).slice(1, -1))),
    )
    .map(([field]) => field);
};

const inTheBook = (decider: { readonly refusals: object }, { reasons }: Rejection): void => {
  const unknown = reasons.filter(
    ({ code }) => !(code in decider.refusals) && !(code in kernelRefusals),
  );
  if (unknown.length > 0)
    fail(`refused by rules that are in no book: ${unknown.map(({ code }) => code).join(', ')}`);
};

/** Claims without the deciders they lie on. */
export const plainClaims = (claims: readonly Claim[]) =>
  claims.map(({ on, command }) => ({ on: on.category, command }));

type Asked = StreamFact<unknown> | VaultFact<unknown> | undefined;
const none: { readonly [name: string]: Asked } = {};

/** What is asked for, without how it would be folded. */
const plainSources = (asked: readonly (readonly [string, Asked])[]) =>
  asked.map(([name, source]) => [
    name,
    source && ('person' in source ? source.person : source.stream),
  ]);
