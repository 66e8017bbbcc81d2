import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  dayOf,
  type Actor,
  type AnyDecider,
  type BasedOn,
  type CommandAbout,
  type Context,
  type Message,
  type Recorded,
  type RulePack,
} from '#kernel';
import { z } from 'zod';
import { answered, refuse, refuseInput, refusePersonal } from './answers.js';
import { aboutCalled } from './command-schemas.js';
import { isRelated, judge, packFor, type Verdict } from './deciding.js';
import type { Envelope, Outcome, Rejected } from './dispatch.js';
import { throughGates } from './gates.js';
import { byStream, gather, type Gathered } from './gathering.js';
import { historyOf, type Handled } from './history.js';
import { uuidFrom } from './ids.js';
import { lateness } from './lateness.js';
import { unitOf, type CommonMeta, type Decided } from './unit.js';
import { write } from './writing.js';
import type { Engine } from './world.js';

const attempts = 40;

/** A parsed command on its way. */
interface Task {
  readonly decider: AnyDecider;
  readonly about: CommandAbout;
  readonly command: Message;
  readonly commandId: string;
  readonly digest: string;
  readonly envelope: Envelope;
  readonly actor: Actor;
}

/**
 * The one way a command is handled, the same for every aggregate: role, schema, fold, repeat, facts, relation, rules, decision,
 * one unit, and again with fresh state when a rival was first. Rejects only with `StoreUnavailable`, after which the outcome is
 * unknown and the same command id may be sent again.
 */
export const handle = async (
  engine: Engine,
  {
    category,
    input,
    envelope,
    actor,
  }: { category: string; input: unknown; envelope: Envelope; actor: Actor },
): Promise<Outcome> => {
  const commandId = envelope.commandId ?? randomUUID();
  if (!z.uuid().safeParse(commandId).success)
    return refuse(commandId, 'E_INPUT', { path: 'commandId' });
  const decider = engine.deciders.get(category);
  const about = decider && aboutCalled(decider, (input as Partial<Message> | null)?.type);
  if (!decider || !about) return refuse(commandId, 'E_INPUT', { path: 'type' });
  if (!engine.permits.mayTry(about.allow, actor)) return refuse(commandId, 'E_FORBIDDEN');
  const { command, error } = throughGates(decider.commands, input, envelope);
  if (error) return refuseInput(commandId, error);
  const { occurredOn, evidence = [] } = envelope;
  const digest = engine.commandDigest({
    category,
    command,
    occurredOn: occurredOn ?? null,
    evidence,
  });
  const task = { decider, about, command, commandId, digest, envelope, actor };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const outcome = await attemptOnce(engine, task);
    if (outcome) return outcome;
    await pause(Math.random() * Math.min(2 ** attempt, 64));
  }
  return refuse(commandId, 'E_BUSY', { attempts });
};

/** One try: an outcome, or nothing when a rival wrote first. */
const attemptOnce = async (engine: Engine, task: Task): Promise<Outcome | undefined> => {
  const { decider, command, commandId, about, actor, envelope } = task;
  const stream = `${decider.category}-${decider.streamOf(command)}`;
  const read = await engine.reader.fold(stream, historyOf(decider));
  const { state, handled } = read.state;
  const earlier = handled.get(commandId);
  if (earlier) return repeat(engine, task, stream, earlier);
  if (read.revision < 0 && !decider.creators.includes(command.type)) {
    return refuse(commandId, 'E_UNKNOWN', { id: decider.streamOf(command) });
  }
  const gathered = await gather(decider, { command, state }, engine.reader, engine.people);
  const asked = { allow: about.allow, actor, state, facts: gathered.facts };
  if (!isRelated(engine, decider, command, asked)) return refuse(commandId, 'E_FORBIDDEN');
  const now = engine.clock().toISOString();
  const today = dayOf(now);
  const occurredOn =
    decider.occurredOn?.(command, state, gathered.facts, today) ?? envelope.occurredOn ?? today;
  if (occurredOn > today) return refuse(commandId, 'E_FUTURE', { occurredOn, today });
  const asking = decider.rules?.(command, state, gathered.facts);
  const pack = await packFor(engine, asking, occurredOn);
  if (pack === 'none') return refuse(commandId, 'E_NO_RULES');
  const rules = pack && asking && { pack, jurisdiction: asking.jurisdiction };
  const timing = { now, today, occurredOn };
  const named = decider.lateTargets?.(command, state, gathered.facts) ?? [];
  const targets = [decider.streamOf(command), ...named];
  const late = await lateness(engine, { ...task, targets }, rules, timing);
  if ('outcome' in late) return late;
  const context = contextOf(task, gathered, pack, timing);
  const meta = metaOf(task, [...gathered.basedOn, ...late.under], pack, occurredOn);
  const at = { stream, revision: read.revision, state, context, meta };
  const verdict = await judge(engine, decider, command, at);
  if (verdict.moved) return undefined;
  const [first, ...rest] = answered(
    verdict.reasons,
    [decider, ...verdict.claims.map((claim) => claim.decider), ...engine.deciders.values()],
    pack?.version,
  );
  if (first) return { outcome: 'rejected', commandId, reasons: [first, ...rest] };
  return conclude(engine, task, verdict, { gathered, meta });
};

const conclude = async (
  engine: Engine,
  task: Task,
  verdict: Verdict,
  { gathered, meta }: { gathered: Gathered; meta: CommonMeta },
): Promise<Outcome | undefined> => {
  const { commandId, envelope } = task;
  const { events } = verdict.own;
  if (envelope.preview || events.length === 0) return { outcome: 'accepted', commandId, events };
  const kept = await keepPersonal(engine, task, verdict);
  if ('outcome' in kept) return kept;
  const unit = unitOf(kept, verdict.claims, gathered.held, meta);
  const streams = verdict.claims.filter(({ events: made }) => made.length === 0);
  const reserved = { commandId, streams: streams.map((claim) => claim.stream), now: engine.clock };
  const result = await write(engine.store, unit, reserved);
  if (!result) return undefined;
  if (!result.ok)
    return result.reason === 'id-reused' ? usedElsewhere(engine, task, verdict) : undefined;
  const { stream } = verdict.own;
  const written = unit.at(-1)?.events ?? [];
  const last = result.revisions[stream] ?? verdict.own.revision + written.length;
  const recorded = await engine.reader.after(stream, last - written.length);
  // A store that knows repeats by their ids alone may have stored another command's payload under them.
  if (recorded[0] && recorded[0].meta.commandDigest !== task.digest)
    return refuse(commandId, 'E_COMMAND_ID');
  return {
    outcome: 'accepted',
    commandId,
    position: result.position,
    recordedAt: result.recordedAt,
    // Rivals may have written since.
    events: recorded.slice(0, written.length),
  };
};

/**
 * Personal data go first: an event may never refer to what is not kept, and an identity that no event refers to is nobody's. Answers
 * what was decided, with what the vault says of it.
 */
const keepPersonal = async (
  engine: Engine,
  { decider, command, commandId }: Task,
  { own }: Verdict,
): Promise<Rejected | Decided> => {
  const id = (name: string) => uuidFrom(commandId, name);
  const data = decider.personal?.(command, own.state, own.facts, id);
  const kept = data ? await engine.keepPersonal(data) : ({ ok: true } as const);
  if (kept.ok) {
    const { digests } = kept;
    const events = digests && decider.digested?.(own.events, digests);
    return events ? { ...own, events } : own;
  }
  switch (kept.reason) {
    case 'erased':
      return refuse(commandId, 'E_ERASED');
    case 'invalid':
      return refusePersonal(commandId, kept.fields);
    case 'id-number-known':
      return refuse(commandId, 'E_PERSON_KNOWN', { person: kept.person });
  }
};

/** The id's events are stored: by a twin of this command a moment ago, or by another command that may not share the id. */
const usedElsewhere = async (engine: Engine, task: Task, { own }: Verdict): Promise<Outcome> => {
  const { state } = await engine.reader.fold(own.stream, historyOf(own.decider));
  const earlier = state.handled.get(task.commandId);
  return earlier
    ? repeat(engine, task, own.stream, earlier)
    : refuse(task.commandId, 'E_COMMAND_ID');
};

/** The first answer again, or the refusal of an id that was used for something else. */
const repeat = async (
  engine: Engine,
  task: Task,
  stream: string,
  earlier: Handled,
): Promise<Outcome> => {
  const { first, last } = earlier;
  const events: readonly Recorded<Message>[] = await engine.store.read(stream, {
    from: first,
    limit: last - first + 1,
  });
  const end = events.at(-1)?.meta;
  if (end?.commandDigest !== task.digest) return refuse(task.commandId, 'E_COMMAND_ID');
  return {
    outcome: 'accepted',
    commandId: task.commandId,
    position: end.position,
    recordedAt: end.recordedAt,
    events,
  };
};

const contextOf = (
  task: Task,
  { facts }: Gathered,
  pack: RulePack | undefined,
  timing: Pick<Context, 'now' | 'today' | 'occurredOn'>,
): Context => {
  const { actor, commandId, envelope } = task;
  const base = {
    ...timing,
    actor,
    facts,
    evidence: envelope.evidence ?? [],
    id: (name: string) => uuidFrom(commandId, name),
  };
  return (pack ? { ...base, rules: pack } : base) as Context;
};

const metaOf = (
  task: Task,
  basedOn: readonly BasedOn[],
  pack: RulePack | undefined,
  occurredOn: string,
): CommonMeta => {
  const { commandId, digest, envelope, actor } = task;
  return {
    commandId,
    commandDigest: digest,
    correlationId: envelope.correlationId ?? commandId,
    causationId: envelope.causationId ?? commandId,
    actor,
    evidence: envelope.evidence ?? [],
    occurredOn,
    basedOn: basedOn.toSorted(byStream),
    schemaVersion: 1,
    ...(pack && { rules: pack.version }),
    ...(envelope.trace !== undefined && { trace: envelope.trace }),
  };
};
