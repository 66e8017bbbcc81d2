import type { Migration } from '../src/index.js';

export const first: Migration = { id: 'spec/0001-first', sql: 'create table first (n int)' };

/** Makes a table at once and is not done with it for so many seconds. The same step however long it takes. */
export const slow = (seconds: number): Migration => ({
  id: 'spec/0002-slow',
  sql: `create table slow (n int); select pg_sleep(${String(seconds)})`,
});
