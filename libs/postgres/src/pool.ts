import pg from 'pg';

/** Text as PostgreSQL sends it: dates and moments keep their digits, and positions never pass through a floating-point number. */
const asText = (value: string) => value;
const oids = { int8: 20, date: 1082, timestamp: 1114, timestamptz: 1184 };

const types = new pg.TypeOverrides();
for (const oid of Object.values(oids)) types.setTypeParser(oid, asText);

/** How many connections, and under which name the server shows them. */
export interface PoolOptions {
  /** Largest number of connections; default 10. */
  readonly max?: number;
  /** Whether a client sends its next statement before the last is answered; a client is then used by several callers at once. */
  readonly pipeline?: boolean;
  /** Shown in `pg_stat_activity`. */
  readonly application: string;
}

/** Connections as `openPool` makes them: `int8`, `date` and `timestamptz` come as text. */
export type Pool = pg.Pool;
/** One connection of such a pool; must be released. */
export type Client = pg.PoolClient;
/** Anything that can run a statement: the pool, or a client inside a transaction. */
export type Queryable = Pick<pg.Pool, 'query'>;

/**
 * A pool that gives `int8`, `date` and `timestamptz` as text. A connection that breaks while idle is dropped and replaced
 * without a word; a statement on a broken connection rejects. The caller ends the pool.
 */
export const openPool = (
  url: string,
  { max = 10, application, pipeline = false }: PoolOptions,
): Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: application,
    pipeline,
    types,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  pool.on('error', () => undefined);
  // A connection that breaks between two statements of a transaction would end the process; its next statement rejects anyhow.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
};

/** Runs `work` in one transaction; rolls back and rethrows when it rejects. A client whose rollback fails is thrown away. */
export const transaction = async <T>(
  pool: Pool,
  work: (client: Client) => Promise<T>,
): Promise<T> => {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error(String(cause));
    });
    throw error;
  } finally {
    client.release(broken);
  }
};
