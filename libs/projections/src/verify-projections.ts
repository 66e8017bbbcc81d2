import type { AnyProjection, Position } from '#kernel';
import type { EventStore } from '#event-store';
import { transaction, type Pool, type Queryable } from '#postgres';
import { laneOf, type Lane } from './batch.js';
import { readCheckpoints, type Checkpoint } from './checkpoints.js';
import { compareTables } from './compare-tables.js';
import type { Finding, OnProgress } from './findings.js';
import { qualified, tableSql } from './schema.js';
import { ShadowFold } from './shadow-fold.js';

export interface VerifyProjections {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly projections: readonly AnyProjection[];
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
 * whatever the length of the feed. Rejects with `StoreUnavailable`, with the database's error, or with `HandlerFailed`'s reason as a
 * finding when a view cannot be folded at all.
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
  const { pool, projections } = options;
  const lanes = projections.map((view) =>
    laneOf(view, shadowSchema, { name: view.table, epoch: '0' }),
  );
  const shadow = new ShadowFold(options, lanes);
  await shadow.upTo(await targetsOf(pool, lanes), (work) => transaction(pool, work));
  for (const view of projections) await pool.query(`analyze ${qualified(shadowSchema, view)}`);
  return transaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read');
    const targets = await targetsOf(client, lanes);
    await shadow.upTo(targets, (work) => work(client));
    const findings: Finding[] = [...shadow.broken, ...shadow.short(targets)];
    for (const { view } of shadow.sound)
      findings.push(...(await compareTables(client, view, shadowSchema)));
    const stored = await readCheckpoints(
      client,
      projections.map(({ table }) => table),
    );
    return [...findings, ...standing(stored, projections)];
  });
};

type Targets = ReadonlyMap<string, Position>;

const targetsOf = async (db: Queryable, lanes: readonly Lane[]): Promise<Targets> => {
  const stored = await readCheckpoints(
    db,
    lanes.map(({ view }) => view.table),
  );
  return new Map(
    stored.flatMap(({ name, position }) => (position === undefined ? [] : [[name, position]])),
  );
};

const standing = (
  stored: readonly Checkpoint[],
  projections: readonly AnyProjection[],
): readonly Finding[] =>
  projections.flatMap(({ table }): readonly Finding[] => {
    const found = stored.find(({ name }) => name === table);
    if (!found) return [{ kind: 'view-behind', table, detail: 'was never folded' }];
    return found.error
      ? [{ kind: 'view-behind', table, detail: `stands still: ${found.error}` }]
      : [];
  });
