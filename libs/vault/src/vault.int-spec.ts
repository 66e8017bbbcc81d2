import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idNumberWithCheck, idOf } from '#kernel';
import { migrate, openPool, type Pool } from '#postgres';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import {
  openVault,
  SealBroken,
  vaultMigrations,
  VaultKeyError,
  type Identity,
  type Vault,
} from './index.js';

const key = randomBytes(32).toString('hex');
const li: Identity = {
  name: '李晓梅',
  idKind: 'resident-id',
  idNumber: '440106200306150004',
  phone: '00012345678',
};
const wang: Identity = { name: '王 海涛', idKind: 'resident-id', idNumber: '440306200412310009' };
const [a, b] = [idOf('a'), idOf('b')];

let database: FreshDatabase;
let pool: Pool;
let vault: Vault;
beforeAll(async () => {
  database = await freshDatabase();
  pool = openPool(database.url, { application: 'vault-spec', max: 20 });
  await migrate(pool, vaultMigrations);
  vault = await openVault({ pool, key });
  await vault.put(a, li);
  await vault.put(b, wang);
});
afterAll(async () => {
  await vault.close();
  await pool.end();
  await database.drop();
});

describe('who a person is', () => {
  it('comes back as it was kept, with an answer for everyone asked for', async () => {
    const answers = await vault.identities([b, a, idOf('nobody')]);
    expect([...answers]).toEqual([
      [
        b,
        {
          state: 'known',
          name: '王 海涛',
          idKind: 'resident-id',
          idNumber: wang.idNumber,
          born: '2004-12-31',
          sex: 'female',
        },
      ],
      [a, { state: 'known', ...li, born: '2003-06-15', sex: 'female' }],
      [idOf('nobody'), { state: 'unknown' }],
    ]);
  });
  it('is birth alone for decisions', async () => {
    expect([...(await vault.facts([a, idOf('nobody')]))]).toEqual([
      [a, { known: 'yes', born: '2003-06-15' }],
      [idOf('nobody'), { known: 'no' }],
    ]);
  });
  it('is found by the paper in any spelling, and by the full name', async () => {
    expect(await vault.findByIdNumber(' 440106 20030615 0004')).toEqual([a]);
    expect(await vault.findByIdNumber('440106200306150004', 'passport')).toEqual([]);
    expect(await vault.findByName('王海涛')).toEqual([b]);
    expect(await vault.findByName('王海')).toEqual([]);
  });
  it('is found by a paper of any kind, as whoever asks seldom knows which', async () => {
    const holders = ['passport', 'taiwan-permit', 'hk-macao-permit'] as const;
    const numbers = {
      passport: 'E00000001',
      'taiwan-permit': '00000001',
      'hk-macao-permit': 'H00000001',
    };
    for (const idKind of holders)
      await vault.put(idOf(idKind), {
        ...wang,
        idKind,
        idNumber: numbers[idKind],
        born: '2001-05-05',
        sex: 'male',
      });
    for (const idKind of holders)
      expect(await vault.findByIdNumber(numbers[idKind])).toEqual([idOf(idKind)]);
    await vault.put(idOf('namesake'), {
      ...wang,
      idKind: 'passport',
      idNumber: '00000001',
      born: '2001-05-05',
      sex: 'male',
    });
    expect(new Set(await vault.findByIdNumber('00000001'))).toEqual(
      new Set([idOf('taiwan-permit'), idOf('namesake')]),
    );
    for (const who of [...holders, 'namesake']) await vault.erase(idOf(who));
  });
  it('may be shared by name and never by paper', async () => {
    const twin = idOf('twin');
    expect(await vault.put(twin, { ...li, idNumber: '44010620030608000X' })).toEqual({
      ok: true,
      stored: 'new',
    });
    expect(await vault.findByName('李晓梅')).toEqual([a, twin].toSorted());
    expect(await vault.put(idOf('thief'), li)).toEqual({
      ok: false,
      reason: 'id-number-known',
      person: a,
    });
    expect(await vault.put(twin, li)).toEqual({ ok: false, reason: 'id-number-known', person: a });
    expect((await vault.identities([idOf('thief')])).get(idOf('thief'))).toEqual({
      state: 'unknown',
    });
  });
  it('says nothing new when put again, and is replaced by a correction', async () => {
    const c = idOf('c');
    const typo: Identity = { ...li, name: '陈小明', idNumber: '340524198001010096' };
    expect(await vault.put(c, typo)).toMatchObject({
      ok: false,
      reason: 'invalid',
      fields: ['idNumber'],
    });
    const right: Identity = { ...li, name: '陈小明', idNumber: '34052419800101001X' };
    expect(await vault.put(c, right)).toEqual({ ok: true, stored: 'new' });
    expect(await vault.put(c, { ...right, idNumber: '34052419800101001x ' })).toEqual({
      ok: true,
      stored: 'same',
    });
    expect(await vault.put(c, { ...right, name: '陈晓明' })).toEqual({
      ok: true,
      stored: 'changed',
    });
    expect(await vault.findByName('陈小明')).toEqual([]);
    expect((await vault.identities([c])).get(c)).toMatchObject({ name: '陈晓明', sex: 'male' });
  });
});

describe('rivals', () => {
  it('for one paper: exactly one of twenty gets it and the others learn whose it is', async () => {
    const paper: Identity = {
      ...li,
      name: '赵一一',
      idNumber: idNumberWithCheck('44538120010101000') ?? '',
    };
    const rivals = Array.from({ length: 20 }, (_, index) => idOf(`rival ${String(index)}`));
    const outcomes = await Promise.all(rivals.map((person) => vault.put(person, paper)));
    const [winner] = await vault.findByIdNumber(paper.idNumber);
    expect(outcomes.filter(({ ok }) => ok)).toEqual([{ ok: true, stored: 'new' }]);
    expect(outcomes[rivals.indexOf(winner ?? '')]).toEqual({ ok: true, stored: 'new' });
    expect(outcomes.filter(({ ok }) => !ok)).toEqual(
      Array.from({ length: 19 }, () => ({ ok: false, reason: 'id-number-known', person: winner })),
    );
  });
  it('for one person: all get through and one of the names stands whole', async () => {
    const person = idOf('contested');
    const idNumber = idNumberWithCheck('44538120020202000') ?? '';
    const names = Array.from(
      { length: 20 },
      (_, index) => `钱${String.fromCodePoint(0x4e00 + index)}`,
    );
    const outcomes = await Promise.all(
      names.map((name) => vault.put(person, { ...li, name, idNumber })),
    );
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(outcomes.filter((outcome) => outcome.ok && outcome.stored === 'new')).toHaveLength(1);
    const answer = (await vault.identities([person])).get(person);
    expect(answer?.state === 'known' && names.includes(answer.name)).toBe(true);
  });
});

describe('the key', () => {
  it('is fixed by the first opening', async () => {
    await expect(openVault({ pool, key: randomBytes(32).toString('hex') })).rejects.toThrow(
      VaultKeyError,
    );
    const again = await openVault({ url: database.url, key: key.toUpperCase() });
    expect(await again.findByName('王海涛')).toEqual([b]);
    await again.close();
  });
  it.each(['', 'secret', 'ab'.repeat(32), `${'0123456789abcdef'.repeat(4)}0`])(
    'cannot be %j, and is not told',
    async (wrong) => {
      const refused = openVault({ pool, key: wrong });
      await expect(refused).rejects.toThrow(VaultKeyError);
      await expect(refused).rejects.not.toThrow(wrong || 'nothing');
    },
  );
});

describe('what is stored', () => {
  const tampered = async (sql: string, question: () => Promise<unknown>) => {
    const client = await pool.connect();
    const { rows } = await client.query<Record<string, unknown>>(
      'select * from vault.people where person = any($1)',
      [[a, b]],
    );
    await client.query(sql, [a, b]);
    const failure = question();
    await expect(failure).rejects.toThrow(SealBroken);
    await expect(failure).rejects.not.toThrow(/李晓梅|王|440106|440306/);
    for (const row of rows) {
      await client.query(
        'update vault.people set wrapped_key = $2, name = $3, birth = $4, version = $5 where person = $1',
        [row['person'], row['wrapped_key'], row['name'], row['birth'], row['version']],
      );
    }
    client.release();
  };
  it.each([
    [
      'a changed byte',
      "update vault.people set name = set_byte(name, length(name) - 1, get_byte(name, length(name) - 1) # 1) where person = $1 and $2 <> ''",
    ],
    [
      'a changed tag',
      "update vault.people set name = set_byte(name, 13, get_byte(name, 13) # 128) where person = $1 and $2 <> ''",
    ],
    [
      'a cut value',
      "update vault.people set name = substr(name, 1, 20) where person = $1 and $2 <> ''",
    ],
    [
      'another person’s value',
      'update vault.people set name = (select name from vault.people where person = $2) where person = $1',
    ],
    [
      'another person’s key',
      'update vault.people set wrapped_key = (select wrapped_key from vault.people where person = $2) where person = $1',
    ],
    [
      'another person’s key and value',
      'update vault.people p set (wrapped_key, name) = (select wrapped_key, name from vault.people where person = $2) where person = $1',
    ],
    [
      'another field’s value',
      "update vault.people set name = birth where person = $1 and $2 <> ''",
    ],
    [
      'another version',
      "update vault.people set version = version + 1 where person = $1 and $2 <> ''",
    ],
  ])('does not open with %s', async (_, sql) => {
    await tampered(sql, () => vault.identities([a]));
  });
  it('is under a fresh nonce each time', async () => {
    const person = idOf('nonce');
    const first = { ...li, idNumber: idNumberWithCheck('44538120030303000') ?? '' };
    await vault.put(person, first);
    const stored = async () =>
      (
        await pool.query<{ name: Buffer }>('select name from vault.people where person = $1', [
          person,
        ])
      ).rows[0]?.name;
    const before = await stored();
    await vault.put(person, { ...first, phone: '00087654321' });
    const after = await stored();
    expect(after?.subarray(0, 12).equals(before?.subarray(0, 12) ?? Buffer.alloc(0))).toBe(false);
  });
});
