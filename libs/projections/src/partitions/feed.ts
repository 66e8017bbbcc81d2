import type { StoredEvent } from '#event-store';
import type { Position } from '#kernel';

/** A place in one partition: a decimal number, below 2^63, that rises along it. */
export type Offset = string;

/** One thing that a partition delivers. */
export type FeedRecord = { readonly offset: Offset } & (
  | { readonly kind: 'event'; readonly event: StoredEvent }
  /** Every event of this partition up to and including `position` has been delivered. */
  | { readonly kind: 'watermark'; readonly position: Position }
  /** Nobody can tell what it is. The store can: whoever meets it reads on there. */
  | { readonly kind: 'unreadable'; readonly reason: string }
);

/** A part of one partition, in order and without a gap. */
export interface Delivery {
  readonly partition: number;
  /** From where this was asked for: nothing between there and the first record was left out. */
  readonly from: Offset;
  readonly records: readonly FeedRecord[];
  /** Where reading goes on after these. */
  readonly next: Offset;
}

/** Who takes what a feed delivers. */
export interface FeedListener {
  /**
   * These partitions, and no others, are this member's from now on. Answers where each begins; nothing of them may be delivered
   * before. A later call may come while this one is under way, which is then of no account.
   */
  assigned(partitions: readonly number[]): Promise<ReadonlyMap<number, Offset>>;
  /** Whether an event of this type matters. One that does not may be delivered as a watermark at its position. */
  wants(type: string): boolean;
  /** Resolves when more of the partition may be delivered; until then the feed must hold it back. Never rejects. */
  delivered(delivery: Delivery): Promise<void>;
}

/** What can be read of a partition: from `first` to before `end`. */
export interface OffsetRange {
  readonly first: Offset;
  readonly end: Offset;
}

/**
 * A feed in partitions, filled from the store: every event is delivered at least once in the partition of its first subject, and in
 * each partition the first deliveries follow the order of the store, as do the watermarks among them. What was delivered long ago may
 * be gone. Members share the partitions; who loses one may hear of it late.
 */
export interface PartitionedFeed {
  /** What the offsets belong to; they mean nothing under another name. */
  readonly name: string;
  /** How many partitions there are; never changes under one name. */
  readonly partitions: number;
  /** From 0, as the relay divides them. */
  partitionOf(event: StoredEvent): number;
  /**
   * Why nothing of it may be folded, in one line for people; undefined when it is what it has to be: in so many partitions and, asked
   * `anew`, which takes longer, filled from no other store than the one that is here now. Rejects when one of the two is out of reach.
   */
  unfit(anew: boolean, signal: AbortSignal): Promise<string | undefined>;
  /** Rejects when the feed is out of reach. */
  ranges(partitions: readonly number[]): Promise<ReadonlyMap<number, OffsetRange>>;
  /**
   * Becomes a member: of those who share the partitions, or of those of whom one has all of them and the others wait. Connects and
   * reconnects by itself.
   */
  join(how: 'shared' | 'alone', listener: FeedListener): FeedMembership;
}

/** A member, until it leaves. */
export interface FeedMembership {
  /** Delivers nothing any more once it resolves. */
  leave(): Promise<void>;
}

/** Under what the offset of a partition is kept with a checkpoint. */
export const offsetKey = ({ name }: Pick<PartitionedFeed, 'name'>, partition: number): string =>
  `${name}/${String(partition)}`;
