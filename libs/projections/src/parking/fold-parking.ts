import type { AnyProjection, Message, Recorded } from '#kernel';
import type { PositionOrder } from '../watermarks.js';
import {
  foldOne,
  HandlerFailed,
  handles,
  keysOf,
  placeOf,
  type FoldedRow,
  type Step,
} from '../fold.js';

/** What a fold may have to do with one event: the rows it touches, or why its code could not name them. */
export interface TriedStep extends Step {
  readonly failed?: string;
}

/** An event that waits, and the rows that wait with it. */
export interface ParkedStep extends Step {
  /** Why it did not go through; absent when it only waits behind another. */
  readonly reason?: string;
}

/** A view that has to stand still before this event: parking would not keep its other rows right, or it is not the event's fault. */
export class MustStop extends Error {
  override readonly name = 'MustStop';
  constructor(
    readonly table: string,
    readonly event: Recorded<Message>,
    readonly reason: string,
  ) {
    super(`${table}: ${reason}`);
  }
}

/** Stands among the waiting keys for all rows of a subject, when an event's own keys are not known. */
export const subjectKey = ({ meta }: Recorded<Message>): string =>
  `subject:${meta.subjects[0] ?? ''}`;

/** The events that concern the view, each with its rows. Never throws for an event's sake. */
export const triedSteps = (
  view: AnyProjection,
  events: readonly Recorded<Message>[],
  passedOver: ReadonlySet<string>,
): readonly TriedStep[] =>
  events
    .filter((event) => handles(view, event) && !passedOver.has(event.meta.id))
    .map((event) => tried(view, event))
    .filter(({ keys, failed }) => keys.length > 0 || failed !== undefined);

const tried = (view: AnyProjection, event: Recorded<Message>): TriedStep => {
  try {
    return { event, keys: keysOf(view, event) };
  } catch (error) {
    if (!(error instanceof HandlerFailed)) throw error;
    return { event, keys: [], failed: error.reason };
  }
};

export interface ParkingRules {
  readonly order: PositionOrder;
  /** Most keys that may wait in a view. */
  readonly atMost: number;
  /**
   * What it means that a row of the event holds a later one. `'repeat'`: the event was delivered twice and is passed over. `'late'`:
   * it waited, and now touches a row that did not, which went on without it; no order of events can mend that.
   */
  readonly whenPassed: 'repeat' | 'late';
}

export interface FoldedWithParking {
  readonly rows: ReadonlyMap<string, FoldedRow>;
  readonly parked: readonly ParkedStep[];
  /** All keys that wait now. */
  readonly waiting: ReadonlySet<string>;
}

/**
 * Folds the steps over the rows as they were. An event whose code fails is parked whole: none of its rows changes, and from there on
 * every event that touches one of them, or that waits for another of its own rows, is parked behind it – so what waits spreads along
 * the events and nothing is ever applied out of order. `refused` are events that are known not to go through, with the reason, by
 * id. Throws `MustStop` at the first event that cannot be parked.
 */
export const foldParking = (
  view: AnyProjection,
  steps: readonly TriedStep[],
  before: {
    readonly rows: ReadonlyMap<string, FoldedRow>;
    readonly waiting: ReadonlySet<string>;
    readonly refused?: ReadonlyMap<string, string>;
  },
  rules: ParkingRules,
): FoldedWithParking => {
  const rows = new Map<string, FoldedRow>();
  const waiting = new Set(before.waiting);
  const parked: ParkedStep[] = [];
  const rowOf = (key: string) => rows.get(key) ?? before.rows.get(key);
  for (const step of steps) {
    const { event } = step;
    const late = step.keys.find((key) => isPassed(event, rowOf(key), rules));
    if (late !== undefined && rules.whenPassed === 'repeat') continue;
    const keys = keysThatWait(view, step, waiting);
    const behind = keys.some((key) => waiting.has(key));
    const refused =
      step.failed ??
      before.refused?.get(event.meta.id) ??
      (late === undefined ? undefined : tooLate(late, event));
    const outcome = behind ? undefined : (refused ?? tryStep(view, step, rowOf));
    if (typeof outcome === 'object') {
      for (const [key, row] of outcome) rows.set(key, row);
      continue;
    }
    for (const key of keys) waiting.add(key);
    if (waiting.size > rules.atMost)
      throw new MustStop(view.table, event, tooMany(waiting.size, event, outcome));
    parked.push({ event, keys, ...(outcome !== undefined && { reason: outcome }) });
  }
  return { rows, parked, waiting };
};

const tooMany = (count: number, event: Recorded<Message>, reason: string | undefined): string =>
  `${String(count)} rows would wait, more than may: ${reason ?? `behind others at ${placeOf(event)}`}`;

/** The rows that wait when this event does. Throws `MustStop` when they are not known and the subject does not tell them. */
const keysThatWait = (
  view: AnyProjection,
  { event, keys, failed }: TriedStep,
  waiting: ReadonlySet<string>,
): readonly string[] => {
  const subject = subjectKey(event);
  if (failed === undefined) return waiting.has(subject) ? [...keys, subject] : keys;
  if (view.partitionedBy === 'subject' && event.meta.subjects.length > 0) return [subject];
  throw new MustStop(view.table, event, `its rows cannot be told: ${failed}`);
};

/**
 * Whether the row holds a later event, or this one. Then it holds this one as well: its events come in order, and an event that
 * waits holds up all of its rows.
 */
const isPassed = (
  { meta }: Recorded<Message>,
  row: FoldedRow | undefined,
  { order }: ParkingRules,
): boolean => row !== undefined && order.comparePositions(meta.position, row.position) <= 0;

const tooLate = (key: string, event: Recorded<Message>): string =>
  `row ${key} has gone on without ${placeOf(event)}: it takes a new version of the table`;

/** The event's rows after it, or why there are none. */
const tryStep = (
  view: AnyProjection,
  { event, keys }: TriedStep,
  rowOf: (key: string) => FoldedRow | undefined,
): ReadonlyMap<string, FoldedRow> | string => {
  try {
    return new Map(keys.map((key) => [key, foldOne(view, rowOf(key)?.row, event)]));
  } catch (error) {
    if (error instanceof HandlerFailed) return error.reason;
    throw error;
  }
};
