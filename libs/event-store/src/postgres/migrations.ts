import type { Migration } from '#postgres';
import { appendFunction } from './append-function.js';
import { positionAtFunction } from './position-at-function.js';
import { grants, partitions, schema } from './schema.js';

/** All that the PostgreSQL event store needs in a database, in order. Apply with `migrate` before opening the store. */
export const eventStoreMigrations: readonly Migration[] = [
  {
    id: 'event-store/0001-feed',
    sql: [schema, partitions, appendFunction, positionAtFunction, grants].join('\n'),
  },
];
