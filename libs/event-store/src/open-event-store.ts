import { openPostgresEventStore } from './postgres/event-store.js';
import { EventStoreUrlError } from './event-store-url-error.js';
import type { EventStore } from './port.js';
import type { OnStoreTrouble } from './store-trouble.js';

/** Which store, and how it behaves; what concerns the other adapter is passed over. */
export interface EventStoreOptions {
  /** `postgres://…`, `esdb://…` or `esdb+discover://…`; default `databaseUrl`. */
  readonly url?: string;
  /** The deployment's PostgreSQL, migrated: the store itself, or the place of EventStoreDB's index. */
  readonly databaseUrl: string;
  /** Instead of the store's own clock: for seeds and tests. */
  readonly clock?: () => Date;
  /** PostgreSQL alone: false makes it behave as a store that cannot write several streams at once. */
  readonly atomicAcrossStreams?: boolean;
  /** EventStoreDB alone: whether this process takes its turn at keeping the index; default true. */
  readonly keepsIndex?: boolean;
  /** EventStoreDB alone: told of what the index meets. */
  readonly onTrouble?: OnStoreTrouble;
}

/**
 * Opens the adapter that the URL's scheme names. The client of EventStoreDB is loaded only where it is used. Rejects with
 * `EventStoreUrlError` for another scheme, and as the adapter does.
 */
export const openEventStore = async ({
  url,
  databaseUrl,
  clock,
  atomicAcrossStreams,
  keepsIndex,
  onTrouble,
}: EventStoreOptions): Promise<EventStore> => {
  const chosen = url ?? databaseUrl;
  const [scheme = ''] = chosen.split('://', 1);
  if (/^postgres(?:ql)?$/.test(scheme))
    return openPostgresEventStore({
      url: chosen,
      ...(clock && { clock }),
      ...(atomicAcrossStreams !== undefined && { atomicAcrossStreams }),
    });
  if (!/^esdb(?:\+discover)?$/.test(scheme))
    throw new EventStoreUrlError(
      'EVENT_STORE_URL: must begin with postgres://, esdb:// or esdb+discover://',
    );
  const { openEventStoreDb } = await import('./eventstoredb/event-store.js');
  return openEventStoreDb({
    ...{ url: chosen, databaseUrl },
    ...(clock && { clock }),
    ...(keepsIndex !== undefined && { keepsIndex }),
    ...(onTrouble && { onTrouble }),
  });
};
