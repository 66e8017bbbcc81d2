import type { Migration } from '#postgres';
import { indexSchema } from './eventstoredb/index-schema.js';
import { appendFunction } from './postgres/append-function.js';
import { copiedMoments } from './postgres/copied-moments.js';
import { positionAtFunction } from './postgres/position-at-function.js';
import { grants, partitions, schema } from './postgres/schema.js';
import { takeFunction } from './postgres/take-function.js';

/**
 * All that either event store needs in a database, in order: the feed itself, and the index of a feed that lies in EventStoreDB. The
 * one that is not in use stays empty. Apply with `migrate` before opening the store.
 */
export const eventStoreMigrations: readonly Migration[] = [
  {
    id: 'event-store/0001-feed',
    sql: [schema, partitions, appendFunction, positionAtFunction, grants].join('\n'),
  },
  { id: 'event-store/0002-index-of-eventstoredb', sql: indexSchema },
  { id: 'event-store/0003-copies', sql: [copiedMoments, takeFunction, grants].join('\n') },
];
