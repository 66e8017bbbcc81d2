import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { join } from 'node:path';
import type { Platform } from '../../apps/worker/src/index.js';
import { databaseBytes, searchBytes } from '../support/personal-data.js';
import { newStanding, type Standing } from './standing.js';
import { actAsTrainee, prepareGround, secretsOf, type Ground } from './trainee-acts.js';

jest.setTimeout(300_000);
const secrets = Array.from({ length: 50 }, (_, index) => secretsOf(index));
const plaintexts = secrets.flatMap((one) => Object.values(one) as string[]);

describe('the plaintexts of fifty trainees', () => {
  let standing: Standing;
  let platform: Platform;
  let ground: Ground;
  const ending: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    standing = await newStanding({ LOG_LEVEL: 'trace' });
    ending.push(() => standing.place.remove());
    await standing.start();
    ground = await prepareGround(standing);
    await Promise.all(secrets.map((one) => actAsTrainee(ground, one)));
    platform = await standing.look();
    ending.push(() => platform.close());
    await standing.place.ask('checkpoint');
  });
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
  });

  it('were really kept: the vault gives them back to those who may ask', async () => {
    const { newName, idNumber } = secrets[7]!;
    const [found] = await platform.vault.findByIdNumber(idNumber);
    expect(found).toMatch(/^[0-9a-f-]{36}$/);
    const known = await platform.vault.identities([found ?? '']);
    expect(JSON.stringify(known.get(found ?? ''))).toContain(newName);
    const { rows } = await platform.pool.query<{ notes: number }>(
      'select count(*)::int as notes from vault.notes',
    );
    expect(rows).toEqual([{ notes: 50 }]);
  });

  it('are nowhere in a dump of the whole database', async () => {
    const dump = await databaseBytes(platform.pool);
    expect(dump.length).toBeGreaterThan(100_000);
    expect(await searchBytes(dump, plaintexts)).toEqual([]);
  });

  it("are nowhere in the data directory after a checkpoint, the write-ahead log and the server's log included", async () => {
    expect(await searchBytes(standing.place.directory, plaintexts)).toEqual([]);
  });

  it('are nowhere in what the program logs at its most talkative', async () => {
    const output = standing.process().output();
    expect(output).toContain('"path":"/graphql"');
    expect(await searchBytes(Buffer.from(output), plaintexts)).toEqual([]);
  });

  it("are not even told by PostgreSQL's own words when a statement with them fails", async () => {
    const { prose, idNumber } = secrets[9]!;
    const { pool } = platform;
    await expect(pool.query('select $1::int', [prose])).rejects.toThrow(prose);
    await expect(pool.query(`select '${idNumber}'::date`)).rejects.toThrow(idNumber);
    await expect(pool.query(`select no_such_function('${idNumber}')`)).rejects.toThrow();
    const log = join(standing.place.directory, 'postgres.log');
    expect(await searchBytes(log, plaintexts)).toEqual([]);
  });

  it('would have been found: planted ones are', async () => {
    const { name, phone } = secrets[3]!;
    await platform.pool.query(
      'create schema planted create table planted.rows (text text, bytes bytea)',
    );
    await platform.pool.query('insert into planted.rows values ($1, $2)', [
      name,
      Buffer.from(phone, 'utf16le'),
    ]);
    await standing.place.ask('checkpoint');
    const inDump = await searchBytes(await databaseBytes(platform.pool), [name, phone]);
    const onDisk = await searchBytes(standing.place.directory, [name, phone]);
    for (const found of [inDump, onDisk])
      expect(new Set(found.map(({ plaintext, encoding }) => `${plaintext} ${encoding}`))).toEqual(
        new Set([`${name} utf-8`, `${phone} utf-16le`]),
      );
    expect(onDisk.some(({ where }) => where.includes('pg_wal'))).toBe(true);
    expect(onDisk.some(({ where }) => where.includes('postgres/base'))).toBe(true);
  });
});
