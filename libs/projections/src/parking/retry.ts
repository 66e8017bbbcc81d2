import type { EventStore, StoredEvent } from '#event-store';
import type { AnyProjection } from '#kernel';
import { transaction, type Client, type Pool } from '#postgres';
import { recordWaiting } from '../checkpoints.js';
import { rowTable } from '../row-table.js';
import { liveSchema } from '../schema.js';
import { discardedIn, type ParkingActs } from './acts.js';
import { foldCarefully } from './fold-into.js';
import { MustStop, triedSteps } from './fold-parking.js';
import {
  forget,
  parkedEventsOf,
  recordParked,
  recordTried,
  waitingKeys,
  type ParkedEvent,
} from './records.js';

/** Where the events and the views are. Without `acts` no discard is known, and what was discarded is tried like the rest. */
export interface RetryNeeds {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly projections: readonly AnyProjection[];
  readonly acts?: ParkingActs;
}

/** What came of a try that was carried out. */
export interface Retried {
  /** Events that were tried, and of these how many wait on. */
  readonly tried: number;
  readonly waiting: number;
  /** Why the first of those did not go through. */
  readonly reason?: string;
}

const nothing: Retried = { tried: 0, waiting: 0 };

/** Somebody asked for a view that this release does not have: refuse, naming it. */
export class UnknownView extends Error {
  override readonly name = 'UnknownView';
}

/** The store does not give back what waits in the view: it is another store, or an earlier state of it. Restore it; then try again. */
export class ParkedEventsMissing extends Error {
  override readonly name = 'ParkedEventsMissing';
  constructor(readonly count: number) {
    super(`the store lacks ${String(count)} parked events`);
  }
}

/**
 * Tries parked events again, in the order of the feed, through the code of this release: all of a view's, or those that wait with
 * `key` and with whatever is bound to it by an event that touches both. What goes through is applied; from the first that does not,
 * it and what is behind it wait on. Events that are discarded on record are left out. The rows are written under the locks of the
 * view's checkpoints, so whoever runs the view waits meanwhile and then finds the rows free. May be repeated at any time. Rejects
 * with `UnknownView`, `ParkedEventsMissing`, `StoreUnavailable` or the database's error, and then nothing has changed.
 */
export const retryParked = async (
  needs: RetryNeeds,
  { view: table, key }: { readonly view: string; readonly key?: string | undefined },
): Promise<Retried> => {
  const view = needs.projections.find((one) => one.table === table);
  if (!view) throw new UnknownView(table);
  const discarded = await discardedIn(needs.store, needs.acts, table);
  try {
    return await transaction(needs.pool, (client) =>
      retry(client, needs, view, { key, discarded }),
    );
  } catch (error) {
    if (!(error instanceof MustStop)) throw error;
    return { tried: 1, waiting: 1, reason: error.reason };
  }
};

const retry = async (
  client: Client,
  { store }: RetryNeeds,
  view: AnyProjection,
  { key, discarded }: { readonly key: string | undefined; readonly discarded: ReadonlySet<string> },
): Promise<Retried> => {
  const checkpoints = await lockView(client, view.table);
  const all = await parkedEventsOf(client, view.table);
  const { events: chosen, keys } = key === undefined ? together(all) : boundTo(key, all);
  if (chosen.length === 0) return nothing;
  const before = (await waitingKeys(client, [view.table])).get(view.table) ?? new Set<string>();
  const events = await readAgain(store, chosen);
  const target = {
    view,
    table: rowTable(view, liveSchema),
    rules: { order: store, atMost: Infinity, whenPassed: 'late' } as const,
    waiting: new Set([...before].filter((one) => !keys.has(one))),
  };
  const steps = triedSteps(view, events, discarded);
  const { parked, waiting } = await foldCarefully(client, target, steps);
  const still = new Set(parked.map(({ event }) => event.meta.id));
  await forget(client, view.table, {
    events: chosen.map(({ eventId }) => eventId).filter((id) => !still.has(id)),
    keys: [...keys].filter((one) => !waiting.has(one)),
  });
  await recordParked(client, view.table, parked);
  await recordTried(client, view.table, parked);
  await recordWaiting(client, checkpoints, waiting.size);
  const reason = parked.find((step) => step.reason !== undefined)?.reason;
  return { tried: chosen.length, waiting: parked.length, ...(reason !== undefined && { reason }) };
};

/** Whoever runs the view moves its checkpoint first: it waits, or is waited for. */
const lockView = async (client: Client, table: string): Promise<readonly string[]> => {
  const locked = await client.query<{ name: string }>(
    `select name, set_config('idle_in_transaction_session_timeout', '10000', true)
from ${liveSchema}.checkpoints where split_part(name, '#', 1) = $1 order by name for update`,
    [table],
  );
  return locked.rows.map(({ name }) => name);
};

interface Chosen {
  readonly events: readonly ParkedEvent[];
  readonly keys: ReadonlySet<string>;
}

const together = (events: readonly ParkedEvent[]): Chosen => ({
  events,
  keys: new Set(events.flatMap(({ keys }) => keys)),
});

/** All that waits with the key, with the keys that those events touch as well, and so on. */
export const boundTo = (key: string, all: readonly ParkedEvent[]): Chosen => {
  let bound: Chosen = { events: [], keys: new Set([key]) };
  for (;;) {
    const { keys: known } = bound;
    const events = all.filter(({ keys }) => keys.some((one) => known.has(one)));
    if (events.length === bound.events.length) return bound;
    bound = { events, keys: new Set([...known, ...events.flatMap(({ keys }) => keys)]) };
  }
};

/** The events as the store has them, in the order of the feed. */
const readAgain = async (
  store: EventStore,
  parked: readonly ParkedEvent[],
): Promise<readonly StoredEvent[]> => {
  const first = new Map<string, number>();
  for (const { stream, revision } of parked)
    first.set(stream, Math.min(revision, first.get(stream) ?? revision));
  const wanted = new Set(parked.map(({ eventId }) => eventId));
  const read = await store.readMany(
    [...first].map(([stream, revision]) => ({ stream, after: revision - 1 })),
  );
  const found = [...read.values()].flat().filter(({ meta }) => wanted.has(meta.id));
  if (found.length !== wanted.size) throw new ParkedEventsMissing(wanted.size - found.length);
  return found.sort((a, b) => store.comparePositions(a.meta.position, b.meta.position));
};
