import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface FreshDatabase {
  /** Of a superuser of the run's server. */
  readonly url: string;
  /** Ends every connection to the database and removes it. */
  drop(): Promise<void>;
}

/** A new, empty UTF-8 database on the server of the run (`TEST_DATABASE_URL` when set). Rejects when there is no server. */
export const freshDatabase = async (): Promise<FreshDatabase> => {
  const server = process.env['TEST_DATABASE_URL'] ?? process.env['TEST_SERVER_URL'];
  if (!server)
    throw new Error('no PostgreSQL: run through jest project "postgres", or set TEST_DATABASE_URL');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await run(server, `create database ${name} template template0 encoding 'UTF8' strategy wal_log`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(server, `drop database if exists ${name} with (force)`) };
};

const run = async (url: string, sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
};
