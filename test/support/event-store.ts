import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer, type EventStoreDbServer, type ServerOptions } from './eventstoredb/server.js';

/** Where a whole system under test keeps its events. */
export interface ChosenEventStore {
  /** Nothing: in the database. */
  readonly url: string | undefined;
  stop(): Promise<void>;
}

/** A server of the test's own. */
export interface FreshEventStore extends ChosenEventStore {
  readonly url: string;
  readonly server: EventStoreDbServer;
  /** Breaks every connection. */
  sever(): Promise<void>;
}

/** PostgreSQL, or a fresh EventStoreDB server where `TEST_EVENT_STORE` is `eventstoredb`: any story can be told on either. */
export const chosenEventStore = async (): Promise<ChosenEventStore> =>
  process.env['TEST_EVENT_STORE'] === 'eventstoredb'
    ? freshEventStore()
    : { url: undefined, stop: () => Promise.resolve() };

export interface FreshOptions extends Partial<ServerOptions> {
  /** The connection string for a port; default in the clear, for everybody. */
  readonly way?: (port: number) => string;
}

export const freshEventStore = async ({
  way = inTheClear,
  ...options
}: FreshOptions = {}): Promise<FreshEventStore> => {
  const folder = await mkdtemp(join(tmpdir(), 'esdb-'));
  const server = await startServer({ folder, ...options });
  return {
    url: way(server.port),
    ...{ server, sever: () => server.sever() },
    stop: async () => {
      server.stop();
      await rm(folder, { recursive: true });
    },
  };
};

const inTheClear = (port: number) => `esdb://127.0.0.1:${String(port)}?tls=false`;
