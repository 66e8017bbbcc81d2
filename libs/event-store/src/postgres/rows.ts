import type { EventMeta, Position } from '#kernel';
import pg from 'pg';
import type { StoredEvent } from '../port.js';
import { instantFrom } from '../instant.js';

/** A row of `es.events` as `columns` selects it and `asWritten` leaves it: all text. */
export interface Row {
  readonly position: Position;
  readonly stream: string;
  readonly revision: string;
  readonly event_id: string;
  readonly type: string;
  readonly data: string;
  readonly meta: string;
  /** An array literal. */
  readonly about: string;
  /** In UTC, as PostgreSQL writes it. */
  readonly recorded: string;
}

/**
 * Columns of `es.events e`. Subjects and moments come as PostgreSQL writes them: turning them into JSON and into our form there
 * takes as long as reading all the rest. No alias is ever a column's own name: ordering by it would sort text and pass the index by.
 */
export const columns = `e.position, e.stream, e.revision, e.event_id, e.type, e.data, e.meta, e.subjects::text as about,
  e.recorded_at at time zone 'UTC' as recorded`;

/** For a query: columns as PostgreSQL wrote them. What is JSON is parsed below, once, and its text kept where somebody asks for it. */
export const asWritten = {
  types: { getTypeParser: () => (value: string) => value } as pg.CustomTypesConfig,
};

const textArrays = 1009 as never;
const parseArray = pg.types.getTypeParser(textArrays, 'text') as (
  literal: string,
) => readonly string[];

/** Names with blanks, commas and the like are quoted in an array literal, and only they need its parser. */
export const subjectsOf = (literal: string): readonly string[] => {
  if (literal.includes('"')) return parseArray(literal);
  return literal === '{}' ? [] : literal.slice(1, -1).split(',');
};

export const storedEvent = (row: Row): StoredEvent => ({
  type: row.type,
  data: JSON.parse(row.data) as object,
  meta: {
    ...(JSON.parse(row.meta) as Omit<EventMeta, 'subjects'>),
    subjects: subjectsOf(row.about),
    id: row.event_id,
    stream: row.stream,
    revision: Number(row.revision),
    position: row.position,
    recordedAt: instantFrom(row.recorded),
  },
});

/** The same with what was appended, to the byte. */
export const writtenEvent = (row: Row): StoredEvent => ({
  ...storedEvent(row),
  written: `${row.data} ${row.meta}`,
});
