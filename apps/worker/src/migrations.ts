import { eventStoreMigrations } from '#event-store';
import type { Migration } from '#postgres';
import { projectionMigrations } from '#projections';
import { vaultMigrations } from '#vault';
import { contexts } from './contexts.js';

/** All that a database needs, in order. */
export const platformMigrations: readonly Migration[] = [
  ...eventStoreMigrations,
  ...vaultMigrations,
  ...projectionMigrations(contexts.flatMap(({ projections }) => projections)),
];
