import type { Instant, Position } from '#kernel';
import type { CopiedFrom } from './copied-from.js';

/** An event as it goes from one store to another: JSON as text, so that nothing between the stores can change it. */
export interface CopiedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  /** Without subjects, and without `copiedFrom`. */
  readonly meta: string;
  readonly subjects: readonly string[];
  readonly recordedAt: Instant;
  /** Where it lies in the store that it was read from. */
  readonly position: Position;
  /** Where it lay in the store from which that store has it. */
  readonly copiedFrom?: CopiedFrom;
}

/** What can never be copied as the stores stand. One line for whoever asked; nothing mends it but another target. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused';
}

/** The target does not end where the copy took it to end: another copier was first, or its end is to be asked for again. */
export const elsewhere = Symbol('elsewhere');

/**
 * A store as a copy sees it, without the platform: one end from which it reads or to which it writes. Every method rejects with
 * `StoreUnavailable` when the store is out of reach; what a rejected `take` wrote is told by `tail`.
 */
export interface CopySide {
  readonly kind: CopiedFrom['store'];
  /** The feed after a position (exclusive), in order; empty at its end. `limit` from 1 to 10,000. */
  read(after: Position | undefined, limit: number): Promise<readonly CopiedEvent[]>;
  /** The last events of the feed, at most so many, in its order. */
  tail(limit: number): Promise<readonly CopiedEvent[]>;
  /**
   * Writes events behind `after`, the target's last position, with their own revisions and moments and `from` the kind of store they
   * were read from. Whatever ends it in the middle, what is written is a first part of them, in order. Answers the new last
   * position. Rejects with `CopyRefused` when something else writes into the store.
   */
  take(
    after: Position | undefined,
    events: readonly CopiedEvent[],
    from: CopiedFrom['store'],
  ): Promise<Position | typeof elsewhere>;
  close(): Promise<void>;
}
