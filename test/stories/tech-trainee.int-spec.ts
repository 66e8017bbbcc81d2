import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '#kernel';
import { approve, batchAt, fileBody } from './batch.js';
import { bootMs, sha256, type Ground } from './ground.js';
import { occupation, postOf } from './offer.js';
import { openGround } from './open-ground.js';
import type { Path } from './path.js';
import { contractOf, draftOf, proposal, sign } from './path-steps.js';
import { replayOf, traineeOf, typesAbout } from './reading.js';
import { openBase } from './sessions.js';
import { trainFor } from './year-of-hours.js';

// One 技培生 from nothing to promoted: recruited in public, employed first, trained in several posts.

let ground: Ground;
let path: Path;
let one: { apprenticeshipId: string };
const see = () => traineeOf(ground.world, ground.cast.enterprise.voice, path.person.id);
const does = (name: string, input: object) => ground.cast.enterprise.voice.does(name, input);

beforeAll(async () => {
  ground = await openGround('2023-03-01');
  const { cast, offer } = ground;
  const id = randomUUID();
  path = {
    ...{ id, programme: 'TECH_TRAINEE', digest: sha256(id) },
    person: await cast.person('2001-09-09'),
    mentor: await offer.mentor(),
    ...{ planId: offer.plans.tech, postId: offer.postId },
    ...{ from: '2023-04-10', until: '2024-04-09' },
  };
  one = { apprenticeshipId: id };
}, bootMs);
afterAll(() => ground.world.close());

describe('a tech trainee before the training', () => {
  it('is selected under a public call and proposed for its post', async () => {
    const { recruitmentId } = ground.offer;
    const selected = await ground.cast.enterprise.voice.sendMany('selectCandidate', [
      { recruitmentId, person: path.person.id },
      { recruitmentId, person: (await ground.cast.person()).id },
    ]);
    expect(selected).toMatchObject({ accepted: 2, rejected: 0 });
    await does('proposeApprenticeship', proposal(ground, path));
    expect((await see()).state).toBe('SELECTED');
  });
  it('is employed and insured first', async () => {
    const contract = await does('signLaborContract', contractOf(ground, path, '2023-03-01'));
    expect(contract.events[0]?.data['warnings']).toEqual([]);
    const insured = { since: '2023-03-01', insuredBy: ground.cast.enterprise.id };
    await ground.cast.bureau.does('confirmSocialInsurance', { ...one, ...insured });
    expect((await see()).state).toBe('EMPLOYED');
  });
  it('agrees without a college, and is filed', async () => {
    await does('draftAgreement', draftOf(path));
    await sign(ground, path);
    expect((await see()).state).toBe('AGREED');
    await does('fileApprenticeship', one);
    await ground.cast.bureau.does('acceptFiling', { ...one, filingNumber: 'SZ2023-T001' });
    expect((await see()).state).toBe('FILED');
  });
  it('has a career plan, a mentor, insurance and an induction', async () => {
    const plan = { channel: 'TECHNICAL', targetLevel: 'SENIOR', reviewOn: '2024-04-09' };
    await does('setCareerPlan', { ...one, ...plan });
    await does('assignPromotionChannel', { ...one, channel: 'SPECIALIST' });
    await does('assignMentor', { ...one, mentor: path.mentor.id });
    const policy = { policyNumber: 'GS-2023-5', from: '2023-03-01', until: '2026-02-28' };
    await does('coverInsurance', { ...one, ...policy });
    ground.world.clock.set('2023-04-10');
    await does('passSafetyInduction', { ...one, on: '2023-04-10' });
    await does('startTraining', { ...one, on: '2023-04-10' });
    expect(await see()).toMatchObject({ state: 'IN_TRAINING', mentor: path.mentor.id });
  });
});

describe('a tech trainee in training and after', () => {
  it('gathers hours at the enterprise and at a base, and turns through two posts', async () => {
    const base = await openBase(ground);
    await trainFor(ground, path, base, { days: 19, from: '2023-04-11', until: '2023-10-13' });
    ground.world.clock.set('2023-10-13');
    const rotation = { postId: ground.offer.secondPostId, from: '2023-07-03', until: '2023-10-13' };
    await does('recordPostRotation', { ...one, ...rotation });
    await does('evaluateMidTerm', { ...one, on: ground.world.clock.today(), passed: true });
    await trainFor(ground, path, base, { days: 19, from: '2023-10-16', until: '2024-04-09' });
    const sums = (await see()).hours.map(({ activity, venue, recognisedMinutes }) => [
      ...[activity, venue, recognisedMinutes],
    ]);
    expect(sums).toEqual([
      ['practice', 'base', 10 * 480],
      ['practice', 'enterprise', 18 * 480],
      ['theory', 'enterprise', 10 * 480],
    ]);
  });
  it('completes, passes the final assessment and receives the training certificate', async () => {
    ground.world.clock.set('2024-04-10');
    const done = await does('completeTraining', { ...one, on: '2024-04-10' });
    expect(done.events[0]?.data).toMatchObject({ classHours: 405 });
    const assessors = [(await ground.cast.person('1977-01-01')).id];
    const scores = { on: '2024-04-10', theory: 75, practice: 92, conduct: 88, assessors };
    await does('recordFinalAssessment', { ...one, ...scores });
    const certificateId = randomUUID();
    await does('issueTrainingCertificate', { ...one, certificateId });
    expect(await see()).toMatchObject({
      ...{ state: 'CERTIFIED', certificates: [{ certificateId, kind: 'training' }] },
    });
  });
  it('passes a level assessment that the enterprise applied for', async () => {
    const { cast } = ground;
    const filed = await fileBody(ground, cast.body);
    const candidates = [
      { person: { ...path.person, voice: cast.enterprise.voice }, path: path.id },
    ];
    const opened = await batchAt(ground, filed, 'notice', { candidates });
    await approve(ground, opened);
    const { batchId, body } = opened;
    const paper = {
      certificateId: randomUUID(),
      body: body.id,
      batchId,
      candidate: path.person.id,
    };
    await body.voice.does('numberCertificate', paper);
    await body.voice.does('issueLevelCertificate', { certificateId: paper.certificateId });
    expect((await see()).certificates).toMatchObject([
      { kind: 'training' },
      { kind: 'level', level: 'INTERMEDIATE', standing: 'issued' },
    ]);
  });
  it('is confirmed, graded on the certificate and promoted by the enterprise’s own assessment', async () => {
    ground.world.clock.set('2024-06-03');
    await does('confirmProbation', one);
    await does('gradeLevel', { ...one, level: 'INTERMEDIATE', basis: 'LEVEL_CERTIFICATE' });
    expect((await see()).state).toBe('CONFIRMED');
    ground.world.clock.set('2025-06-03');
    await does('promote', { ...one, level: 'SENIOR', basis: 'ENTERPRISE_ASSESSMENT' });
    await does('checkRetention', { ...one, months: 24, retained: true });
    expect(await see()).toMatchObject({ state: 'PROMOTED', employment: { level: 'SENIOR' } });
  });
  it('can be replayed as the bureau sees it', async () => {
    const subject = `person-${path.person.id}`;
    const replayed = await replayOf(ground.cast.bureau, subject);
    expect(replayed?.events.map(({ type }) => type)).toEqual(
      await typesAbout(ground.cast.province, subject),
    );
    const state = replayed?.states[`employment-${path.id}`];
    expect(state).toMatchObject({ level: 'SENIOR', confirmedOn: '2024-06-03' });
  });
});

describe('a contract below the minimum wage', () => {
  const signedToday = async (contractNumber: string) => {
    const { cast, world } = ground;
    const { rival } = cast;
    const person = await cast.person();
    const [postId, recruitmentId, apprenticeshipId] = [randomUUID(), randomUUID(), randomUUID()];
    const post = { ...postOf(cast, postId), enterprise: rival.id, occupation };
    await rival.voice.does('publishPost', post);
    const today = world.clock.today();
    const call = { recruitmentId, enterprise: rival.id, postId, quota: 2, criteria: '公开招募' };
    await rival.voice.does('openRecruitment', { ...call, from: today, until: today });
    await rival.voice.does('selectCandidate', { recruitmentId, person: person.id });
    await rival.voice.does('proposeApprenticeship', {
      ...{ apprenticeshipId, person: person.id, programme: 'TECH_TRAINEE', postId, recruitmentId },
      enterprise: rival.id,
    });
    const signed = await rival.voice.does('signLaborContract', {
      ...{ apprenticeshipId, person: person.id, enterprise: rival.id, contractNumber },
      ...{ from: today, until: addDays(today, 400), hiredOn: today, monthlyWageYuan: 2100 },
    });
    return signed.events[0];
  };

  it('is recorded by the pack of the province while the city has no figure', async () => {
    ground.world.clock.set('2025-02-28');
    expect(await signedToday('GZ-1')).toMatchObject({
      ...{ rules: '44/tech-trainee/2022-10-01/1', data: { warnings: [] } },
    });
  });
  it('is recorded with a warning from the day the city has one', async () => {
    ground.world.clock.set('2025-03-01');
    expect(await signedToday('GZ-2')).toMatchObject({
      ...{ rules: '4401/tech-trainee/2025-03-01/1', data: { warnings: ['W_WAGE'] } },
    });
  });
});
