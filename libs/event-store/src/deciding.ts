import {
  isRejection,
  isSystem,
  type AnyDecider,
  type Claim,
  type Context,
  type Facts,
  type Message,
  type Reason,
  type RulePack,
  type RuleQuery,
} from '#kernel';
import { gather } from './gathering.js';
import { historyOf } from './history.js';
import { asRecorded, type CommonMeta, type Decided } from './unit.js';
import type { Engine } from './world.js';

/** What one attempt at a command found out. */
export interface Verdict {
  readonly reasons: readonly Reason[];
  readonly own: Decided;
  readonly claims: readonly Decided[];
  /**
   * A stream that the decision was based on had moved when a claim on it was judged: decision and claim saw different things, so
   * neither its events nor its refusals may stand.
   */
  readonly moved: boolean;
}

/** Runs the decider and its claims on one set of facts. Pure but for the claims' streams, which are read. */
export const judge = async (
  engine: Engine,
  decider: AnyDecider,
  command: Message,
  at: {
    readonly stream: string;
    readonly revision: number;
    readonly state: unknown;
    readonly context: Context;
    readonly meta: CommonMeta;
  },
): Promise<Verdict> => {
  const { state, context, stream, revision } = at;
  const decision = decider.decide(command, state, context);
  const events = isRejection(decision) ? [] : decision;
  const own: Decided = { decider, stream, revision, events, state, facts: context.facts };
  const claimed =
    events.length === 0 && !isRejection(decision)
      ? []
      : (decider.claims?.(command, state, context, events) ?? []);
  const claims = await judgeClaims(engine, claimed, at);
  return {
    reasons: [
      ...(isRejection(decision) ? decision.reasons : []),
      ...claims.flatMap((c) => c.reasons),
    ],
    own,
    claims: claims.map((c) => c.decided).filter(({ events: made }) => made.length > 0),
    moved: claims.some(({ decided }) =>
      at.meta.basedOn.some(
        (seen) => seen.stream === decided.stream && seen.revision !== decided.revision,
      ),
    ),
  };
};

type Claimed = { readonly decided: Decided; readonly reasons: readonly Reason[] };

/** Claims in order; several on one stream see each other's events. */
const judgeClaims = async (
  engine: Engine,
  claims: readonly Claim[],
  { context, meta }: { readonly context: Context; readonly meta: CommonMeta },
): Promise<readonly Claimed[]> => {
  const byStream = new Map<string, Claimed>();
  for (const { on: decider, command } of claims) {
    const stream = `${decider.category}-${decider.streamOf(command)}`;
    const earlier = byStream.get(stream);
    const read = await engine.reader.fold(stream, historyOf(decider));
    const gathered = await gather(
      decider,
      { command, state: read.state.state },
      engine.reader,
      engine.people,
    );
    const before = earlier?.decided.events ?? [];
    const state = before.reduce<unknown>(
      (sum, event) => decider.evolve(sum, asRecorded(event, { ...meta, subjects: [] })),
      read.state.state,
    );
    const decision = decider.decide(command, state, { ...context, facts: gathered.facts });
    byStream.set(stream, {
      decided: {
        decider,
        stream,
        revision: read.revision,
        events: isRejection(decision) ? before : [...before, ...decision],
        state: read.state.state,
        facts: gathered.facts,
      },
      reasons: [...(earlier?.reasons ?? []), ...(isRejection(decision) ? decision.reasons : [])],
    });
  }
  return [...byStream.values()];
};

/** The pack that decides, `'none'` when there should be one and is none, or nothing when no figure matters. */
export const packFor = async (
  engine: Engine,
  asked: RuleQuery | undefined,
  occurredOn: string,
): Promise<RulePack | 'none' | undefined> => {
  if (!asked) return undefined;
  const query = { ...asked, on: asked.on ?? occurredOn };
  const states = await Promise.all(
    engine.ruleBook
      .sources(query)
      .map(async (source) => (await engine.reader.fold(source.stream, source.folding)).state),
  );
  return engine.ruleBook.choose(query, states) ?? 'none';
};

/** Whether the actor stands in the demanded relation; a system actor always does. */
export const isRelated = (
  engine: Engine,
  decider: AnyDecider,
  command: Message,
  asked: {
    readonly allow: Parameters<Engine['permits']['related']>[0];
    readonly actor: Context['actor'];
    readonly state: unknown;
    readonly facts: Facts;
  },
): boolean =>
  isSystem(asked.actor) ||
  engine.permits.related(
    asked.allow,
    asked.actor,
    decider.parties(command, asked.state, asked.facts),
  );
