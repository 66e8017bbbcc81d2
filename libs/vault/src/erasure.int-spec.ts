import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, idNumberWithCheck, idOf } from '#kernel';
import { migrate, openPool, type Pool } from '#postgres';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { databaseBytes, searchBytes } from '../../../test/support/personal-data.js';
import { noteMax, openVault, vaultMigrations, type Identity, type Vault } from './index.js';

let database: FreshDatabase;
let pool: Pool;
let vault: Vault;
beforeAll(async () => {
  database = await freshDatabase();
  pool = openPool(database.url, { application: 'vault-spec', max: 8 });
  await migrate(pool, vaultMigrations);
  vault = await openVault({ pool, key: randomBytes(32).toString('hex') });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const surnames = '赵钱孙李周吴郑王冯陈';
const someone = (index: number): Identity => ({
  name: `${surnames[index % 10] ?? ''}${String.fromCodePoint(0x6881 + index * 7, 0x73a5 + index * 3)}`,
  idKind: 'resident-id',
  idNumber:
    idNumberWithCheck(`440106${addDays('1990-01-01', index * 37).replaceAll('-', '')}000`) ?? '',
  phone: `0007${String(1_234_567 + index * 7_919)}`,
});
const people = Array.from({ length: 50 }, (_, index) => ({
  person: idOf(`p${String(index)}`),
  ...someone(index),
}));

describe('notes', () => {
  it('come back by reference, and say nothing new when kept again', async () => {
    const [{ person, ...identity } = { person: '', ...someone(0) }] = people;
    await vault.put(person, identity);
    const kept = await vault.note(person, '因病请假，由其母办理');
    if (!kept.ok) throw new Error(kept.reason);
    const known = { state: 'known', person, text: '因病请假，由其母办理' };
    expect([...(await vault.notes([kept.ref, 'none']))]).toEqual([
      [kept.ref, known],
      ['none', { state: 'unknown' }],
    ]);
    expect(await vault.note(person, '因病请假，由其母办理', kept.ref)).toEqual(kept);
    expect(await vault.note(person, '别的', kept.ref)).toEqual({ ok: false, reason: 'ref-used' });
  });
  it('are refused about nobody, when empty and when too long', async () => {
    expect(await vault.note(idOf('nobody'), '事由')).toEqual({ ok: false, reason: 'unknown' });
    const person = people[0]?.person ?? '';
    expect(await vault.note(person, ' ')).toEqual({ ok: false, reason: 'invalid' });
    expect(await vault.note(person, '长'.repeat(noteMax + 1))).toEqual({
      ok: false,
      reason: 'invalid',
    });
    expect(await vault.note(person, '长'.repeat(noteMax))).toMatchObject({ ok: true });
  });
});

describe('what a command holds of a person', () => {
  const person = idOf('kept');
  const data = {
    person,
    identity: someone(62),
    notes: [{ ref: idOf('reason'), text: '本人申请延期' }],
  };
  it('is kept whole, also when it is sent again', async () => {
    expect(await vault.keep(data)).toMatchObject({ ok: true });
    expect(await vault.keep(data)).toMatchObject({ ok: true });
    expect((await vault.identities([person])).get(person)).toMatchObject(someone(62));
    expect((await vault.notes([idOf('reason')])).get(idOf('reason'))).toMatchObject({
      text: '本人申请延期',
    });
  });
  it('is refused by the field that does not fit', async () => {
    const notes = [{ ref: idOf('reason'), text: '另一理由' }];
    expect(await vault.keep({ person, notes })).toEqual({
      ok: false,
      reason: 'invalid',
      fields: ['notes'],
    });
    expect(await vault.keep({ person: idOf('nobody'), notes })).toEqual({
      ok: false,
      reason: 'invalid',
      fields: ['person'],
    });
    expect(await vault.keep({ ...data, person: idOf('other') })).toEqual({
      ok: false,
      reason: 'id-number-known',
      person,
    });
  });
});

describe('erasing a person', () => {
  const { person, ...identity } = { person: idOf('erased'), ...someone(60) };
  it('leaves nothing to read, find or write to', async () => {
    await vault.put(person, identity);
    const note = await vault.note(person, '家庭变故');
    const ref = note.ok ? note.ref : '';
    expect(await vault.erase(person)).toBe('erased');
    expect((await vault.identities([person])).get(person)).toEqual({ state: 'erased' });
    expect((await vault.facts([person])).get(person)).toEqual({ known: 'erased' });
    expect((await vault.notes([ref])).get(ref)).toEqual({ state: 'erased', person });
    expect(await vault.findByIdNumber(identity.idNumber)).toEqual([]);
    expect(await vault.findByName(identity.name)).toEqual([]);
    expect(await vault.put(person, identity)).toEqual({ ok: false, reason: 'erased' });
    expect(await vault.note(person, '家庭变故', ref)).toEqual({ ok: false, reason: 'erased' });
    expect(await vault.note(person, '又及')).toEqual({ ok: false, reason: 'erased' });
  });
  it('can be asked for again, and is nothing for nobody', async () => {
    expect(await vault.erase(person)).toBe('already-erased');
    expect(await vault.erase(idOf('nobody'))).toBe('unknown');
    expect((await vault.identities([idOf('nobody')])).get(idOf('nobody'))).toEqual({
      state: 'unknown',
    });
  });
  it('leaves no key, hash or ciphertext in its row', async () => {
    const { rows } = await pool.query<Record<string, unknown>>(
      'select * from vault.people where person = $1',
      [person],
    );
    const left = Object.entries(rows[0] ?? {}).filter(([, value]) => value !== null);
    expect(left.map(([column]) => column).toSorted()).toEqual([
      'erased_at',
      'person',
      'stored_at',
      'version',
    ]);
  });
  it('frees the paper for the same human under another id', async () => {
    expect(await vault.put(idOf('returned'), identity)).toEqual({ ok: true, stored: 'new' });
  });
  it('against a rival who writes leaves the person erased and nothing readable', async () => {
    const contested = idOf('contested');
    await vault.put(contested, someone(61));
    const rivals = Array.from({ length: 20 }, (_, index) =>
      index === 10
        ? vault.erase(contested)
        : vault.put(contested, { ...someone(61), phone: `0009${String(1_000_000 + index)}` }),
    );
    const notes = Array.from({ length: 5 }, (_, index) =>
      vault.note(contested, '迟到的说明', `note ${String(index)}`),
    );
    await Promise.all([...rivals, ...notes]);
    expect((await vault.identities([contested])).get(contested)).toEqual({ state: 'erased' });
    const { rows } = await pool.query(
      'select 1 from vault.notes where person = $1 and sealed is not null',
      [contested],
    );
    expect(rows).toEqual([]);
  });
});

const logFile = async () => {
  const { rows } = await pool.query<{ file: string }>(
    'select pg_walfile_name(pg_current_wal_lsn()) as file',
  );
  return rows[0]?.file ?? '';
};

describe('no plaintext', () => {
  const plaintexts = people.flatMap(({ name, idNumber, phone = '' }) => [
    name,
    idNumber,
    phone,
    `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`,
  ]);
  it('lies in any table, in the files of the database or in the write-ahead log', async () => {
    // Others on the server let it write over the log, which a slot forbids.
    const slot = `erasure_${randomBytes(4).toString('hex')}`;
    await pool.query('select pg_create_physical_replication_slot($1, true)', [slot]);
    try {
      const from = await logFile();
      for (const { person, ...identity } of people) {
        expect(await vault.put(person, identity)).toMatchObject({ ok: true });
        await vault.note(person, `${identity.name}，证件${identity.idNumber}`);
      }
      await pool.query('checkpoint');
      const to = await logFile();
      expect(await searchBytes(await databaseBytes(pool), plaintexts)).toEqual([]);
      const { rows } = await pool.query<{ data: string; oid: string }>(
        `select current_setting('data_directory') as data, oid::text from pg_database where datname = current_database()`,
      );
      const { data = '', oid = '' } = rows[0] ?? {};
      expect(await searchBytes(join(data, 'base', oid), plaintexts)).toEqual([]);
      const files = await readdir(join(data, 'pg_wal'));
      const log = files.filter((file) => file >= from && file <= to);
      expect(log).toContain(to);
      for (const file of log)
        expect(await searchBytes(join(data, 'pg_wal', file), plaintexts)).toEqual([]);
    } finally {
      await pool.query('select pg_drop_replication_slot($1)', [slot]);
    }
  });
  it('would have been found: the same search finds it where it is kept in clear', async () => {
    await pool.query('create table public.careless (name text, paper bytea)');
    const { name, idNumber } = people[5] ?? someone(5);
    await pool.query('insert into public.careless values ($1, $2)', [name, Buffer.from(idNumber)]);
    const found = await searchBytes(await databaseBytes(pool), plaintexts);
    expect(found.map(({ plaintext, encoding }) => [plaintext, encoding])).toEqual(
      expect.arrayContaining([
        [name, 'utf-8'],
        [idNumber, 'utf-8'],
        [idNumber, 'utf-8 as hex'],
      ]),
    );
  });
});
