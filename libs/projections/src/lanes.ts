import type { Position } from '#kernel';
import { transaction, type Client, type Pool, type Queryable } from '#postgres';
import { claim, readCheckpoints, type Checkpoint } from './checkpoints.js';
import { liveSchema } from './schema.js';
import type { PositionOrder } from './watermarks.js';

// A view that is fed from the store has one checkpoint, called as its table. Fed in partitions it has one for each, called
// `table#3/12`: partition 3 of 12. Whoever claims in the one way takes the checkpoints of the other over.

export interface Partitions {
  /** Those to be claimed, from 0. */
  readonly mine: readonly number[];
  /** How many there are in all. */
  readonly of: number;
}

export const partName = (table: string, partition: number, of: number): string =>
  `${table}#${String(partition)}/${String(of)}`;

/** The view whose checkpoint it is. */
export const tableOf = (name: string): string => name.split('#', 1)[0] ?? name;

/** Into how many checkpoints a view with a checkpoint of this name is divided. */
export const partitionsOf = (name: string): number => Number(/\/(\d+)$/.exec(name)?.[1] ?? 1);

/** Any number: claims wait for each other, so that two that come together do not both make the rows. */
const claimLock = 7_315_202_212;

/** The lowest place of all; none when one of them is at the beginning. */
export const lowest = (
  positions: readonly (Position | undefined)[],
  order: PositionOrder,
): Position | undefined =>
  positions.reduce((a, b) => {
    if (a === undefined || b === undefined) return undefined;
    return order.comparePositions(a, b) <= 0 ? a : b;
  });

/** Whether one place lies before another; none is the beginning, before all others. */
export const isBefore = (
  order: PositionOrder,
  a: Position | undefined,
  b: Position | undefined,
): boolean => b !== undefined && (a === undefined || order.comparePositions(a, b) < 0);

/**
 * Takes views over as wholes, whoever held them and however they were fed. Those fed in partitions go on from the last of these. To be
 * fed from the store means to forget the offsets of any other feed: as time goes by they tell less and less.
 */
export const claimTables = (
  pool: Pool,
  tables: readonly string[],
  { order, feed }: { readonly order: PositionOrder; readonly feed: 'store' | 'partitions' },
): Promise<readonly Checkpoint[]> =>
  transaction(pool, async (client) => {
    for (const [table, found] of await lockAll(client, tables))
      if (found.some(({ name }) => name !== table))
        await remake(client, table, [table], { found, order });
    if (feed === 'store')
      await client.query(
        `update ${liveSchema}.checkpoints set offsets = null where name = any($1) and offsets is not null`,
        [tables],
      );
    return claim(client, tables);
  });

/**
 * Takes partitions of views over. A view that was whole, or had another number of partitions, is divided anew: every partition then
 * begins where the view stood at the latest, and what its rows hold already is passed over.
 */
export const claimPartitions = (
  pool: Pool,
  tables: readonly string[],
  { mine, of }: Partitions,
  order: PositionOrder,
): Promise<readonly Checkpoint[]> =>
  transaction(pool, async (client) => {
    const locked = await lockAll(client, tables);
    for (const table of tables) {
      const names = Array.from({ length: of }, (_, partition) => partName(table, partition, of));
      const found = locked.get(table) ?? [];
      const known = new Set(found.map(({ name }) => name));
      if (known.size !== of || !names.every((name) => known.has(name)))
        await remake(client, table, names, { found, order });
    }
    return claim(
      client,
      tables.flatMap((table) => mine.map((partition) => partName(table, partition, of))),
    );
  });

const lockAll = async (client: Client, tables: readonly string[]) => {
  await client.query('select pg_advisory_xact_lock($1)', [claimLock]);
  await client.query(
    `select 1 from ${liveSchema}.checkpoints where split_part(name, '#', 1) = any($1) order by name for update`,
    [tables],
  );
  const found = (await readCheckpoints(client)).filter(({ name }) =>
    tables.includes(tableOf(name)),
  );
  return Map.groupBy(found, ({ name }) => tableOf(name));
};

/** Puts new checkpoints in the place of those found. */
const remake = async (
  client: Client,
  table: string,
  names: readonly string[],
  { found, order }: { readonly found: readonly Checkpoint[]; readonly order: PositionOrder },
): Promise<void> => {
  const position =
    found.length > 0
      ? lowest(
          found.map((one) => one.position),
          order,
        )
      : undefined;
  const events = found.reduce((sum, one) => sum + one.events, 0);
  await client.query(`delete from ${liveSchema}.checkpoints where name = any($1)`, [
    found.map(({ name }) => name),
  ]);
  await client.query(
    `insert into ${liveSchema}.checkpoints (name, position, events, parked)
select name, $2, case when place = 1 then $3::bigint else 0 end, (select count(*) from ${liveSchema}.parked where view = $4)
from unnest($1::text[]) with ordinality as r(name, place)`,
    [names, position ?? null, events, table],
  );
};

/** The views none of whose checkpoints has had a sign of life for `leaseMs`; one that stands on an error is left to its holder. */
export const abandonedTables = async (
  db: Queryable,
  tables: readonly string[],
  leaseMs: number,
): Promise<readonly string[]> => {
  const found = await db.query<{ table: string }>(
    `select split_part(name, '#', 1) as "table" from ${liveSchema}.checkpoints where split_part(name, '#', 1) = any($1)
group by 1 having max(updated_at) < now() - $2 * interval '1 millisecond' and bool_and(error is null)`,
    [tables, leaseMs],
  );
  return found.rows.map(({ table }) => table);
};
