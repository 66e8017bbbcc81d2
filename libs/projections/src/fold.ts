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
    const [kind, frame] = whereItThrew(cause);
    const reason = `${kind} at ${placeOf(event)}${frame}`;
    super(`${table}: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** An event by type, id and position: all that may be said of it outside. */
export const placeOf = ({ type, meta }: Recorded<Message>): string =>
  `${type} ${meta.id}, position ${meta.position}`;

/** The kind of error and where in the code, never its words: to be joined without a space. */
export const whereItThrew = (cause: unknown): readonly [kind: string, frame: string] => {
  if (!(cause instanceof Error)) return [typeof cause, ''];
  const frame = /\n\s+at .*?([\w.-]+:\d+:\d+)/.exec(cause.stack ?? '')?.[1];
  return [cause.name, frame === undefined ? '' : `, in ${frame}`];
};

/** Whether the projection has code for the event; of the others it never hears. */
export const handles = (view: AnyProjection, { type }: Pick<Message, 'type'>): boolean =>
  Object.hasOwn(view.on, type) && view.on[type] !== 'ignored';

/** The rows an event touches, each once. Throws `HandlerFailed`, also for a key that is no text: it would name another row, or none. */
export const keysOf = (view: AnyProjection, event: Recorded<Message>): readonly string[] =>
  guarded(view, event, () => {
    const keys: unknown = view.key(event);
    const all: readonly unknown[] = Array.isArray(keys) ? keys : [keys];
    if (!all.every((key) => typeof key === 'string')) throw new TypeError('a key that is no text');
    return [...new Set(all)];
  });

/** Which rows each event touches, for the events the projection handles; the others never meet its code. Throws `HandlerFailed`. */
export const stepsOf = (
  view: AnyProjection,
  events: readonly Recorded<Message>[],
): readonly Step[] =>
  events
    .filter((event) => handles(view, event))
    .map((event) => ({ event, keys: keysOf(view, event) }))
    .filter(({ keys }) => keys.length > 0);

/** One row after one event. Throws `HandlerFailed`. */
export const foldOne = (
  view: AnyProjection,
  row: object | undefined,
  event: Recorded<Message>,
): FoldedRow => ({
  row: guarded(view, event, () => foldRow(view, row ?? view.empty, event)),
  position: event.meta.position,
});

/** Folds the steps over the rows as they were; answers only the rows touched. Throws `HandlerFailed`; `before` is left alone. */
export const foldSteps = (
  view: AnyProjection,
  steps: readonly Step[],
  before: ReadonlyMap<string, object>,
): ReadonlyMap<string, FoldedRow> => {
  const folded = new Map<string, FoldedRow>();
  for (const { event, keys } of steps)
    for (const key of keys)
      folded.set(key, foldOne(view, folded.get(key)?.row ?? before.get(key), event));
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
