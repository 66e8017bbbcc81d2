import type { EventMeta, Instant, Position } from '#kernel';
import type { StoredEvent } from '../port.js';

/** A row of `es.events` as `columns` selects it. */
export interface Row {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly event_id: string;
  readonly type: string;
  readonly data: object;
  readonly meta: Omit<EventMeta, 'subjects'>;
  readonly about: readonly string[];
  readonly recorded: Instant;
}

/**
 * Columns of `es.events e`. Subjects come as JSON, which the driver parses several times as fast as an array. No alias is ever a column's own name: ordering by it would sort text and pass the index by.
 */
export const columns = `e.position, e.stream, e.revision, e.event_id, e.type, e.data, e.meta, array_to_json(e.subjects) as about,
  to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded`;

export const storedEvent = (row: Row): StoredEvent => ({
  type: row.type,
  data: row.data,
  meta: {
    ...row.meta,
    subjects: row.about,
    id: row.event_id,
    stream: row.stream,
    revision: row.revision,
    position: row.position,
    recordedAt: row.recorded,
  },
});
