import type { StoredEvent } from './port.js';

/** What the store adds when it records an event; everything else was appended. */
const added = new Set(['id', 'stream', 'revision', 'position', 'recordedAt']);

/**
 * The event with what was appended, for stores that hand out parsed events: made of JSON by the same rules as when it was written,
 * which keep keys in their order, so that the text is the same to the byte.
 */
export const withWritten = (event: StoredEvent): StoredEvent => {
  const meta = Object.entries(event.meta).filter(([name]) => !added.has(name));
  return {
    ...event,
    written: `${JSON.stringify(event.data)} ${JSON.stringify(Object.fromEntries(meta))}`,
  };
};
