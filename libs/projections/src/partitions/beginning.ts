import type { Position } from '#kernel';
import type { Lane } from '../batch.js';
import { isBefore } from '../lanes.js';
import type { PositionOrder } from '../watermarks.js';
import { offsetKey, type Offset, type OffsetRange, type PartitionedFeed } from './feed.js';
import type { Beginning } from './stretch.js';

interface Held {
  readonly feed: Pick<PartitionedFeed, 'name'>;
  /** What can be read of each partition. */
  readonly ranges: ReadonlyMap<number, OffsetRange>;
  readonly order: PositionOrder;
}

/**
 * Which lanes the partitions can feed. Of those for whom they hold everything, only the furthest: whoever is behind these would have
 * them wait, and the store is read faster.
 */
export const beginningOf = (
  lanes: readonly Lane[],
  partitions: readonly number[],
  { feed, ranges, order }: Held,
): Beginning => {
  const offsetOf = ({ held }: Lane, one: number) => held.offsets?.[offsetKey(feed, one)];
  const able = lanes.filter((lane) =>
    partitions.every((one) => holds(ranges.get(one), offsetOf(lane, one))),
  );
  const furthest = able.reduce<Position | undefined>(
    (most, { held }) => (isBefore(order, most, held.position) ? held.position : most),
    undefined,
  );
  const level = able.filter(({ held }) => held.position === furthest);
  const beginOf = (one: number): Offset =>
    level
      .map((lane) => offsetOf(lane, one) ?? '0')
      .reduce((a, b) => (BigInt(b) < BigInt(a) ? b : a), ranges.get(one)?.end ?? '0');
  return {
    level,
    behind: lanes.filter((lane) => !level.includes(lane)),
    begin: new Map(partitions.map((one) => [one, beginOf(one)])),
  };
};

const holds = (range: OffsetRange | undefined, offset: Offset | undefined): boolean =>
  range !== undefined &&
  offset !== undefined &&
  BigInt(range.first) <= BigInt(offset) &&
  BigInt(offset) <= BigInt(range.end);
