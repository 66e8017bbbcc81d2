import {
  eventStoreMigrations,
  openPostgresEventStore,
  type EventStore,
  type PostgresEventStoreOptions,
} from '#event-store';
import { migrate, openPool, type Pool } from '#postgres';
import { freshDatabase } from '../../../../test/support/database.js';
import type { Subject } from './subject.js';

/** A store in a database of its own, with a superuser's way in. */
export interface PostgresSubject extends Subject {
  readonly url: string;
  readonly pool: Pool;
  /** Another store over the same data, as another process has it. */
  another(): Promise<EventStore>;
}

const severed = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'spec'`;

export const freshPostgresStore = async (
  options: Omit<PostgresEventStoreOptions, 'url'> = {},
): Promise<PostgresSubject> => {
  const { url, drop } = await freshDatabase();
  const pool = openPool(url, { application: 'spec' });
  await migrate(pool, eventStoreMigrations);
  const stores = [await openPostgresEventStore({ url, ...options })];
  return {
    url,
    pool,
    store: stores[0]!,
    another: async () => {
      const store = await openPostgresEventStore({ url, ...options });
      stores.push(store);
      return store;
    },
    sever: async () => {
      await pool.query(severed);
    },
    dispose: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await pool.end();
      await drop();
    },
  };
};
