import { EventStoreUrlError } from '../event-store-url-error.js';
import type { EventIndex } from './event-index.js';
import { comparePlaces, comparePositions, positionOf, type Place } from './positions.js';
import { lastPlace, readStream } from './readers.js';
import type { Reading } from './reading.js';
import { UnreadableEvent } from './stored.js';

/**
 * Whether the store is the one that the database knows, and not behind it: what an index that is ahead has passed is looked for in no
 * feed, and new events that take those places would never be found. Throws `EventStoreUrlError`, one line.
 */
export const requireFit = async (index: EventIndex, reading: Reading): Promise<void> => {
  // The index first: the store only grows meanwhile.
  const { place } = await index.progress();
  const last = await index.last();
  const end = await lastPlace(reading);
  if (comparePlaces(place, end) > 0) throw misfit(place);
  if (last && !(await isThere(reading, last))) throw misfit(last.place);
};

/** Also where the store has grown past the place since: then another event, or none, is where the last one was. */
const isThere = async (
  reading: Reading,
  { stream, revision, id, place }: NonNullable<Awaited<ReturnType<EventIndex['last']>>>,
): Promise<boolean> => {
  try {
    const [event] = await readStream(reading, stream, { from: revision, limit: 1 });
    const position = positionOf(place);
    return event?.meta.id === id && comparePositions(event.meta.position, position) === 0;
  } catch (error) {
    if (error instanceof UnreadableEvent) return false;
    throw error;
  }
};

const misfit = (place: Place) =>
  new EventStoreUrlError(
    `EVENT_STORE_URL: the event store does not hold what the database has seen in it, up to ${positionOf(place)}. It is another store, or was restored to an earlier moment: then empty the index and the views, as docs/operations.md says`,
  );
