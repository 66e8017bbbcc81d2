import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Voice } from '../support/voice.js';
import { batchAt, fileBody, type Opened } from './batch.js';
import { bootMs, type Ground } from './ground.js';
import { openGround } from './open-ground.js';
import { pathAt, type Path } from './path.js';
import { batchOf, eventsAbout, replayOf, rosterOf, traineeOf, traineesWhere } from './reading.js';
import type { Connection } from './reading.js';

// What a token names beside its role must neither widen nor narrow what the role may see.

let ground: Ground;
let path: Path;
let opened: Opened;
let number: string;
beforeAll(async () => {
  ground = await openGround('2024-03-04');
  const { enterprise, body } = ground.cast;
  path = await pathAt(ground, 'passed');
  const issued = { certificateId: randomUUID(), apprenticeshipId: path.id };
  const { events } = await enterprise.voice.does('issueTrainingCertificate', issued);
  number = String(events[0]?.data['number']);
  opened = await batchAt(ground, await fileBody(ground, body), 'scored', {
    candidates: [{ person: path.person, path: path.id }],
  });
}, bootMs);
afterAll(() => ground.world.close());

const numbersSeen = async (who: Voice) => {
  const { certificates } = await who.ask<{ certificates: Connection<{ number: string }> }>(
    `{ certificates(atLeast: "${ground.world.seen()}") { edges { node { number } } } }`,
  );
  return certificates.edges.map(({ node }) => node.number);
};
const subjectOf = () => `person-${path.person.id}`;

describe('a token that names the employer of a trainee or an assessor', () => {
  const employers = () => [ground.cast.enterprise.id, ground.cast.body.id, ground.cast.college.id];
  const employed = (role: 'trainee' | 'assessor', person: string) =>
    employers().map((organization) =>
      ground.world.as({ user: `${role}-${person}`, role, person, organization, region: '4403' }),
    );
  const strange = (role: 'trainee' | 'assessor') => employed(role, ground.cast.stranger().id);
  const singles = (): readonly string[] => [
    `{ trainee(id: "${path.person.id}") { id hours { entries } hoursLedger { edges { cursor } } } }`,
    `{ certificate(number: "${number}") { number } }`,
    `{ assessmentBatch(id: "${opened.batchId}") { detail } }`,
    `{ replay(subject: "${subjectOf()}") { position } }`,
    ...employers().map((id) => `{ replay(subject: "organization-${id}") { position } }`),
  ];

  it('shows a trainee nothing of what its employer sees', async () => {
    await numbersSeen(ground.cast.province);
    for (const who of strange('trainee')) {
      expect(await eventsAbout(who, subjectOf())).toEqual([]);
      for (const id of employers())
        expect(await eventsAbout(who, `organization-${id}`)).toEqual([]);
      expect(await traineesWhere(ground.world, who, {})).toEqual([]);
      expect(await rosterOf(ground.world, who, await ground.offer.classId())).toEqual([]);
      expect(await numbersSeen(who)).toEqual([]);
      for (const query of singles())
        expect([query, (await who.try(query)).status]).toEqual([query, 403]);
    }
  });
  it('shows an assessor nothing of what its employer sees', async () => {
    for (const who of strange('assessor')) {
      expect(await eventsAbout(who, subjectOf())).toEqual([]);
      for (const id of employers())
        expect(await eventsAbout(who, `organization-${id}`)).toEqual([]);
      const lists = ['{ trainees { edges { cursor } } }', '{ certificates { edges { cursor } } }'];
      for (const query of [...singles(), ...lists])
        expect([query, (await who.try(query)).status]).toEqual([query, 403]);
    }
  });
  it('takes nothing of their own from them', async () => {
    const { world, cast } = ground;
    for (const who of employed('trainee', path.person.id)) {
      expect(await traineesWhere(world, who, {})).toEqual([path.person.id]);
      expect((await traineeOf(world, who, path.person.id)).hours.length).toBeGreaterThan(0);
      expect(await numbersSeen(who)).toEqual([number]);
      const seen = await replayOf(who, subjectOf());
      expect(seen).toEqual(await replayOf(cast.province, subjectOf()));
    }
    for (const who of employed('assessor', opened.panel[0]?.id ?? ''))
      expect((await batchOf(world, who, opened.batchId))?.detail.candidates).toHaveLength(1);
  });
});

describe('a region in a token', () => {
  const regulator = (role: 'city-bureau' | 'province', region: string) =>
    ground.world.as({ user: `${role}-${region}`, role, region });
  const found = async (who: Voice) => {
    const { world, offer } = ground;
    const { idNumber, name } = path.person.identity;
    return {
      trainees: await traineesWhere(world, who, {}),
      roster: await rosterOf(world, who, await offer.classId()),
      byIdNumber: await traineesWhere(world, who, { idNumber }),
      byName: await traineesWhere(world, who, { name }),
      certificates: await numbersSeen(who),
    };
  };

  it.each([
    ['city-bureau', '4403'],
    ['city-bureau', '440300'],
    ['province', '44'],
    ['province', '4400'],
    ['province', '440000'],
  ] as const)('shows a %s of %s what lies in it, in every list', async (role, region) => {
    const { person } = path;
    expect(await found(regulator(role, region))).toEqual({
      trainees: [person.id],
      roster: [person.id],
      byIdNumber: [person.id],
      byName: [person.id],
      certificates: [number],
    });
  });
  it.each([
    ['city-bureau', '4401'],
    ['city-bureau', '440100'],
    ['city-bureau', '440301'],
    ['province', '45'],
    ['province', '450000'],
  ] as const)('shows a %s of %s nothing of elsewhere', async (role, region) => {
    const none = { trainees: [], roster: [], byIdNumber: [], byName: [], certificates: [] };
    expect(await found(regulator(role, region))).toEqual(none);
  });
  it('that is missing is nowhere', async () => {
    const nowhere = ground.world.as({ user: 'nowhere', role: 'city-bureau' });
    expect(await traineesWhere(ground.world, nowhere, {})).toEqual([]);
    expect(await numbersSeen(nowhere)).toEqual([]);
  });
});
