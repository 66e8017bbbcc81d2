import type { EventStore, StoredEvent } from '#event-store';
import type { Consequence } from '#kernel';

/** What an operator asked to be done with what is parked in a view. */
export type ParkingRequest =
  /** Try again: all that waits, or what waits with one key. */
  | { readonly kind: 'retry'; readonly view: string; readonly key?: string | undefined }
  /** Leave one parked event out of the view for good and try what waits behind it. */
  | { readonly kind: 'discard'; readonly view: string; readonly event: string };

/** Requests and discards as the context that records them tells of them: this library knows no context. */
export interface ParkingActs {
  /** Types of the events that hold a request. */
  readonly requests: readonly string[];
  requestOf(event: StoredEvent): ParkingRequest | undefined;
  /** The stream that holds all discards of a view. */
  streamOf(view: string): string;
  /** The id of the event that this one, of that stream, puts on record as discarded. */
  discardedBy(event: StoredEvent): string | undefined;
  /** The command that puts a discard on record; answered alike when it is there already. */
  confirmDiscard(view: string, event: string): Consequence;
}

const page = 1_000;

/**
 * The events that are discarded from a view on record: whoever folds it anew passes them over, so that live and rebuilt views agree.
 * Rejects with `StoreUnavailable`.
 */
export const discardedIn = async (
  store: EventStore,
  acts: ParkingActs | undefined,
  view: string,
): Promise<ReadonlySet<string>> => {
  const discarded = new Set<string>();
  if (!acts) return discarded;
  for (let from = 0; ; from += page) {
    const events = await store.read(acts.streamOf(view), { from, limit: page });
    for (const event of events) {
      const id = acts.discardedBy(event);
      if (id !== undefined) discarded.add(id);
    }
    if (events.length < page) return discarded;
  }
};
