import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from './eventstoredb/server.js';

/** Where a whole system under test keeps its events. */
export interface ChosenEventStore {
  /** Nothing: in the database. */
  readonly url: string | undefined;
  stop(): Promise<void>;
}

/** A server of the test's own. */
export interface FreshEventStore extends ChosenEventStore {
  readonly url: string;
  /** Breaks every connection. */
  sever(): Promise<void>;
}

/** PostgreSQL, or a fresh EventStoreDB server where `TEST_EVENT_STORE` is `eventstoredb`: any story can be told on either. */
export const chosenEventStore = async (): Promise<ChosenEventStore> =>
  process.env['TEST_EVENT_STORE'] === 'eventstoredb'
    ? freshEventStore()
    : { url: undefined, stop: () => Promise.resolve() };

export const freshEventStore = async (): Promise<FreshEventStore> => {
  const folder = await mkdtemp(join(tmpdir(), 'esdb-'));
  const server = await startServer({ folder });
  return {
    url: `esdb://127.0.0.1:${String(server.port)}?tls=false`,
    sever: () => server.sever(),
    stop: async () => {
      server.stop();
      await rm(folder, { recursive: true });
    },
  };
};
