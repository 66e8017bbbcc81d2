import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idNumberWithCheck, idOf } from '#kernel';
import { migrate, openPool, type Pool } from '#postgres';
import { freshDatabase } from '../../../test/support/database.js';
import { copyVault, openVault, vaultMigrations, VaultCopyRefused, type Identity } from './index.js';

const key = randomBytes(32).toString('hex');
const ending: (() => Promise<unknown>)[] = [];
const emptyVault = async (): Promise<Pool> => {
  const database = await freshDatabase();
  const pool = openPool(database.url, { application: 'vault-copying', max: 4 });
  ending.push(async () => {
    await pool.end();
    await database.drop();
  });
  await migrate(pool, vaultMigrations);
  return pool;
};
const identityOf = (index: number): Identity => ({
  ...{ name: '李晓梅', idKind: 'resident-id', phone: '00012345678' },
  idNumber: idNumberWithCheck(`44010620030615${String(index).padStart(3, '0')}`) ?? '',
});
/** More than go over at once. */
const many = 620;
const dumped = async (pool: Pool): Promise<object> => {
  const rows = async (table: string) =>
    (await pool.query(`select * from vault.${table} order by 1`)).rows;
  return {
    keys: await rows('master_key'),
    people: await rows('people'),
    notes: await rows('notes'),
  };
};

describe('a copy of a vault', () => {
  let source: Pool;
  beforeAll(async () => {
    source = await emptyVault();
    const vault = await openVault({ pool: source, key });
    for (let index = 0; index < many; index += 1)
      expect(await vault.put(idOf(`person ${String(index)}`), identityOf(index))).toMatchObject({
        stored: 'new',
      });
    await vault.note(idOf('person 1'), '因家中老人住院需要照料', 'a-note');
    await vault.erase(idOf('person 2'));
  });
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
  });

  it('is the same to the byte, opens with the key of its original, and stays when it is asked for again', async () => {
    const target = await emptyVault();
    const counts = { people: many, notes: 1 };
    expect(await copyVault(source, target)).toEqual({ ...counts, taken: many + 1 });
    expect(await dumped(target)).toEqual(await dumped(source));
    expect(await copyVault(source, target)).toEqual({ ...counts, taken: 0 });
    const vault = await openVault({ pool: target, key });
    const persons = [3, 2].map((index) => idOf(`person ${String(index)}`));
    const found = await vault.identities(persons);
    expect(persons.map((person) => found.get(person))).toMatchObject([
      { state: 'known', ...identityOf(3) },
      { state: 'erased' },
    ]);
    expect([...(await vault.notes(['a-note'])).values()]).toMatchObject([
      { text: '因家中老人住院需要照料' },
    ]);
  });

  it('goes into a vault that a process has opened with the same key already', async () => {
    const target = await emptyVault();
    await openVault({ pool: target, key });
    await copyVault(source, target);
    const { people } = (await dumped(target)) as { readonly people: readonly object[] };
    expect(people).toHaveLength(many);
  });

  it('is refused where another key was used, or somebody is kept, and then changes nothing', async () => {
    const [other, used] = [await emptyVault(), await emptyVault()];
    await openVault({ pool: other, key: randomBytes(32).toString('hex') });
    await (await openVault({ pool: used, key })).put(idOf('person 3'), identityOf(7));
    for (const [target, line] of [
      [other, /The target was opened with another VAULT_KEY/],
      [used, /The target keeps 1 people and 0 notes that are not a copy of the source/],
    ] as const) {
      const before = await dumped(target);
      await expect(copyVault(source, target)).rejects.toThrow(VaultCopyRefused);
      await expect(copyVault(source, target)).rejects.toThrow(line);
      expect(await dumped(target)).toEqual(before);
    }
  });

  it('leaves nothing when it breaks off half-way', async () => {
    const target = await emptyVault();
    const before = await dumped(target);
    const broken = copyVault(source, target, () => {
      throw new Error('broken off');
    });
    await expect(broken).rejects.toThrow('broken off');
    expect(await dumped(target)).toEqual(before);
  });
});
