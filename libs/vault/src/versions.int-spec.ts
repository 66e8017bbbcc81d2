import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idNumberWithCheck, idOf } from '#kernel';
import { migrate, openPool, type Pool } from '#postgres';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import {
  openVault,
  vaultMigrations,
  type Identity,
  type NamedVersion,
  type Vault,
} from './index.js';

let database: FreshDatabase;
let pool: Pool;
let vault: Vault;
/** What the events say, by person. */
const named = new Map<string, readonly NamedVersion[]>();
const says = (person: string, ...refs: readonly string[]) =>
  named.set(
    person,
    refs.map((ref) => ({ ref, stands: true })),
  );
beforeAll(async () => {
  database = await freshDatabase();
  pool = openPool(database.url, { application: 'vault-versions', max: 12 });
  await migrate(pool, vaultMigrations);
  const versionsOf = (person: string) => Promise.resolve(named.get(person) ?? []);
  vault = await openVault({ pool, key: randomBytes(32).toString('hex'), versionsOf });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

let papers = 0;
const identity = (name: string): Identity => {
  papers += 1;
  const serial = String(papers).padStart(3, '0');
  return {
    ...{ name, idKind: 'resident-id', phone: '00012345678' },
    idNumber: idNumberWithCheck(`44010620030615${serial}`) ?? '',
  };
};
const nameOf = async (person: string, at: readonly string[] | 'now' = 'now') => {
  const answer =
    at === 'now'
      ? (await vault.identities([person])).get(person)
      : await vault.identityAt(person, at);
  return answer?.state === 'known' ? answer.name : answer?.state;
};
/** Somebody registered, by an event unless told otherwise. */
const someone = async (label: string, first = identity('李晓梅')) => {
  const person = idOf(label);
  expect(await vault.keep({ person, identity: first, ref: 'r0' })).toEqual({ ok: true });
  says(person, 'r0');
  return { person, first };
};

describe('a version of an identity', () => {
  it('stands only once an event names it', async () => {
    const { person, first } = await someone('corrected');
    const next = identity('王海涛');
    expect(await vault.keep({ person, identity: next, ref: 'r1' })).toMatchObject({ ok: true });
    expect(await nameOf(person)).toBe('李晓梅');
    expect((await vault.facts([person])).get(person)).toMatchObject({ known: 'yes' });
    expect(await vault.findByName('王海涛')).toEqual([]);
    expect(await vault.findByIdNumber(next.idNumber)).toEqual([]);
    expect(await vault.findByIdNumber(first.idNumber)).toEqual([person]);
    says(person, 'r0', 'r1');
    expect(await vault.findByName('王海涛')).toEqual([person]);
    expect(await nameOf(person)).toBe('王海涛');
    expect(await vault.findByIdNumber(next.idNumber)).toEqual([person]);
    expect(await vault.findByIdNumber(first.idNumber)).toEqual([]);
  });
  it('is found by its new paper, and no more by its old one, whoever looks first', async () => {
    const { person, first } = await someone('found');
    const next = identity('赵一一');
    await vault.keep({ person, identity: next, ref: 'r1' });
    says(person, 'r0', 'r1');
    expect(await vault.findByIdNumber(first.idNumber)).toEqual([]);
    expect(await vault.findByIdNumber(next.idNumber)).toEqual([person]);
  });
  it('never stands when its event never came, and the next one does', async () => {
    const { person } = await someone('died');
    await vault.keep({ person, identity: identity('错别字'), ref: 'dead' });
    await vault.keep({ person, identity: identity('陈晓明'), ref: 'r1' });
    says(person, 'r0', 'r1');
    expect(await nameOf(person)).toBe('陈晓明');
    says(person, 'r0', 'r1', 'dead');
    expect(await nameOf(person)).toBe('错别字');
  });
  it('of two registrations that raced is the one whose event was stored', async () => {
    const person = idOf('raced');
    await vault.keep({ person, identity: identity('孙先到'), ref: 'lost' });
    await vault.keep({ person, identity: identity('孙后到'), ref: 'won' });
    expect(await nameOf(person)).toBe('孙先到');
    says(person, 'won');
    expect(await nameOf(person)).toBe('孙后到');
  });
  it('is one identity for ever, whoever repeats it', async () => {
    const { person } = await someone('repeated');
    const next = identity('周周周');
    const kept = await vault.keep({ person, identity: next, ref: 'r1' });
    expect(await vault.keep({ person, identity: next, ref: 'r1' })).toEqual(kept);
    const refused = { ok: false, reason: 'invalid', fields: ['identity'] };
    const swap = { person, identity: identity('吴吴吴'), ref: 'r1' };
    expect(await vault.keep(swap)).toEqual(refused);
    says(person, 'r0', 'r1');
    expect(await nameOf(person)).toBe('周周周');
    expect(await vault.keep(swap)).toEqual(refused);
    expect(await vault.keep({ ...swap, ref: 'r0' })).toEqual(refused);
  });
  it('belongs to its person, also when two were given one reference', async () => {
    const { person } = await someone('one');
    const { person: other } = await someone('other');
    await vault.keep({ person, identity: identity('甲甲'), ref: 'r1' });
    await vault.keep({ person: other, identity: identity('乙乙'), ref: 'r1' });
    says(person, 'r0', 'r1');
    says(other, 'r0', 'r1');
    expect([await nameOf(person), await nameOf(other)]).toEqual(['甲甲', '乙乙']);
  });
  it('stands last when its event is last, however many look at once', async () => {
    const { person } = await someone('many');
    const refs = Array.from({ length: 8 }, (_, index) => `r${String(index + 1)}`);
    for (const ref of refs)
      await vault.keep({ person, identity: identity(`钱${ref}`.replace(/\d/, '')), ref });
    says(person, 'r0', ...refs);
    const looks = await Promise.all(refs.map(() => vault.identities([person])));
    const last = await vault.identityAt(person, refs);
    for (const look of looks) expect(look.get(person)).toEqual(last);
    expect((await vault.identities([person])).get(person)).toEqual(last);
  });
});

describe('the paper of a version that waits', () => {
  it('is nobody else’s, until a day has passed without an event', async () => {
    const { person } = await someone('holder');
    const wanted = identity('郑一');
    await vault.keep({ person, identity: wanted, ref: 'dead' });
    const rival = idOf('rival');
    const put = () =>
      vault.keep({ person: rival, identity: { ...wanted, name: '郑二' }, ref: 'r0' });
    const known = { ok: false, reason: 'id-number-known', person };
    expect(await put()).toEqual(known);
    await pool.query(`update vault.identities set stored_at = now() - interval '2 days'`);
    named.set(person, [
      { ref: 'r0', stands: true },
      { ref: 'dead', stands: false },
    ]);
    expect(await put()).toEqual(known);
    says(person, 'r0');
    expect(await put()).toEqual({ ok: true });
  });
  it('goes to exactly one of many who want it at once', async () => {
    const people = await Promise.all(
      Array.from({ length: 10 }, (_, index) => someone(`wants ${String(index)}`)),
    );
    const wanted = identity('冯一');
    const outcomes = await Promise.all(
      people.map(({ person }) => vault.keep({ person, identity: wanted, ref: 'r1' })),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });
});

describe('looking back', () => {
  it('shows who the person was then', async () => {
    const { person } = await someone('history', identity('李原名'));
    await vault.keep({ person, identity: identity('李新名'), ref: 'r1' });
    says(person, 'r0', 'r1');
    expect(await nameOf(person)).toBe('李新名');
    expect(await nameOf(person, ['r0'])).toBe('李原名');
    expect(await nameOf(person, ['r0', 'r1'])).toBe('李新名');
    expect(await nameOf(person, [])).toBe('李原名');
  });
  it('knows what was there before versions had names', async () => {
    const person = idOf('old');
    await vault.put(person, identity('老记录'));
    await vault.keep({ person, identity: identity('新记录'), ref: 'r1' });
    says(person, 'r1');
    expect(await nameOf(person)).toBe('新记录');
    expect(await nameOf(person, [])).toBe('老记录');
  });
});

describe('the digests of a correction', () => {
  it('prove what stood before and after, to whoever has the key and to nobody else', async () => {
    const { person, first } = await someone('digested');
    const next = { ...first, name: '换名' };
    const kept = await vault.keep({ person, identity: next, ref: 'r1' });
    const { before, after } = (kept.ok && kept.digests) || { before: '', after: '' };
    for (const digest of [before, after]) expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await vault.digested(person, before)).toMatchObject(first);
    expect(await vault.digested(person, after)).toMatchObject(next);
    expect(await vault.digested(person, '0'.repeat(64))).toBeUndefined();
    says(person, 'r0', 'r1');
    const back = await vault.keep({ person, identity: first, ref: 'r2' });
    expect(back).toEqual({ ok: true, digests: { before: after, after: before } });
  });
  it('of the same identity are others under another pseudonym', async () => {
    const [one, two] = [await someone('d one'), await someone('d two')];
    const wanted = identity('同一人');
    const digestOf = async (person: string) => {
      const kept = await vault.keep({ person, identity: wanted, ref: 'r1' });
      return kept.ok ? kept.digests?.after : undefined;
    };
    const first = await digestOf(one.person);
    await vault.erase(one.person);
    expect(await vault.digested(one.person, first ?? '')).toBeUndefined();
    const second = await digestOf(two.person);
    expect(second).toBeDefined();
    expect(second).not.toBe(first);
  });
});

describe('erasing a person with versions', () => {
  it('leaves none of them, waiting or earlier', async () => {
    const { person, first } = await someone('erased');
    const next = identity('将删');
    await vault.keep({ person, identity: next, ref: 'r1' });
    says(person, 'r0', 'r1');
    await nameOf(person);
    await vault.keep({ person, identity: identity('待定'), ref: 'r2' });
    expect(await vault.erase(person)).toBe('erased');
    const { rows } = await pool.query('select 1 from vault.identities where person = $1', [person]);
    expect(rows).toEqual([]);
    expect(await nameOf(person)).toBe('erased');
    expect(await nameOf(person, ['r0'])).toBe('erased');
    expect(await vault.keep({ person, identity: next, ref: 'r3' })).toEqual({
      ok: false,
      reason: 'erased',
    });
    for (const { idNumber } of [first, next])
      expect(await vault.findByIdNumber(idNumber)).toEqual([]);
  });
});
