import {
  EventStoreUrlError,
  openEventStore,
  type EventStore,
  type OnStoreTrouble,
} from '#event-store';
import { StartFailure } from '#process';

export interface StorePlace {
  /** Of the views and the vault. */
  readonly databaseUrl: string;
  /** Default the database's. */
  readonly eventStoreUrl?: string | undefined;
  readonly clock?: (() => Date) | undefined;
  readonly atomicAcrossStreams: boolean;
  readonly onStoreTrouble?: OnStoreTrouble | undefined;
}

/**
 * Opens the store at its URL. Rejects with `StartFailure`, one line naming the variable, for a URL that no adapter takes or that
 * contradicts itself, and as the adapter does.
 */
export const openStore = async (place: StorePlace): Promise<EventStore> => {
  const { databaseUrl, eventStoreUrl, clock, atomicAcrossStreams, onStoreTrouble } = place;
  const other = eventStoreUrl !== undefined && eventStoreUrl !== databaseUrl;
  if (other && /^postgres(?:ql)?:/.test(eventStoreUrl))
    throw new StartFailure(
      'EVENT_STORE_URL must be the same as DATABASE_URL, or left out, when it is a PostgreSQL: its events and views are one database.',
    );
  try {
    return await openEventStore({
      ...{ databaseUrl, atomicAcrossStreams },
      ...(eventStoreUrl !== undefined && { url: eventStoreUrl }),
      // Without a clock of its own the store has the database's.
      ...(clock && { clock }),
      ...(onStoreTrouble && { onTrouble: onStoreTrouble }),
    });
  } catch (error) {
    throw error instanceof EventStoreUrlError ? new StartFailure(error.message) : error;
  }
};
