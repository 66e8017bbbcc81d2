import type { AnyProjection, Message, Position, Recorded } from '#kernel';
import { transaction, type Client, type Pool } from '#postgres';
import { move, recordWaiting, type Held, type Offsets } from './checkpoints.js';
import { foldCarefully, foldInto, refusalOf, type Done, type Target } from './parking/fold-into.js';
import { MustStop, triedSteps, type ParkingRules, type TriedStep } from './parking/fold-parking.js';
import { recordParked, waitingKeys } from './parking/records.js';
import { rowTable, type RowTable } from './row-table.js';

/** A projection with its table and what its holder knows of its checkpoint. */
export interface Lane {
  readonly view: AnyProjection;
  readonly table: RowTable;
  /** Ids of the events that were discarded on record: the view goes on as if they had not been there. */
  readonly discarded: ReadonlySet<string>;
  held: Held;
}

const none: ReadonlySet<string> = new Set();

export const laneOf = (
  view: AnyProjection,
  schema: string,
  { held, discarded = none }: { readonly held: Held; readonly discarded?: ReadonlySet<string> },
): Lane => ({ view, table: rowTable(view, schema), discarded, held });

/** A lane that can't go on at the event after where it now stands. */
export interface Stopped {
  readonly lane: Lane;
  readonly reason: string;
}

/** Events, and how far the feed has been read with them: further than the last of them, where others' events or none lie between. */
export interface Batch {
  readonly events: readonly Recorded<Message>[];
  readonly to: Position;
  readonly offsets?: Offsets | undefined;
}

export interface Applied {
  readonly stopped: readonly Stopped[];
  /** Events that did not go through by themselves, with the view; those that only wait behind them are not told. */
  readonly parked: readonly { readonly table: string; readonly reason: string }[];
  /** Characters of JSON read and written: what sets the size of the next batch. */
  readonly bytes: number;
}

const nothing: Applied = { stopped: [], parked: [], bytes: 0 };

/**
 * Applies events to lanes that stand at one place, in one transaction with their checkpoints and with what is parked on the way.
 * A lane that must stop is set apart: it takes what it can up to the event it stops at and is answered as stopped, and the others
 * go on. Rejects with `Fenced` or with the database's error, and then a lane has moved only if its `held.position` has.
 */
export const applyBatch = async (
  pool: Pool,
  lanes: readonly Lane[],
  batch: Batch,
  rules: ParkingRules,
): Promise<Applied> => {
  if (lanes.length === 0) return nothing;
  const work = lanes.map((lane) => ({
    lane,
    steps: triedSteps(lane.view, batch.events, lane.discarded),
  }));
  const attempt = async (fold: Fold): Promise<Applied> => {
    const applied = await transaction(pool, (client) =>
      apply(client, work, batch, { rules, fold }),
    );
    standAt(lanes, batch);
    return applied;
  };
  try {
    try {
      return await attempt(foldInto);
    } catch (error) {
      if (refusalOf(error) === undefined) throw error;
      return await attempt(foldCarefully);
    }
  } catch (error) {
    if (error instanceof MustStop) return setApart(pool, lanes, { batch, rules }, error);
    throw error;
  }
};

export const standAt = (lanes: readonly Lane[], { to, offsets }: Omit<Batch, 'events'>): void => {
  for (const lane of lanes) lane.held = { ...lane.held, position: to, ...(offsets && { offsets }) };
};

type Fold = (client: Client, target: Target, steps: readonly TriedStep[]) => Promise<Done>;

interface Work {
  readonly lane: Lane;
  readonly steps: readonly TriedStep[];
}

const apply = async (
  client: Client,
  work: readonly Work[],
  { events, to, offsets }: Batch,
  { rules, fold }: { readonly rules: ParkingRules; readonly fold: Fold },
): Promise<Applied> => {
  const held = work.map(({ lane }) => lane.held);
  const counts = await move(client, held, { to, events: events.length, offsets });
  const tables = work
    .filter(({ lane }) => (counts.get(lane.held.name) ?? 0) > 0)
    .map(({ lane }) => lane.view.table);
  const waiting = await waitingKeys(client, tables);
  let bytes = 0;
  const parked: { table: string; reason: string }[] = [];
  for (const { lane, steps } of work) {
    const { view, table } = lane;
    const target = { view, table, rules, waiting: waiting.get(view.table) ?? none };
    const done = await fold(client, target, steps);
    bytes += done.bytes;
    if (done.parked.length === 0) continue;
    await recordParked(client, view.table, done.parked);
    await recordWaiting(client, [lane.held.name], done.waiting.size);
    for (const { reason } of done.parked)
      if (reason !== undefined) parked.push({ table: view.table, reason });
  }
  return { stopped: [], parked, bytes };
};

const setApart = async (
  pool: Pool,
  lanes: readonly Lane[],
  { batch, rules }: { readonly batch: Batch; readonly rules: ParkingRules },
  stop: MustStop,
): Promise<Applied> => {
  const failed = lanes.filter(({ view }) => view.table === stop.table);
  const others = lanes.filter(({ view }) => view.table !== stop.table);
  const before = batch.events.slice(0, batch.events.indexOf(stop.event));
  const last = before.at(-1)?.meta.position;
  const gone = await applyBatch(pool, others, batch, rules);
  const apart =
    last === undefined
      ? nothing
      : await applyBatch(pool, failed, { events: before, to: last }, rules);
  const here = failed.map((lane) => ({ lane, reason: stop.reason }));
  return {
    stopped: [...gone.stopped, ...(apart.stopped.length > 0 ? apart.stopped : here)],
    parked: [...gone.parked, ...apart.parked],
    bytes: gone.bytes,
  };
};
