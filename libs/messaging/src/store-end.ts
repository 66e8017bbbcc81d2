import type { EventStore } from '#event-store';
import type { Position } from '#kernel';
import type { FeedRecord } from '#projections';
import { pause } from './pause.js';

/** What is asked of a store to tell whether it has a position. */
export type Positions = Pick<EventStore, 'head' | 'isPosition' | 'comparePositions'>;

/** The first answer may be of a question that was under way before the message came. */
const atOnce = 2;
const tries = 4;
const pauseMs = 500;

/** How far a store goes, as far as it is known: asked only when a message says that it goes further. */
export class StoreEnd {
  #known: Position | undefined;
  #asking: Promise<void> | undefined;

  constructor(readonly store: Positions) {}

  /** Whether the position lies at or before the known end. */
  has(position: Position): boolean {
    return this.#known !== undefined && this.store.comparePositions(position, this.#known) <= 0;
  }

  /**
   * Whether the position, of a message that was there before this is called, lies at or before the end. Asked several times before it
   * is denied, for a node of the store may lag behind another. Rejects when the store is out of reach; of no account once `signal`
   * aborts.
   */
  async reaches(position: Position, signal: AbortSignal): Promise<boolean> {
    for (let tried = 0; !this.has(position); tried += 1) {
      if (tried === tries || signal.aborted) return false;
      if (tried >= atOnce) await pause(pauseMs, signal);
      await this.#ask();
    }
    return true;
  }

  /** The store may have been restored to an earlier moment. */
  forget(): void {
    this.#known = undefined;
  }

  #ask(): Promise<void> {
    this.#asking ??= this.store
      .head()
      .then((head) => {
        if (head !== undefined && !this.has(head)) this.#known = head;
      })
      .finally(() => {
        this.#asking = undefined;
      });
    return this.#asking;
  }
}

/**
 * The records as they may be believed: whoever can write into the topic can name any position, and one beyond the end would have the
 * events up to there passed over as repeats. What names a place that the store does not have is unreadable. Rejects when the store is
 * out of reach.
 */
export const believed = async (
  records: readonly FeedRecord[],
  end: StoreEnd,
  signal: AbortSignal,
): Promise<readonly FeedRecord[]> => {
  const formed = records.map((record) => {
    const position = positionOf(record);
    if (position === undefined || end.store.isPosition(position)) return record;
    return unreadable(record, 'its position is none of this store');
  });
  const furthest = formed.map(positionOf).reduce((a, b) => {
    if (a === undefined || b === undefined) return a ?? b;
    return end.store.comparePositions(a, b) < 0 ? b : a;
  }, undefined);
  if (furthest === undefined || end.has(furthest) || (await end.reaches(furthest, signal)))
    return formed;
  return formed.map((record) => {
    const position = positionOf(record);
    if (position === undefined || end.has(position)) return record;
    return unreadable(record, 'its position lies beyond the end of the store');
  });
};

const positionOf = (record: FeedRecord): Position | undefined =>
  record.kind === 'event'
    ? record.event.meta.position
    : record.kind === 'watermark'
      ? record.position
      : undefined;

const unreadable = ({ offset }: FeedRecord, reason: string): FeedRecord => ({
  ...{ offset, kind: 'unreadable', reason },
});
