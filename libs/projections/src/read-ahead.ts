import type { EventStore, StoredEvent } from '#event-store';
import type { Position } from '#kernel';

interface Asked {
  readonly from: Position | undefined;
  readonly limit: number;
  readonly events: Promise<readonly StoredEvent[]>;
}

/** Reads the feed of a store; while one page is being worked on the next may be under way. */
export class ReadAhead {
  #next: Asked | undefined;

  constructor(private readonly store: Pick<EventStore, 'readAll'>) {}

  /** The page after `from`: the one that was asked for ahead, if it is that. */
  read(from: Position | undefined, limit: number): Promise<readonly StoredEvent[]> {
    const next = this.#next;
    this.#next = undefined;
    if (next?.from === from && next?.limit === limit) return next.events;
    return this.store.readAll(from, undefined, limit);
  }

  ahead(from: Position | undefined, limit: number): void {
    const events = this.store.readAll(from, undefined, limit);
    // Whoever takes it up meets the failure; if nobody does, it is of no importance.
    events.catch(() => undefined);
    this.#next = { from, limit, events };
  }

  /** After a failure: the store may be another than the one that was read. */
  forget(): void {
    this.#next = undefined;
  }
}
