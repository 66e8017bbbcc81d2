import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Person } from './cast.js';
import { bootMs, proven, type Ground } from './ground.js';
import { openGround } from './open-ground.js';
import { pathAt } from './path.js';
import { replayOf, traineesWhere } from './reading.js';

// Another identity is another human behind the same pseudonym: what it takes to put one there, and how it shows.

let ground: Ground;
beforeAll(async () => {
  ground = await openGround('2024-03-04');
}, bootMs);
afterAll(() => ground.world.close());

const nameNow = async ({ id }: Person) => {
  const answer = (await ground.world.platform.vault.identities([id])).get(id);
  return answer?.state === 'known' ? answer.name : answer?.state;
};
const nameThen = async ({ id }: Person, at: { position?: string } = {}) =>
  (await replayOf(ground.cast.province, `person-${id}`, at))?.name;
const correctionOf = ({ id, identity }: Person, name: string) => ({
  ...{ personId: id, identity: { ...identity, name }, reason: 'NAME_CHANGED' },
});

describe('the identity of somebody whom nothing names yet', () => {
  it('is corrected by the registrar, by evidence, and looking back shows who it was', async () => {
    const person = await ground.cast.person();
    const { voice } = ground.cast.enterprise;
    const before = await nameThen(person);
    const correction = correctionOf(person, '司徒新名');
    const corrected = await voice.does('correctIdentity', correction, proven);
    expect(corrected.events).toMatchObject([{ type: 'PersonIdentityCorrected' }]);
    expect(await nameNow(person)).toBe('司徒新名');
    expect(await nameThen(person)).toMatch(/^司/);
    const position = String(BigInt(corrected.position ?? '0') - 1n);
    expect(await nameThen(person, { position })).toBe(before);
    const { after } = corrected.events[0]?.data ?? {};
    const { vault } = ground.world.platform;
    expect(await vault.digested(person.id, String(after))).toMatchObject({ name: '司徒新名' });
  });
});

describe('the identity of somebody on a path', () => {
  it('is another one only when a second person has read the same in the document', async () => {
    const { person } = await pathAt(ground, 'proposed');
    const { voice, second } = ground.cast.enterprise;
    const first = await nameNow(person);
    const correction = correctionOf(person, '司徒正名');
    const asked = await voice.does('correctIdentity', correction, proven);
    expect(asked.events).toMatchObject([{ type: 'IdentityCorrectionRequested' }]);
    const version = String(asked.events[0]?.data['version']);
    expect(await nameNow(person)).toBe(first);
    const { personId } = correction;
    const swapped = { ...correction.identity, name: '冒名者' };
    const confirm = { personId, version, identity: swapped };
    expect(await second.send('confirmIdentityCorrection', confirm)).toMatchObject({
      reasons: [{ code: 'E_INPUT', path: 'data.identity' }],
    });
    expect(await nameNow(person)).toBe(first);
    const right = { ...confirm, identity: correction.identity };
    const confirmed = await second.does('confirmIdentityCorrection', right);
    const { before, after } = asked.events[0]?.data ?? {};
    expect(before).not.toBe(after);
    expect(confirmed.events[0]?.data).toMatchObject({ version, before, after });
    expect(await nameNow(person)).toBe('司徒正名');
    const found = await traineesWhere(ground.world, voice, { name: '司徒正名' });
    expect(found).toEqual([person.id]);
    expect(await second.does('confirmIdentityCorrection', right)).toMatchObject({ events: [] });
  });
  it('is confirmed by a bureau where the registrar has nobody else', async () => {
    const { person } = await pathAt(ground, 'proposed');
    const correction = correctionOf(person, '司徒独名');
    const { voice } = ground.cast.enterprise;
    const asked = await voice.does('correctIdentity', correction, proven);
    const { personId, identity } = correction;
    const version = asked.events[0]?.data['version'];
    await ground.cast.bureau.does('confirmIdentityCorrection', { personId, version, identity });
    expect(await nameNow(person)).toBe('司徒独名');
  });
});

describe('an identity whose event was never stored', () => {
  it('is nobody’s: the writer died after the vault had it', async () => {
    const person = await ground.cast.person();
    const first = await nameNow(person);
    const { vault } = ground.world.platform;
    const { idKind, ...identity } = person.identity;
    const swapped = { ...identity, idKind: 'resident-id' as const, name: '冒名者' };
    expect(idKind).toBe('RESIDENT_ID');
    await vault.keep({ person: person.id, identity: swapped, ref: randomUUID() });
    expect(await nameNow(person)).toBe(first);
    expect(await vault.findByName('冒名者')).toEqual([]);
  });
});
