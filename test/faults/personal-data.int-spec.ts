import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { PersonActor } from '#kernel';
import type { Platform } from '../../apps/worker/src/index.js';
import { databaseBytes, searchBytes } from '../support/personal-data.js';
import { deadLetterAbout, published, wholeFeed } from './published.js';
import { newStanding, type Standing } from './standing.js';
import {
  actAsTrainee,
  prepareGround,
  secretsOf,
  type Ground,
  type Secrets,
} from './trainee-acts.js';

jest.setTimeout(300_000);
const secrets = Array.from({ length: 50 }, (_, index) => secretsOf(index));
const plaintexts = secrets.flatMap((one) => Object.values(one) as string[]);

/** What a partner could send with such words wherever there is room: no JSON, no such message, no such field, and one that can be read. */
const messagesFullOf = ({ name, idNumber, phone, prose }: Secrets): readonly Buffer[] => {
  const type = 'skilltrace.partner.AttendanceReported';
  const envelope = { specversion: '1.0', id: `${name} ${idNumber}`, source: prose, type };
  const entry = { apprenticeship: randomUUID(), checkIn: 'face' };
  const session = randomUUID();
  const unknown = { apprenticeship: idNumber, checkIn: prose, [name]: phone, note: prose };
  return [
    Buffer.from(prose),
    ...[
      { ...envelope, type: prose, data: { note: prose } },
      { ...envelope, traceparent: prose, data: { session, roster: [entry] } },
      { ...envelope, data: { session: prose, roster: [unknown], [prose]: name } },
      { ...envelope, data: { session, roster: [entry] } },
    ].map((message) => Buffer.from(JSON.stringify(message))),
  ];
};

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

  it('are nowhere in what a relay would publish', async () => {
    const events = await wholeFeed(platform.store);
    const bytes = published(events);
    const [planted] = events;
    for (const { meta } of events) expect(bytes.includes(meta.id)).toBe(true);
    expect(await searchBytes(bytes, plaintexts)).toEqual([]);
    const { prose } = secrets[5]!;
    const found = await searchBytes(published([{ ...planted!, data: { note: prose } }]), [prose]);
    expect(found).toHaveLength(1);
  });

  it('are nowhere in the dead letters about messages that are full of them', async () => {
    const organization = ground.ids.college;
    const actor: PersonActor = { user: 'partner:lms', role: 'college', organization };
    const letters: Buffer[] = [];
    for (const one of secrets)
      for (const message of messagesFullOf(one))
        letters.push(await deadLetterAbout(message, actor, platform));
    const bytes = Buffer.concat(letters);
    // Both what could not be read and what was refused when it was decided.
    expect(
      bytes
        .toString()
        .match(/"code":"E_\w+"/g)
        ?.map((code) => code.slice(8, -1)),
    ).toEqual(expect.arrayContaining(['E_UNREADABLE', expect.not.stringMatching('E_UNREADABLE')]));
    expect(await searchBytes(bytes, plaintexts)).toEqual([]);
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
