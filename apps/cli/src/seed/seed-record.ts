import type { Day } from '#kernel';
import type { Migration, Pool } from '#postgres';
import type { SeedParameters } from './layout.js';

export const seedMigrations: readonly Migration[] = [
  {
    id: 'ops/0001-seed',
    sql: `
      create schema if not exists ops;
      create table ops.seed (
        single boolean primary key default true check (single),
        parameters jsonb not null,
        done_until date,
        finished boolean not null default false
      );`,
  },
];

/** What was seeded into a database, and how far it came. */
export interface SeedRecord {
  readonly parameters: SeedParameters;
  /** The last simulated day that is over. */
  readonly doneUntil: Day | undefined;
  readonly finished: boolean;
}

interface Row {
  readonly parameters: SeedParameters;
  readonly done_until: Day | null;
  readonly finished: boolean;
}

export const readSeedRecord = async (pool: Pool): Promise<SeedRecord | undefined> => {
  const { rows } = await pool.query<Row>('select parameters, done_until, finished from ops.seed');
  const [row] = rows;
  return (
    row && {
      parameters: row.parameters,
      doneUntil: row.done_until ?? undefined,
      finished: row.finished,
    }
  );
};

/** Before the first event: from then on the store belongs to this seed. */
export const beginSeedRecord = async (pool: Pool, parameters: SeedParameters): Promise<void> => {
  await pool.query('insert into ops.seed (parameters) values ($1)', [JSON.stringify(parameters)]);
};

export const markDone = async (pool: Pool, day: Day, finished: boolean): Promise<void> => {
  await pool.query('update ops.seed set done_until = $1, finished = $2', [day, finished]);
};
