import { eventStoreMigrations, openPostgresEventStore, type EventStore } from '#event-store';
import type { AnyProjection } from '#kernel';
import { migrate, openPool, type Pool } from '#postgres';
import { projectionMigrations } from '../src/index.js';

export interface Ground {
  readonly url: string;
  readonly store: EventStore;
  readonly pool: Pool;
  /** All rows of a view's table as they are stored, by key. */
  stored(view: AnyProjection): Promise<Record<string, object>>;
  leave(): Promise<void>;
}

/** A store and empty views in a new database, which is dropped on leaving. */
export const groundIn = async (
  { url, drop }: { readonly url: string; drop(): Promise<void> },
  projections: readonly AnyProjection[],
): Promise<Ground> => {
  const pool = openPool(url, { max: 6, application: 'projections-spec' });
  await migrate(pool, [...eventStoreMigrations, ...projectionMigrations(projections)]);
  const store = await openPostgresEventStore({ url });
  return {
    url,
    store,
    pool,
    stored: async ({ table }) => {
      const found = await pool.query<{ key: string; doc: object }>(
        `select key, doc from read.${table}`,
      );
      return Object.fromEntries(found.rows.map(({ key, doc }) => [key, doc]));
    },
    leave: async () => {
      await store.close();
      await pool.end();
      await drop();
    },
  };
};

/** Waits until `condition` holds; throws after `milliseconds`. */
export const until = async (
  condition: () => boolean | Promise<boolean>,
  milliseconds = 10_000,
): Promise<void> => {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** A store whose readers of the feed wait for `before` each time. */
export const heldUp = (store: EventStore, before: () => Promise<unknown>): EventStore =>
  new Proxy(store, {
    get: (target, name: keyof EventStore) =>
      name === 'readAll'
        ? async (...args: Parameters<EventStore['readAll']>) => {
            await before();
            return target.readAll(...args);
          }
        : (target[name] as () => unknown).bind(target),
  });
