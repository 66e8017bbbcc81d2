import type { AnyProjection, Message, Position, Recorded } from '#kernel';
import { transaction, type Client, type Pool } from '#postgres';
import { move, type Held } from './checkpoints.js';
import { foldSteps, HandlerFailed, stepsOf, type Step } from './fold.js';
import { rowTable, type RowTable } from './row-table.js';

/** A projection with its table and what its holder knows of its checkpoint. */
export interface Lane {
  readonly view: AnyProjection;
  readonly table: RowTable;
  held: Held;
}

export const laneOf = (view: AnyProjection, schema: string, held: Held): Lane => ({
  view,
  table: rowTable(view, schema),
  held,
});

/** A lane that can't go on: its own code threw, or PostgreSQL refused its rows, at the event after where it now stands. */
export interface Stopped {
  readonly lane: Lane;
  readonly reason: string;
}

export interface Applied {
  readonly stopped: readonly Stopped[];
  /** Characters of JSON read and written: what sets the size of the next batch. */
  readonly bytes: number;
}

type Events = readonly Recorded<Message>[];

/**
 * Applies events to lanes that stand at one place, in one transaction with their checkpoints. When a lane fails it is set apart:
 * it takes what it can up to the event it fails at and is answered as stopped, and the others go on. Rejects with `Fenced` or with
 * the database's error, and then a lane has moved only if its `held.position` has.
 */
export const applyBatch = async (
  pool: Pool,
  lanes: readonly Lane[],
  events: Events,
): Promise<Applied> => {
  const [last] = events.slice(-1);
  if (!last || lanes.length === 0) return { stopped: [], bytes: 0 };
  try {
    const to = last.meta.position;
    const held = lanes.map((lane) => lane.held);
    const work = lanes.map((lane) => ({ lane, steps: stepsOf(lane.view, events) }));
    const bytes = await transaction(pool, async (client) => {
      await move(client, held, to, events.length);
      return writeLanes(client, work);
    });
    standAt(lanes, to);
    return { stopped: [], bytes };
  } catch (error) {
    if (error instanceof HandlerFailed) return setApart(pool, lanes, events, error);
    if (refusesData(error)) return narrow(pool, lanes, events, error);
    throw error;
  }
};

export const standAt = (lanes: readonly Lane[], position: Position): void => {
  for (const lane of lanes) lane.held = { ...lane.held, position };
};

/** Loads, folds and writes the rows touched. Answers the characters of JSON moved. */
export const writeLanes = async (
  client: Client,
  work: readonly { readonly lane: Lane; readonly steps: readonly Step[] }[],
): Promise<number> => {
  let bytes = 0;
  for (const { lane, steps } of work) {
    if (steps.length === 0) continue;
    const keys = [...new Set(steps.flatMap((step) => step.keys))];
    const loaded = await lane.table.load(client, keys);
    const folded = foldSteps(lane.view, steps, loaded.rows);
    bytes += loaded.bytes + (await lane.table.write(client, folded));
  }
  return bytes;
};

const setApart = async (
  pool: Pool,
  lanes: readonly Lane[],
  events: Events,
  failure: HandlerFailed,
): Promise<Applied> => {
  const failed = lanes.filter(({ view }) => view.table === failure.table);
  const others = lanes.filter(({ view }) => view.table !== failure.table);
  const before = events.slice(0, events.indexOf(failure.event));
  const gone = await applyBatch(pool, others, events);
  const apart = await applyBatch(pool, failed, before);
  const here = failed.map((lane) => ({ lane, reason: failure.reason }));
  return {
    stopped: [...gone.stopped, ...(apart.stopped.length > 0 ? apart.stopped : here)],
    bytes: gone.bytes,
  };
};

/** PostgreSQL does not say which lane or event its refusal is about: halve until it is one of each. */
const narrow = async (
  pool: Pool,
  lanes: readonly Lane[],
  events: Events,
  refusal: Refused,
): Promise<Applied> => {
  const [lane] = lanes;
  const [event] = events;
  if (lane && event && lanes.length === 1 && events.length === 1) {
    const reason = `row refused, SQLSTATE ${refusal.code}, at ${event.type} ${event.meta.id}, position ${event.meta.position}`;
    return { stopped: [{ lane, reason }], bytes: 0 };
  }
  const middle = events.length / 2;
  const parts: readonly (readonly [readonly Lane[], Events])[] =
    lanes.length > 1
      ? lanes.map((one) => [[one], events])
      : [
          [lanes, events.slice(0, middle)],
          [lanes, events.slice(middle)],
        ];
  const stopped: Stopped[] = [];
  for (const [some, part] of parts) {
    if (stopped.some((stop) => some.includes(stop.lane))) continue;
    stopped.push(...(await applyBatch(pool, some, part)).stopped);
  }
  return { stopped, bytes: 0 };
};

type Refused = Error & { readonly code: string };
/** Class 22 is a value a column cannot hold, class 23 a broken constraint: they will be refused again, unlike a lost connection. */
const refusesData = (error: unknown): error is Refused =>
  error instanceof Error && /^2[23]/.test(String((error as { code?: unknown }).code));
