import { foldRow, type AnyProjection, type Message, type Position, type Recorded } from '#kernel';

/** A row after a fold, with the position of the last event that touched it. */
export interface FoldedRow {
  readonly row: object;
  readonly position: Position;
}

/** One event and the rows it touches. */
export interface Step {
  readonly event: Recorded<Message>;
  readonly keys: readonly string[];
}

/**
 * A projection's own code threw at an event. `reason` says where without the error's message, which may quote the payload:
 * safe to store and to log.
 */
export class HandlerFailed extends Error {
  override readonly name = 'HandlerFailed';
  readonly reason: string;
  constructor(
    readonly table: string,
    readonly event: Recorded<Message>,
    cause: unknown,
  ) {
    const { id, position } = event.meta;
    const kind = cause instanceof Error ? cause.name : typeof cause;
    const frame =
      cause instanceof Error ? /\n\s+at .*?([\w.-]+:\d+:\d+)/.exec(cause.stack ?? '') : null;
    const reason = `${kind} at ${event.type} ${id}, position ${position}${frame ? `, in ${frame[1]}` : ''}`;
    super(`${table}: ${reason}`, { cause });
    this.reason = reason;
  }
}

const handles = (view: AnyProjection, type: string) =>
  Object.hasOwn(view.on, type) && view.on[type] !== 'ignored';

/** Which rows each event touches, for the events the projection handles; the others never meet its code. Throws `HandlerFailed`. */
export const stepsOf = (
  view: AnyProjection,
  events: readonly Recorded<Message>[],
): readonly Step[] =>
  events
    .filter(({ type }) => handles(view, type))
    .map((event) => ({ event, keys: guarded(view, event, () => keysOf(view.key(event))) }))
    .filter(({ keys }) => keys.length > 0);

const keysOf = (keys: string | readonly string[]): readonly string[] =>
  typeof keys === 'string' ? [keys] : [...new Set(keys)];

/** Folds the steps over the rows as they were; answers only the rows touched. Throws `HandlerFailed`; `before` is left alone. */
export const foldSteps = (
  view: AnyProjection,
  steps: readonly Step[],
  before: ReadonlyMap<string, object>,
): ReadonlyMap<string, FoldedRow> => {
  const folded = new Map<string, FoldedRow>();
  for (const { event, keys } of steps) {
    for (const key of keys) {
      const row = folded.get(key)?.row ?? before.get(key) ?? view.empty;
      const next = guarded(view, event, () => foldRow(view, row, event));
      folded.set(key, { row: next, position: event.meta.position });
    }
  }
  return folded;
};

/**
 * The views as these events alone make them, by table and key: for `replay`. The same code as the live runner, in memory. A row
 * that other subjects' events also touch shows only what these events did to it.
 */
export const foldSubject = (
  projections: readonly AnyProjection[],
  events: readonly Recorded<Message>[],
): ReadonlyMap<string, ReadonlyMap<string, FoldedRow>> =>
  new Map(
    projections.map((view) => [view.table, foldSteps(view, stepsOf(view, events), new Map())]),
  );

const guarded = <T>(view: AnyProjection, event: Recorded<Message>, work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    throw new HandlerFailed(view.table, event, cause);
  }
};
