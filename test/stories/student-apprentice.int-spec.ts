import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { approve, batchAt, fileBody } from './batch.js';
import { bootMs, proven, sha256, type Ground } from './ground.js';
import { qualify } from './offer.js';
import { openGround } from './open-ground.js';
import type { Path } from './path.js';
import { contractOf, draftOf, proposal } from './path-steps.js';
import {
  replayOf,
  rosterOf,
  traineeOf,
  traineesWhere,
  typesAbout,
  certificateOf,
} from './reading.js';
import { entryOf, held, logged, openBase } from './sessions.js';
import { trainFor } from './year-of-hours.js';

// One student apprentice (学生学徒) from nothing to promoted, row by row of the life of a student apprentice. The acts are told in
// the order they happen; each builds on those before it.

let ground: Ground;
let path: Path;
let one: { apprenticeshipId: string };
let base: Awaited<ReturnType<typeof openBase>>;
const today = () => ground.world.clock.today();
const see = () => traineeOf(ground.world, ground.cast.enterprise.voice, path.person.id);
const possible = async () =>
  (await see()).nextSteps.flatMap((step) => (step.possible ? [step.command] : []));
const by = (who: 'enterprise' | 'college') => ground.cast[who].voice;

beforeAll(async () => {
  ground = await openGround('2023-03-01');
  const { cast, offer } = ground;
  const id = randomUUID();
  path = {
    ...{ id, programme: 'STUDENT_APPRENTICE', digest: sha256(id) },
    person: await cast.person('2005-05-05'),
    mentor: await offer.mentor(),
    ...{ planId: offer.plans.student, postId: offer.postId },
    ...{ from: '2023-04-03', until: '2024-04-02' },
  };
  one = { apprenticeshipId: id };
  base = await openBase(ground);
}, bootMs);
afterAll(() => ground.world.close());

describe('a student apprentice before the training', () => {
  it('is proposed for a post and says yes', async () => {
    await by('enterprise').does('proposeApprenticeship', proposal(ground, path));
    await path.person.voice.does('stateEmploymentIntent', one);
    expect(await see()).toMatchObject({ state: 'PROPOSED', name: expect.stringMatching(/\*/) });
  });
  it('is vouched for by the college', async () => {
    const graduates = { ...one, graduatesOn: '2023-06-30' };
    await by('college').does('confirmEligibility', graduates);
    expect(await possible()).toEqual(['DraftAgreement']);
    expect((await see()).state).toBe('ELIGIBLE');
  });
  it('agrees with all parties, and a minor with a guardian', async () => {
    await by('enterprise').does('draftAgreement', draftOf(path));
    const signed = { ...one, digest: path.digest };
    await by('enterprise').does('signAgreement', { ...signed, party: 'ENTERPRISE' });
    await by('college').does('signAgreement', { ...signed, party: 'COLLEGE' });
    const last = await path.person.voice.does('signAgreement', { ...signed, party: 'TRAINEE' });
    expect(last.events.map(({ type }) => type)).toEqual(['AgreementSigned']);
    expect(await path.person.voice.send('recordGuardianConsent', one)).toMatchObject({
      reasons: [{ code: 'E_INPUT' }],
    });
    const consent = await path.person.voice.does('recordGuardianConsent', one, proven);
    expect(consent.events.map(({ type }) => type)).toEqual([
      'GuardianConsentRecorded',
      'AgreementConcluded',
    ]);
    expect((await see()).state).toBe('AGREED');
  });
  it('is filed in time, returned once and accepted', async () => {
    const { bureau } = ground.cast;
    await by('enterprise').does('fileApprenticeship', one);
    await bureau.does('returnFiling', { ...one, reason: 'INCOMPLETE' });
    ground.world.clock.set('2023-03-08');
    const filed = await by('enterprise').does('fileApprenticeship', one);
    expect(filed.events[0]?.data).toMatchObject({ plannedStart: '2023-04-03', late: false });
    await bureau.does('acceptFiling', { ...one, filingNumber: 'SZ2023-0001' });
    expect(await possible()).toEqual([
      ...['EnrolInClass', 'AssignMentor', 'CoverInsurance', 'PassSafetyInduction'],
    ]);
    expect((await see()).state).toBe('FILED');
  });
  it('has a seat, a mentor, insurance and a safety induction', async () => {
    const classId = await ground.offer.classId();
    await by('enterprise').does('enrolInClass', { ...one, classId });
    await by('enterprise').does('assignMentor', { ...one, mentor: path.mentor.id });
    const policy = { policyNumber: 'GY-2023-77', from: '2023-04-01', until: '2024-05-31' };
    await by('enterprise').does('coverInsurance', { ...one, ...policy });
    ground.world.clock.set('2023-04-01');
    await by('enterprise').does('passSafetyInduction', { ...one, on: '2023-04-01' });
    expect(await see()).toMatchObject({ state: 'ENROLLED', classId, mentor: path.mentor.id });
    expect(await rosterOf(ground.world, by('college'), classId)).toEqual([path.person.id]);
  });
});

describe('a student apprentice in training', () => {
  it('starts on the day agreed', async () => {
    ground.world.clock.set('2023-04-03');
    expect(await possible()).toContain('StartTraining');
    await by('enterprise').does('startTraining', { ...one, on: '2023-04-03' });
    expect(await see()).toMatchObject({ state: 'IN_TRAINING', until: '2024-04-02' });
  });
  it('disputes an hour that was wrong, which is taken back and replaced', async () => {
    const { voice, second } = ground.cast.enterprise;
    const { entry } = await logged(ground, path.id, { on: today() });
    const dispute = { ...one, entry, reason: 'WRONG_TIME', note: '我九点才到' };
    await path.person.voice.does('disputeHours', dispute);
    const session = await held(ground, { on: today(), from: '09:00', to: '12:00' }, [path.id]);
    const replacement = randomUUID();
    await voice.does('correctHours', {
      ...{ ...one, entry, replacement, session, checkIn: 'FACE', reason: 'WRONG_TIME' },
    });
    await second.does('confirmHours', { ...one, entry: replacement });
    expect((await see()).hours).toEqual([
      {
        ...{ activity: 'practice', venue: 'enterprise', entries: 1 },
        ...{ loggedMinutes: 180, recognisedMinutes: 180 },
      },
    ]);
  });
  it('has hours at a base refused when they are not in the plan', async () => {
    const { base: operator, enterprise } = ground.cast;
    ground.world.clock.set('2023-04-04');
    const lesson = { on: today(), venue: 'BASE', ...base, organizer: operator } as const;
    const session = await held(ground, lesson, [path.id]);
    const entry = randomUUID();
    await operator.voice.does('logHours', entryOf(path.id, session, entry));
    await enterprise.second.does('refuseBaseHours', { ...one, entry, reason: 'NOT_IN_PLAN' });
    expect((await see()).hours).toContainEqual({
      ...{ activity: 'practice', venue: 'base', entries: 1 },
      ...{ loggedMinutes: 240, recognisedMinutes: 0 },
    });
  });
  it('graduates while training, is interrupted, and goes on a little longer with another mentor', async () => {
    await trainFor(ground, path, base, { days: 12, from: '2023-04-06', until: '2023-07-28' });
    await by('college').does('graduate', { ...one, on: '2023-06-30' });
    ground.world.clock.set('2023-08-07');
    await by('enterprise').does('suspendTraining', { ...one, on: '2023-08-07', reason: 'ILLNESS' });
    expect((await see()).state).toBe('SUSPENDED');
    ground.world.clock.set('2023-08-21');
    await by('enterprise').does('resumeTraining', { ...one, on: '2023-08-21' });
    await by('enterprise').does('changeTerm', {
      ...{ ...one, until: '2024-04-16', reason: 'SUSPENSION' },
    });
    const mentor = await ground.cast.person('1981-01-01');
    await qualify(ground.cast, mentor);
    const change = { ...one, mentor: mentor.id, reason: 'ROTATION' };
    await by('enterprise').does('changeMentor', change);
    for (const kind of ['SUSPENSION', 'RESUMPTION', 'TERM', 'MENTOR'])
      for (const voice of [path.person.voice, by('college')])
        await voice.does('acknowledgeChange', { ...one, change: kind });
    expect(await see()).toMatchObject({
      ...{ state: 'IN_TRAINING', until: '2024-04-16', mentor: mentor.id },
    });
  });
  it('works in another post, is reviewed and evaluated in mid-term', async () => {
    await trainFor(ground, path, base, { days: 8, from: '2023-08-22', until: '2023-10-27' });
    const { secondPostId: postId } = ground.offer;
    await by('enterprise').does('recordPostRotation', {
      ...{ ...one, postId, from: '2023-09-01', until: today() },
    });
    await by('enterprise').does('recordPracticeReview', {
      ...{ ...one, month: '2023-09', grade: 'EXCELLENT' },
    });
    await by('enterprise').does('evaluateMidTerm', { ...one, on: today(), passed: true });
    await by('enterprise').does('reportIncident', { ...one, on: today(), severity: 'NEAR_MISS' });
    expect((await see()).milestones.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['PostRotationRecorded', 'MidTermEvaluated', 'IncidentReported']),
    );
  });
  it('completes when the term is over and the hours suffice', async () => {
    await trainFor(ground, path, base, { days: 18, from: '2023-10-30', until: '2024-04-12' });
    ground.world.clock.set('2024-04-15');
    await by('college').does('endorseCompletion', one);
    const early = await by('enterprise').send('completeTraining', { ...one, on: '2024-04-15' });
    expect(early).toMatchObject({ reasons: [{ code: 'E_TERM_OPEN', clause: '2.1.4' }] });
    ground.world.clock.set('2024-04-16');
    expect(await possible()).toContain('CompleteTraining');
    const done = await by('enterprise').does('completeTraining', { ...one, on: '2024-04-16' });
    // Thirty-eight whole days and the three hours of the first.
    expect(done.events[0]?.data).toMatchObject({ recognisedMinutes: 18_420, classHours: 409 });
    expect((await see()).state).toBe('COMPLETED');
  });
});

describe('a student apprentice after the training', () => {
  let level: { certificateId: string; number: string };

  it('passes the final assessment at the second attempt', async () => {
    const assessors = [(await ground.cast.person('1976-01-01')).id, path.mentor.id];
    const scores = { on: '2024-04-16', theory: 81, conduct: 90, assessors };
    await by('enterprise').does('recordFinalAssessment', { ...one, ...scores, practice: 55 });
    expect((await see()).state).toBe('COMPLETED');
    await by('enterprise').does('recordFinalAssessment', { ...one, ...scores, practice: 78 });
    expect(await possible()).toContain('IssueTrainingCertificate');
    expect((await see()).state).toBe('ASSESSED');
  });
  it('receives training certificate and appointment notice', async () => {
    const certificateId = randomUUID();
    await by('enterprise').does('issueTrainingCertificate', { ...one, certificateId });
    const { postId } = ground.offer;
    await by('enterprise').does('issueAppointmentNotice', { certificateId, postId });
    const { state, certificates } = await see();
    expect(state).toBe('CERTIFIED');
    expect(certificates).toMatchObject([{ certificateId, kind: 'training', standing: 'issued' }]);
    const { number = '' } = certificates[0] ?? {};
    expect(await certificateOf(ground.world, path.person.voice, number)).toMatchObject({
      ...{ certificateId, kind: 'TRAINING', issuedOn: '2024-04-16' },
    });
  });
  it('passes a level assessment of a filed body and is certified', async () => {
    const candidates = [{ person: path.person, path: path.id }];
    const filed = await fileBody(ground, ground.cast.body);
    const opened = await batchAt(ground, filed, 'notice', { candidates });
    await approve(ground, opened);
    const certificateId = randomUUID();
    const { batchId, body } = opened;
    const numbered = await body.voice.does('numberCertificate', {
      ...{ certificateId, body: body.id, batchId, candidate: path.person.id },
    });
    await body.voice.does('issueLevelCertificate', { certificateId });
    const number = String(numbered.events[0]?.data['number']);
    expect(number).toMatch(/^S001244\d{6}244000001$/);
    level = { certificateId, number };
    expect((await see()).certificates).toContainEqual({
      ...{ certificateId, number, kind: 'level', level: 'INTERMEDIATE', standing: 'issued' },
    });
  });
  it('is hired as an employee', async () => {
    ground.world.clock.set('2024-05-06');
    await by('enterprise').does('signLaborContract', contractOf(ground, path, '2024-05-06'));
    const insured = { since: '2024-05-06', insuredBy: ground.cast.enterprise.id };
    await ground.cast.bureau.does('confirmSocialInsurance', { ...one, ...insured });
    await by('enterprise').does('hireApprentice', one);
    expect(await see()).toMatchObject({
      ...{ state: 'HIRED', employment: { hiredOn: '2024-05-06', insured: true } },
    });
  });
  it('is confirmed in post and graded, and the person is free for another path', async () => {
    ground.world.clock.set('2024-08-06');
    await by('enterprise').does('confirmProbation', one);
    const graded = { level: 'JUNIOR', label: '岭粤二级技工', basis: 'CONVERSION' };
    await by('enterprise').does('gradeLevel', { ...one, ...graded });
    expect(await see()).toMatchObject({
      ...{ state: 'CONFIRMED', employment: { level: 'JUNIOR', label: '岭粤二级技工' } },
    });
    const second = { ...proposal(ground, path), apprenticeshipId: randomUUID() };
    let outcome = await by('enterprise').send('proposeApprenticeship', second, { preview: true });
    // The release follows by itself, a moment after.
    for (let tries = 0; tries < 100 && outcome.__typename === 'Rejected'; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      outcome = await by('enterprise').send('proposeApprenticeship', second, { preview: true });
    }
    expect(outcome.__typename).toBe('Accepted');
  });
  it('is retained, moved and promoted on the certificate', async () => {
    ground.world.clock.set('2024-11-06');
    await by('enterprise').does('checkRetention', { ...one, months: 6, retained: true });
    await by('enterprise').does('changePost', { ...one, postId: ground.offer.secondPostId });
    const promoted = { level: 'INTERMEDIATE', basis: 'LEVEL_CERTIFICATE' };
    const { certificateId } = level;
    await by('enterprise').does('promote', { ...one, ...promoted, certificateId });
    expect(await see()).toMatchObject({
      state: 'PROMOTED',
      postId: ground.offer.secondPostId,
      employment: { level: 'INTERMEDIATE', retained: [{ months: 6, retained: true }] },
    });
  });
});

describe('a student apprentice looked back upon', () => {
  it('is found by state, by full name and by identity number, and by nobody else', async () => {
    const { world, cast } = ground;
    const { name, idNumber } = path.person.identity;
    const found = [path.person.id];
    expect(await traineesWhere(world, by('enterprise'), { state: 'PROMOTED' })).toEqual(found);
    expect(await traineesWhere(world, by('college'), { name })).toEqual(found);
    expect(await traineesWhere(world, cast.bureau, { idNumber })).toEqual(found);
    expect(await traineesWhere(world, cast.rival.voice, { idNumber })).toEqual([]);
    expect(await traineesWhere(world, cast.farBureau, { name })).toEqual([]);
  });
  it('has a timeline without a name in it, the same for the events and the replay', async () => {
    const subject = `person-${path.person.id}`;
    const types = await typesAbout(ground.cast.province, subject);
    const replayed = await replayOf(ground.cast.province, subject);
    expect(replayed?.events.map(({ type }) => type)).toEqual(types);
    expect(replayed?.integrity).toMatchObject({ events: types.length, complete: true });
    const text = JSON.stringify(replayed);
    const { name, idNumber, phone } = path.person.identity;
    for (const personal of [name, idNumber, phone]) expect(text).not.toContain(personal);
  });
});
