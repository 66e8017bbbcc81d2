import { eventStoreMigrations, type EventStore } from '#event-store';
import { migrate, openPool } from '#postgres';
import { freshDatabase } from '../../../../test/support/database.js';
import { freshEventStore, type FreshOptions } from '../../../../test/support/event-store.js';
import type { EventStoreDbServer } from '../../../../test/support/eventstoredb/server.js';
import { wireTo } from '../../../../test/support/wire.js';
import { openEventStoreDb, type EventStoreDbOptions } from '../../src/eventstoredb/event-store.js';
import type { Subject } from './subject.js';

/** A server, and how its connections are broken. */
interface Server {
  /** The test's own; a given one is out of its hands. */
  readonly server?: EventStoreDbServer;
  readonly url: string;
  sever(): Promise<void>;
  stop(): Promise<void>;
}

/** A server of the test's own, or a way to the one that `ESDB_URL` names: one node, in the clear. */
export const eventStoreDbServer = async (options: FreshOptions = {}): Promise<Server> => {
  const given = process.env['ESDB_URL'];
  if (given !== undefined) {
    const wire = await wireTo(given);
    const sever = async () => {
      await wire.cut();
      await wire.mend();
    };
    return { url: wire.url, sever, stop: () => wire.close() };
  }
  return freshEventStore(options);
};

export interface EventStoreDbSubject extends Subject {
  readonly server: EventStoreDbServer | undefined;
  readonly url: string;
  readonly databaseUrl: string;
  /** Another store over the same data, as another process has it. */
  another(options?: Partial<EventStoreDbOptions>): Promise<EventStore>;
}

/** A store on a server of its own with an index of its own; on a shared server, one that begins at the end of what is there. */
export const freshEventStoreDb = async (
  options: Partial<EventStoreDbOptions> = {},
  serverOptions: FreshOptions = {},
): Promise<EventStoreDbSubject> => {
  const server = await eventStoreDbServer(serverOptions);
  const { url: databaseUrl, drop } = await freshDatabase();
  const pool = openPool(databaseUrl, { application: 'spec', max: 2 });
  await migrate(pool, eventStoreMigrations);
  await pool.end();
  const basis = { url: server.url, databaseUrl };
  const since = process.env['ESDB_URL'] === undefined ? undefined : await endOf(basis);
  const stores: EventStore[] = [];
  const another = async (other: Partial<EventStoreDbOptions> = {}) => {
    const begins = since === undefined ? {} : { since };
    const store = await openEventStoreDb({ ...basis, ...begins, ...options, ...other });
    stores.push(store);
    return store;
  };
  const dispose = async () => {
    await Promise.all(stores.map((store) => store.close()));
    await server.stop();
    await drop();
  };
  const store = await another().catch(async (error: unknown) => {
    await dispose();
    throw error;
  });
  const sever = () => server.sever();
  return { ...basis, ...{ server: server.server, store, another, sever, dispose } };
};

const endOf = async (basis: Pick<EventStoreDbOptions, 'url' | 'databaseUrl'>) => {
  const store = await openEventStoreDb({ ...basis, keepsIndex: false });
  const head = await store.head();
  await store.close();
  return head;
};
