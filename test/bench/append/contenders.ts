import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import pg from 'pg';
import { eventStoreMigrations, openPostgresEventStore } from '#event-store';
import { migrate, openPool } from '#postgres';
import type { Entry, Workload } from './workload.js';

/** A store ready to take a workload: `play` appends everything and answers when the last is acknowledged. */
export interface Contender {
  play(work: Workload): Promise<void>;
  close(): Promise<void>;
}

const everyClient = async (
  work: Workload,
  append: (entry: Entry) => Promise<void>,
): Promise<void> => {
  await Promise.all(
    work.map(async (entries) => {
      for (const entry of entries) await append(entry);
    }),
  );
};

const migrated = async (url: string): Promise<void> => {
  const pool = openPool(url, { application: 'bench' });
  await migrate(pool, eventStoreMigrations);
  await pool.end();
};

/** This project's store, with the mean size of its groups. */
export const ours = async (url: string): Promise<Contender & { meanGroup(): Promise<number> }> => {
  await migrated(url);
  const store = await openPostgresEventStore({ url });
  return {
    play: (work) =>
      everyClient(work, async ({ stream, seen, event }) => {
        const expected = seen < 0 ? 'none' : seen;
        const [outcome] = await store.append([[{ stream, expected, events: [event] }]]);
        if (!outcome?.ok) throw new Error(`refused: ${JSON.stringify(outcome)}`);
      }),
    meanGroup: async () => {
      const pool = openPool(url, { application: 'bench' });
      // Every group is one transaction, so its events carry one xmin.
      const { rows } = await pool.query<{ mean: number }>(
        'select (count(*)::float8 / count(distinct xmin::text)) as mean from es.events',
      );
      await pool.end();
      return rows[0]?.mean ?? 1;
    },
    close: () => store.close(),
  };
};

/** Emmett with a pool of `connections`, its schema made beforehand. */
export const emmett = async (url: string, connections: number): Promise<Contender> => {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  // An idle connection that breaks says so here, and would otherwise end the bench; a broken append still rejects.
  pool.on('error', () => undefined);
  const making = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await making.schema.migrate();
  const store = getPostgreSQLEventStore(url, {
    connectionOptions: { pool },
    schema: { autoMigration: 'None' },
  });
  return {
    play: (work) =>
      everyClient(work, async ({ stream, seen, event: { id, type, data, meta } }) => {
        const events = [{ type, data: { ...data }, metadata: { ...meta, id } }];
        const expectedStreamVersion = seen < 0 ? 'STREAM_DOES_NOT_EXIST' : BigInt(seen + 1);
        await store.appendToStream(stream, events, { expectedStreamVersion });
      }),
    close: () => pool.end(),
  };
};

const bareTable = `
  create table public.bare (like es.events including defaults);
  alter table public.bare add primary key (position);
  create unique index on public.bare (stream, revision);
  create unique index on public.bare (event_id);
  create index on public.bare using gin (subjects) with (fastupdate = on, gin_pending_list_limit = GIN_LIMIT);`;

/** No store at all: the same rows by `insert … values` of `group` rows, one statement after the other, nothing checked. */
export const bare = async (url: string, group: number): Promise<Contender> => {
  await migrated(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ limit: string }>(
    `select option_value as limit from pg_class, pg_options_to_table(reloptions)
      where oid = 'es.events_subjects'::regclass and option_name = 'gin_pending_list_limit'`,
  );
  await client.query(bareTable.replace('GIN_LIMIT', rows[0]?.limit ?? '4096'));
  let position = 0;
  const insert = async (entries: readonly Entry[]): Promise<void> => {
    const values = entries.flatMap(({ stream, seen, event: { id, type, data, meta } }) => {
      const { subjects, ...rest } = meta;
      position += 1;
      return [
        position,
        stream,
        seen + 1,
        id,
        type,
        JSON.stringify(data),
        JSON.stringify(rest),
        subjects,
        '2026-03-02T00:00:00Z',
      ];
    });
    const rowTexts = entries.map(
      (_, row) =>
        `(${Array.from({ length: 9 }, (__, column) => `$${row * 9 + column + 1}`).join(',')})`,
    );
    await client.query({
      name: `bare-${entries.length}`,
      text: `insert into public.bare values ${rowTexts.join(',')}`,
      values,
    });
  };
  return {
    play: async (work) => {
      const rowsInTurn = work[0]!.flatMap((_, index) => work.map((entries) => entries[index]!));
      for (let from = 0; from < rowsInTurn.length; from += group)
        await insert(rowsInTurn.slice(from, from + group));
    },
    close: () => client.end(),
  };
};
