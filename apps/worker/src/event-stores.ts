import { openPostgresEventStore, type EventStore } from '#event-store';
import { StartFailure } from '#process';

export interface StorePlace {
  /** Of the views and the vault. */
  readonly databaseUrl: string;
  /** Default the database's. */
  readonly eventStoreUrl?: string | undefined;
  readonly clock?: (() => Date) | undefined;
  readonly atomicAcrossStreams: boolean;
}

const onPostgres = ({ databaseUrl, eventStoreUrl, clock, atomicAcrossStreams }: StorePlace) => {
  if (eventStoreUrl !== undefined && eventStoreUrl !== databaseUrl)
    throw new StartFailure(
      'EVENT_STORE_URL must be the same as DATABASE_URL, or left out, when it is a PostgreSQL: its events and views are one database.',
    );
  // Without a clock of its own the store has the database's.
  return openPostgresEventStore({ url: databaseUrl, atomicAcrossStreams, ...(clock && { clock }) });
};

/** The adapters, by the schemes of `EVENT_STORE_URL`. */
const adapters: Readonly<Record<string, (place: StorePlace) => Promise<EventStore>>> = {
  'postgres:': onPostgres,
  'postgresql:': onPostgres,
};

/** Opens the store at its URL. Rejects with `StartFailure` for a URL that no adapter takes, and as the adapter does. */
export const openEventStore = async (place: StorePlace): Promise<EventStore> => {
  const { protocol } = new URL(place.eventStoreUrl ?? place.databaseUrl);
  const open = adapters[protocol];
  if (!open)
    throw new StartFailure(
      `EVENT_STORE_URL names a store that this release has no adapter for; it has ${Object.keys(adapters).join(', ')}.`,
    );
  return open(place);
};
