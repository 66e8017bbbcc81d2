import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freshDatabase } from './database.js';

const ask = async (url: string, sql: string): Promise<Record<string, unknown>> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
};

describe('a fresh database', () => {
  it('is empty, in UTF-8, ordered by code point, on a server with checksums', async () => {
    const { url, drop } = await freshDatabase();
    const found = await ask(
      url,
      `select current_setting('server_encoding') encoding, datcollate as collation, current_setting('data_checksums') checksums,
              (select count(*)::int from pg_tables where schemaname = 'public') as tables
         from pg_database where datname = current_database()`,
    );
    expect(found).toEqual({ encoding: 'UTF8', collation: 'C', checksums: 'on', tables: 0 });
    await drop();
  });

  it('is another one each time, and gone after drop even while somebody is connected', async () => {
    const [one, other] = [await freshDatabase(), await freshDatabase()];
    expect(one.url).not.toBe(other.url);
    const client = new pg.Client({ connectionString: one.url });
    const thrownOut = new Promise<void>((resolve) => client.on('error', () => resolve()));
    await client.connect();
    await one.drop();
    await thrownOut;
    await expect(ask(one.url, 'select 1')).rejects.toThrow(/does not exist/);
    await expect(ask(other.url, 'select 1 as here')).resolves.toEqual({ here: 1 });
    await other.drop();
  });
});
