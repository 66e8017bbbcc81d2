import { eventStoreMigrations, openEventStore, type EventStore } from '#event-store';
import { migrate, openPool } from '#postgres';
import { freshDatabase } from '../../support/database.js';
import { BareFeed } from '../../support/eventstoredb/bare-feed.js';
import { startServerProcess, type ServerProcess } from '../../support/eventstoredb/process.js';

/** A server as a process that can be killed and frozen, and two processes' worth of stores on it. */
export interface Ground {
  readonly server: ServerProcess;
  readonly databaseUrl: string;
  readonly stores: readonly [EventStore, EventStore];
  readonly feed: BareFeed;
  close(): Promise<void>;
}

/** `options` of the connection string besides `tls=false`. */
export const openGround = async (options = ''): Promise<Ground> => {
  const server = await startServerProcess(`tls=false${options}`);
  const { url: databaseUrl, drop } = await freshDatabase();
  const pool = openPool(databaseUrl, { application: 'faults', max: 2 });
  await migrate(pool, eventStoreMigrations);
  await pool.end();
  const open = () => openEventStore({ url: server.url, databaseUrl });
  const stores = [await open(), await open()] as const;
  const feed = new BareFeed(server.url);
  return {
    ...{ server, databaseUrl, stores, feed },
    close: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await feed.close();
      await server.remove();
      await drop();
    },
  };
};
