import { randomUUID } from 'node:crypto';
import {
  aboutOf,
  isRejection,
  type Actor,
  type Facts,
  type Message,
  type Rejection,
  type Sheet,
  type StreamFact,
} from '#kernel';
import { answered, refuse, refuseInput } from './answers.js';
import type {
  BatchLine,
  BatchOutcome,
  Dispatcher,
  Envelope,
  Outcome,
  Rejected,
} from './dispatch.js';
import { foldFact } from './gathering.js';
import { membersOf } from './command-schemas.js';
import { handle } from './handler.js';
import { uuidFrom } from './ids.js';
import { engineOf, type Engine, type World } from './world.js';

/** Lines under way at once within one batch: enough to share reads and commits, few enough to bound memory. */
const together = 64;

/** The dispatcher over a store and a list of contexts. Throws when two deciders share a category. */
export const createDispatcher = (world: World): Dispatcher => {
  const engine = engineOf(world);
  const dispatch: Dispatcher['dispatch'] = (category, command, envelope, actor) =>
    handle(engine, { category, input: command, envelope, actor });
  const dispatchMany: Dispatcher['dispatchMany'] = (lines, envelope, actor) =>
    runLines(engine, lines, envelope, actor);
  return {
    dispatch,
    dispatchMany,
    dispatchSheet: (command, envelope, actor) => runSheet(engine, command, envelope, actor),
  };
};

type Line = Parameters<Dispatcher['dispatchMany']>[0][number];

const runLines = async (
  engine: Engine,
  lines: readonly Line[],
  envelope: Envelope,
  actor: Actor,
): Promise<BatchOutcome> => {
  const batchId = envelope.commandId ?? randomUUID();
  const outcomes: Outcome[] = new Array<Outcome>(lines.length);
  const queue = lines.entries();
  const work = async () => {
    for (const [index, { category, command }] of queue) {
      const line = {
        ...envelope,
        commandId: uuidFrom(batchId, `line:${String(index)}`),
        correlationId: envelope.correlationId ?? batchId,
      };
      outcomes[index] = await handle(engine, { category, input: command, envelope: line, actor });
    }
  };
  await Promise.all(Array.from({ length: Math.min(together, lines.length) }, work));
  return summary(engine, lines, outcomes);
};

const summary = (
  engine: Engine,
  lines: readonly Line[],
  outcomes: readonly Outcome[],
): BatchOutcome => {
  const answered = outcomes.map((outcome, index): BatchLine => ({
    index,
    label: lines[index]?.label ?? '',
    outcome,
  }));
  const accepted = outcomes.filter((outcome) => outcome.outcome === 'accepted');
  const positions = accepted
    .map(({ position }) => position)
    .filter((position) => position !== undefined);
  const position = positions.sort((a, b) => engine.store.comparePositions(b, a))[0];
  return {
    accepted: accepted.length,
    rejected: outcomes.length - accepted.length,
    position,
    lines: answered,
  };
};

/** Finds the sheet by the command's type, reads what it needs, expands it and runs the lines. */
const runSheet = async (
  engine: Engine,
  input: unknown,
  envelope: Envelope,
  actor: Actor,
): Promise<BatchOutcome | Rejected> => {
  const commandId = envelope.commandId ?? randomUUID();
  const type = (input as Partial<Message> | null)?.type;
  const sheet = engine.contexts
    .flatMap((context) => context.sheets ?? [])
    .find((candidate) => sheetName(candidate) === type);
  if (!sheet) return refuse(commandId, 'E_INPUT', { path: 'type' });
  if (!engine.permits.mayTry(aboutOf(sheet.schema).allow, actor))
    return refuse(commandId, 'E_FORBIDDEN');
  const parsed = sheet.schema.safeParse(input);
  if (!parsed.success) return refuseInput(commandId, parsed.error);
  const { data } = parsed.data;
  const lines = sheet.expand(data, await sheetFacts(engine, sheet, data), (name) =>
    uuidFrom(commandId, name),
  );
  if (isRejection(lines)) return refuseSheet(engine, commandId, lines);
  const outcome = await runLines(engine, lines, { ...envelope, commandId }, actor);
  // To someone who may touch none of the lines the sheet is forbidden, and whom they are about is not told.
  return outcome.lines.every(isForbidden) ? refuse(commandId, 'E_FORBIDDEN') : outcome;
};

const isForbidden = ({ outcome }: BatchLine): boolean =>
  outcome.outcome === 'rejected' && outcome.reasons.some(({ code }) => code === 'E_FORBIDDEN');

const rounds = 5;

/** Asks the sheet for facts until it wants nothing new. Throws when it still wants more after five rounds: a programming error. */
const sheetFacts = async (engine: Engine, sheet: Sheet, data: object): Promise<Facts> => {
  let facts: Facts = {};
  for (let round = 0; round <= rounds; round += 1) {
    const wanted = Object.entries(sheet.facts?.(data, facts) ?? {}).filter(
      (entry): entry is [string, StreamFact<unknown>] =>
        entry[1] !== undefined && !(entry[0] in facts),
    );
    if (wanted.length === 0) return facts;
    const found = wanted.map(
      async ([name, source]) => [name, (await foldFact(source, engine.reader)).state] as const,
    );
    facts = { ...facts, ...Object.fromEntries(await Promise.all(found)) };
  }
  throw new Error(`${sheetName(sheet) ?? 'a sheet'} asks for more facts after ${rounds} rounds`);
};

const refuseSheet = (engine: Engine, commandId: string, { reasons }: Rejection): Rejected => {
  const [first, ...rest] = answered(reasons, [...engine.deciders.values()], undefined);
  return first
    ? { outcome: 'rejected', commandId, reasons: [first, ...rest] }
    : refuse(commandId, 'E_INPUT');
};

/** The command type a sheet answers to. */
export const sheetName = (sheet: Sheet): string | undefined =>
  membersOf(sheet.schema)[0]?.shape.type.value;
