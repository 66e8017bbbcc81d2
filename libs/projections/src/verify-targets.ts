import type { StoredEvent } from '#event-store';
import type { Position } from '#kernel';
import type { Queryable } from '#postgres';
import { readCheckpoints, type Checkpoint } from './checkpoints.js';
import type { Finding } from './findings.js';
import { lowest, tableOf } from './lanes.js';
import type { PositionOrder } from './watermarks.js';

/** Which events a live view has folded: all up to one position, or up to one for each of its partitions. */
export interface FoldedSoFar {
  /** Everything up to here; absent when some partition is at the beginning. */
  readonly whole: Position | undefined;
  /** Nothing beyond here; absent when nothing at all. */
  readonly furthest: Position | undefined;
  includes(event: StoredEvent): boolean;
}

/** The partition of `of` in which the feed delivers the event. */
export type PartitionOf = (event: StoredEvent, of: number) => number;

/** How far each view has come, for the views that were ever folded. */
export const foldedSoFar = (
  checkpoints: readonly Checkpoint[],
  order: PositionOrder,
  partitionOf: PartitionOf,
): ReadonlyMap<string, FoldedSoFar> =>
  new Map(
    [...Map.groupBy(checkpoints, ({ name }) => tableOf(name))].map(([table, found]) => {
      const positions = new Map(found.map(({ name, position }) => [partitionIn(name), position]));
      const reached = [...positions.values()].filter((position) => position !== undefined);
      const placeOf = (event: StoredEvent) =>
        positions.get(found[0]?.name === table ? undefined : partitionOf(event, found.length));
      return [
        table,
        {
          whole: lowest([...positions.values()], order),
          furthest: reached.toSorted((a, b) => order.comparePositions(a, b)).at(-1),
          includes: (event) => {
            const place = placeOf(event);
            return place !== undefined && order.comparePositions(event.meta.position, place) <= 0;
          },
        },
      ];
    }),
  );

const partitionIn = (name: string): number | undefined => {
  const partition = /#(\d+)\//.exec(name)?.[1];
  return partition === undefined ? undefined : Number(partition);
};

export const checkpointsOf = async (db: Queryable, tables: readonly string[]) =>
  (await readCheckpoints(db)).filter(({ name }) => tables.includes(tableOf(name)));

/** Views that were never folded, or that stand still. */
export const standing = (
  checkpoints: readonly Checkpoint[],
  tables: readonly string[],
): readonly Finding[] =>
  tables.flatMap((table): readonly Finding[] => {
    const found = checkpoints.filter(({ name }) => tableOf(name) === table);
    if (found.length === 0) return [{ kind: 'view-behind', table, detail: 'was never folded' }];
    const error = found.find((one) => one.error !== undefined)?.error;
    return error === undefined
      ? []
      : [{ kind: 'view-behind', table, detail: `stands still: ${error}` }];
  });
