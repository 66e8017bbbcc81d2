import type { AnyProjection } from '#kernel';
import type { EventStore } from '#event-store';
import { transaction, type Pool } from '#postgres';
import { laneOf } from './batch.js';
import { compareTables } from './compare-tables.js';
import type { Finding, OnProgress } from './findings.js';
import { discardedIn, type ParkingActs } from './parking/acts.js';
import { allParked, type Parked } from './parking/list.js';
import { qualified, tableSql } from './schema.js';
import { ShadowFold, type Target } from './shadow-fold.js';
import {
  checkpointsOf,
  foldedSoFar,
  standing,
  type FoldedSoFar,
  type PartitionOf,
} from './verify-targets.js';

/** Which views are folded anew and compared. `pool` needs the right to make a schema beside the live one. */
export interface VerifyProjections {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly projections: readonly AnyProjection[];
  /** Where discards of parked events are on record; without it there are none. */
  readonly acts?: ParkingActs;
  /** How a partitioned feed divides events; asked only where a view is fed by one. */
  readonly partitionOf?: PartitionOf;
  readonly onProgress?: OnProgress;
  /** Events per batch, 1 to 10,000; default 2,000. */
  readonly batch?: number;
}

/** Where the views are folded anew; made at the start of a verification and dropped at its end. */
const shadowSchema = 'read_verify';
/** Any number: two verifications of one database wait for each other. */
const verifyLock = 7_315_202_211;

/**
 * Folds every view anew from the feed, into tables beside the live ones, and compares. Works while the views move: the last part
 * is folded inside the snapshot that is compared, exactly as far as each checkpoint in that snapshot. Memory holds one batch,
 * whatever the length of the feed. Stricter than the live run: an event that a view does not fold is a finding, whether its rows are
 * parked or not; rows that wait are named instead of compared; an event that is discarded on record is left out and told. Rejects with
 * `StoreUnavailable` or with the database's error.
 */
export const verifyProjections = async (
  options: VerifyProjections,
): Promise<readonly Finding[]> => {
  const guard = await options.pool.connect();
  let broken: Error | undefined;
  try {
    await guard.query('select pg_advisory_lock($1)', [verifyLock]);
    await guard.query(
      `drop schema if exists ${shadowSchema} cascade; create schema ${shadowSchema}`,
    );
    for (const view of options.projections)
      await guard.query(tableSql(view, shadowSchema, 'unlogged table'));
    const findings = await compared(options);
    await guard.query(`drop schema ${shadowSchema} cascade`);
    return findings;
  } catch (error) {
    broken = error instanceof Error ? error : new Error('verification failed', { cause: error });
    throw error;
  } finally {
    // A connection that ends gives its advisory lock back, so a failed verification never blocks the next.
    if (!broken) await guard.query('select pg_advisory_unlock($1)', [verifyLock]);
    guard.release(broken);
  }
};

const compared = async (options: VerifyProjections): Promise<readonly Finding[]> => {
  const { store, pool, projections, acts, partitionOf = unknownPartition } = options;
  const tables = projections.map(({ table }) => table);
  const discarded = new Map<string, ReadonlySet<string>>();
  for (const table of tables) discarded.set(table, await discardedIn(store, acts, table));
  const lanes = projections.map((view) =>
    laneOf(view, shadowSchema, {
      held: { name: view.table, epoch: '0' },
      discarded: discarded.get(view.table) ?? new Set(),
    }),
  );
  const shadow = new ShadowFold(options, lanes);
  const before = foldedSoFar(await checkpointsOf(pool, tables), store, partitionOf);
  await shadow.upTo(targets(before, 'whole'), (work) => transaction(pool, work));
  for (const view of projections) await pool.query(`analyze ${qualified(shadowSchema, view)}`);
  return transaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read');
    const checkpoints = await checkpointsOf(client, tables);
    const exact = targets(foldedSoFar(checkpoints, store, partitionOf), 'furthest');
    await shadow.upTo(exact, (work) => work(client));
    const parked = await allParked(client, tables);
    const findings: Finding[] = [...shadow.broken, ...shadow.short(exact)];
    for (const { view } of shadow.sound) {
      const mine = parked.filter((one) => one.view === view.table).map(({ key }) => key);
      const except = [...mine, ...(shadow.waiting.get(view.table) ?? [])];
      findings.push(...(await compareTables(client, view, { schema: shadowSchema, except })));
    }
    const left = [...discarded].flatMap(([table, events]) =>
      [...events].map((event): Finding => ({ kind: 'discarded', table, event })),
    );
    return [...findings, ...parked.map(waits), ...left, ...standing(checkpoints, tables)];
  });
};

const targets = (
  folded: ReadonlyMap<string, FoldedSoFar>,
  how: 'whole' | 'furthest',
): ReadonlyMap<string, Target> =>
  new Map(
    [...folded].flatMap(([table, { [how]: to, includes }]) =>
      to === undefined ? [] : [[table, { to, includes }]],
    ),
  );

const waits = ({ view: table, key, position, reason }: Parked): Finding => ({
  ...{ kind: 'parked', table, key, position },
  detail: reason ?? 'behind another event of its row',
});

const unknownPartition: PartitionOf = () => {
  throw new Error('a view is fed in partitions, and nothing tells the partition of an event');
};
