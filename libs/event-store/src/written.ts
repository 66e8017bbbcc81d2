import type { StoredEvent } from './port.js';

/**
 * The event with what was appended, for stores that hand out parsed events: made of JSON by the same rules as when it was written,
 * which keep keys in their order, so that the text is the same to the byte.
 */
export const withWritten = (event: StoredEvent): StoredEvent => {
  const { id, stream, revision, position, recordedAt, ...meta } = event.meta;
  return { ...event, written: `${JSON.stringify(event.data)} ${JSON.stringify(meta)}` };
};
