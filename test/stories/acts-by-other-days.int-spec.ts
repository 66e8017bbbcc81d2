import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '#kernel';
import { batchAt, fileBody } from './batch.js';
import { bootMs, type Ground } from './ground.js';
import { openGround } from './open-ground.js';
import { pathAt, type Path } from './path.js';
import { contractOf } from './path-steps.js';
import { inDays, later } from './refusals/refusal.js';

// Not every command calls its day `on`. None of these sends an `occurredOn`: the day they name is the one that counts.
let ground: Ground;
let path: Path;
let proposed: Path;
let batchId: string;
let bodyVoice: Ground['cast']['enterprise']['voice'];
beforeAll(async () => {
  ground = await openGround('2024-03-04');
  const filed = await fileBody(ground, ground.cast.body);
  bodyVoice = filed.body.voice;
  batchId = (await batchAt(ground, filed, 'qualified')).batchId;
  path = await pathAt(ground, 'training');
  proposed = await pathAt(ground, 'proposed', { programme: 'TECH_TRAINEE' });
  later(ground, 70);
}, bootMs);
afterAll(() => ground.world.close());

const works = () => ground.cast.enterprise.voice;
const own = (it: Path) => ({ apprenticeshipId: it.id });
const tooLate = (days: number) => ({
  reasons: [{ code: 'E_LATE', detail: { days, limit: 30 } }],
});

describe('an act of long ago, told without saying when', () => {
  it('is late by the last day of a rotation', async () => {
    const until = inDays(ground, -31);
    const rotation = { postId: ground.offer.secondPostId, from: addDays(until, -10), until };
    const sent = works().send('recordPostRotation', { ...own(path), ...rotation });
    expect(await sent).toMatchObject(tooLate(31));
  });
  it('is late by the last day of the month under review', async () => {
    const review = { ...own(path), month: '2024-03', grade: 'GOOD' };
    expect(ground.world.clock.today()).toBe('2024-05-13');
    expect(await works().send('recordPracticeReview', review)).toMatchObject(tooLate(43));
    const next = { ...review, month: '2024-04' };
    await works().does('recordPracticeReview', next);
  });
  it('is late by the first day of a cover', async () => {
    const cover = { from: inDays(ground, -31), until: inDays(ground, 300) };
    const insured = { ...own(path), policyNumber: 'GY-2024-0002', ...cover };
    expect(await works().send('coverInsurance', insured)).toMatchObject(tooLate(31));
  });
  it('is late by the first day of a contract, and of the insurance that goes with it', async () => {
    const old = contractOf(ground, proposed, inDays(ground, -31));
    expect(await works().send('signLaborContract', old)).toMatchObject(tooLate(31));
    await works().does('signLaborContract', contractOf(ground, proposed, inDays(ground, -30)));
    const insured = { ...own(proposed), insuredBy: ground.cast.enterprise.id };
    const since = (days: number) => ({ ...insured, since: inDays(ground, days) });
    const { bureau } = ground.cast;
    expect(await bureau.send('confirmSocialInsurance', since(-31))).toMatchObject(tooLate(31));
    expect(await bureau.send('confirmSocialInsurance', since(1))).toMatchObject({
      reasons: [{ code: 'E_FUTURE' }],
    });
  });
  it('is late by the day an assessment was scheduled for', async () => {
    const scheduled = { batchId, site: '深圳考点', siteVerified: true };
    const sent = bodyVoice.send('scheduleAssessment', { ...scheduled, on: inDays(ground, -31) });
    expect(await sent).toMatchObject(tooLate(31));
  });
  it('cannot be a career plan whose review has passed, nor one set as of long ago', async () => {
    const plan = { ...own(path), channel: 'TECHNICAL', targetLevel: 'SENIOR' };
    const reviewOn = inDays(ground, -31);
    expect(await works().send('setCareerPlan', { ...plan, reviewOn })).toMatchObject({
      reasons: [{ code: 'E_INPUT', detail: { path: 'reviewOn' } }],
    });
    const sent = works().send('setCareerPlan', { ...plan, reviewOn }, { occurredOn: reviewOn });
    expect(await sent).toMatchObject(tooLate(31));
  });
});

describe('an act whose day lies ahead', () => {
  it('happened on the day it is recorded', async () => {
    const today = { events: [{ occurredOn: ground.world.clock.today() }] };
    const from = inDays(ground, 1);
    const cover = { policyNumber: 'GY-2024-0003', from, until: inDays(ground, 300) };
    expect(await works().does('coverInsurance', { ...own(path), ...cover })).toMatchObject(today);
    const other = await pathAt(ground, 'proposed', { programme: 'TECH_TRAINEE' });
    const contract = contractOf(ground, other, from);
    expect(await works().does('signLaborContract', contract)).toMatchObject(today);
    const scheduled = { batchId, on: from, site: '深圳考点', siteVerified: true };
    expect(await bodyVoice.does('scheduleAssessment', scheduled)).toMatchObject(today);
  });
});
