import type { Dispatcher, EventStore } from '#event-store';
import type { Message, Position, Projection } from '#kernel';
import type { Pool } from '#postgres';
import { BadCursor, rows, type Rows, type Watermarks } from '#projections';
import type { Vault } from '#vault';
import { failure } from '../execution/failures.js';

/** What queries answer from. */
export interface ReadSources {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly watermarks: Watermarks;
  readonly store: EventStore;
  readonly dispatcher: Dispatcher;
  /** The clock of decisions; default the system's. */
  readonly clock?: () => Date;
}

/** Injection token of `ReadModels`. */
export const READ_MODELS = Symbol('ReadModels');

/** How long a query waits for its views to have come as far as the caller has seen. */
const patienceMs = 5_000;

/** The read side as resolvers use it. */
export class ReadModels {
  readonly pool: Pool;
  readonly vault: Vault;
  readonly store: EventStore;
  readonly dispatcher: Dispatcher;
  readonly now: () => Date;

  constructor(private readonly sources: ReadSources) {
    this.pool = sources.pool;
    this.vault = sources.vault;
    this.store = sources.store;
    this.dispatcher = sources.dispatcher;
    this.now = sources.clock ?? (() => new Date());
  }

  of<E extends Message, Row extends object>(view: Projection<E, Row>): Rows<Row> {
    return rows(this.pool, view);
  }

  /** Waits until the views hold the event at `atLeast`. Throws `VIEW_BEHIND` rather than let an older view answer. */
  async atLeast(position: Position | null | undefined, ...views: readonly { table: string }[]) {
    if (position === null || position === undefined) return;
    if (!this.store.isPosition(position)) {
      throw failure('BAD_USER_INPUT', '"atLeast" is not a position');
    }
    const head = await this.store.head();
    if (head === undefined || this.store.comparePositions(position, head) > 0) {
      throw failure('BAD_USER_INPUT', '"atLeast" lies beyond the end of the feed');
    }
    const names = views.map(({ table }) => table);
    const answer = await this.sources.watermarks.waitFor(names, position, patienceMs);
    if (answer === 'timed-out') {
      throw failure(
        'VIEW_BEHIND',
        `the view has not come to ${position} yet; ask again in a moment`,
      );
    }
  }
}

/** A page's cursor or size that cannot be is the caller's fault and named as such. */
export const paged = async <T>(ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof BadCursor)
      throw failure('BAD_USER_INPUT', '"after" is not a cursor of this list');
    if (error instanceof RangeError)
      throw failure('BAD_USER_INPUT', '"first" must be between 1 and 500');
    throw error;
  }
};
