import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '#kernel';
import {
  application,
  batchAt,
  fileBody,
  openBatch,
  scoreOf,
  type Filed,
  type Opened,
} from './batch.js';
import type { Organization, Person } from './cast.js';
import { bootMs, proven, type Ground } from './ground.js';
import { openGround } from './open-ground.js';
import { pathAt, type Path } from './path.js';
import { certificateOf, replayOf, traineeOf, type CertificateView } from './reading.js';

// The life of both kinds of certificate: from the application to the register, and all that may become of a paper afterwards.

const right = '6-31-01-99';
let ground: Ground;
let filed: Filed;
let path: Path;
let paper: { certificateId: string; number: string };
const read = (number = paper.number) =>
  certificateOf(ground.world, ground.cast.province, number) as Promise<CertificateView>;
const batchSeen = async (batchId: string) => {
  const { assessmentBatch } = await ground.cast.bureau.ask<{ assessmentBatch: object }>(
    'query ($id: ID!, $atLeast: String) { assessmentBatch(id: $id, atLeast: $atLeast) { stage coAssessed on panelByPartyKind { partyKind seats } detail } }',
    { id: batchId, atLeast: ground.world.seen() },
  );
  return assessmentBatch;
};
const attest = ({ id, voice }: Organization, certificateId: string) =>
  voice.does('attestCustody', { certificateId, custodian: id });
const coSign = (
  { id, voice }: Organization,
  certificateId: string,
  change: string,
  correction: object = {},
) => voice.does('coSignChange', { certificateId, custodian: id, change, ...correction });
/** In which occupations the certificate holds its level, as known now or at a position. */
const heldIn = async (at: { position?: string } = {}) => {
  const replay = await replayOf(ground.cast.province, `person-${path.person.id}`, at);
  const { held = [] } = replay?.states[`levels-held-${path.person.id}`] ?? {};
  return (held as { occupation: string }[]).map(({ occupation }) => occupation);
};
/** A reaction moves the level: a moment after the correction, not with it. */
const heldSoonIn = async (wanted: readonly string[]) => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (JSON.stringify(await heldIn()) === JSON.stringify(wanted)) return;
    await pause(100);
  }
  expect(await heldIn()).toEqual(wanted);
};

beforeAll(async () => {
  ground = await openGround('2024-03-04');
  path = await pathAt(ground, 'passed');
  filed = await fileBody(ground, ground.cast.body);
}, bootMs);
afterAll(() => ground.world.close());

describe('a level assessment', () => {
  let opened: Opened;
  let failing: Person;

  it('takes who applies, qualifies some and turns away others', async () => {
    failing = await ground.cast.person();
    const turned = await ground.cast.person();
    const candidates = [{ person: path.person, path: path.id }, { person: failing }];
    opened = await batchAt(ground, filed, 'qualified', { candidates });
    const { batchId, body } = opened;
    await turned.voice.does('applyForAssessment', application(batchId, { person: turned }));
    const reason = { batchId, candidate: turned.id, reason: 'CONDITIONS' };
    await body.voice.does('disqualifyCandidate', reason);
    expect(await batchSeen(batchId)).toMatchObject({
      detail: { candidates: [{}, {}, { candidate: turned.id, standing: 'disqualified' }] },
    });
  });
  it('is scheduled, has its panel, and is scored by each assessor alone', async () => {
    const { batchId, body, panel, candidates } = opened;
    const on = ground.world.clock.today();
    const place = { on, site: '深圳考点一号车间', siteVerified: true };
    await body.voice.does('scheduleAssessment', { batchId, ...place });
    await body.voice.does('formPanel', { batchId, assessors: panel.map(({ id }) => id) });
    for (const { id, asAssessor } of panel) {
      const inputs = candidates.map(({ person }) => scoreOf(batchId, person.id, id, 75));
      expect(await asAssessor.sendMany('scoreTheory', inputs)).toMatchObject({ accepted: 2 });
      await asAssessor.does('scorePractice', scoreOf(batchId, path.person.id, id, 81));
      await asAssessor.does('scorePractice', scoreOf(batchId, failing.id, id, 59));
    }
    for (const { id, asAssessor } of panel)
      await asAssessor.does('signPanel', { batchId, assessor: id });
    expect(await batchSeen(batchId)).toMatchObject({
      ...{ coAssessed: true, on, panelByPartyKind: [{ partyKind: 'college', seats: 3 }] },
    });
  });
  it('is given notice of, hears an objection, and is reported in time', async () => {
    const { batchId, body } = opened;
    await body.voice.does('openResultNotice', { batchId });
    const objection = randomUUID();
    const lodged = { batchId, objection, candidate: failing.id, note: '设备有故障' };
    await failing.voice.does('lodgeObjection', lodged);
    await ground.cast.bureau.does('resolveObjection', { batchId, objection, upheld: false });
    ground.world.clock.set('2024-03-11');
    await body.voice.does('closeResultNotice', { batchId });
    const reported = await body.voice.does('reportResults', { batchId });
    expect(reported.events[0]?.data).toMatchObject({ late: false });
  });
  it('is returned once, reported again and approved', async () => {
    const { batchId, body } = opened;
    const { bureau } = ground.cast;
    await bureau.does('returnResults', { batchId, reason: 'INCOMPLETE' });
    await body.voice.does('reportResults', { batchId });
    const approved = await bureau.does('approveResults', { batchId });
    expect(approved.events.map(({ type }) => type)).toEqual([
      ...['ResultApproved', 'LevelAssessmentPassed', 'LevelAssessmentFailed'],
    ]);
  });
  it('leads to a numbered, issued, reported certificate that is found online', async () => {
    const { batchId, body } = opened;
    const certificateId = randomUUID();
    const numbered = await body.voice.does('numberCertificate', {
      ...{ certificateId, body: body.id, batchId, candidate: path.person.id },
    });
    paper = { certificateId, number: String(numbered.events[0]?.data['number']) };
    expect(await read()).toMatchObject({ standing: 'numbered', kind: 'LEVEL', issuedOn: null });
    await body.voice.does('issueLevelCertificate', { certificateId });
    await body.voice.does('reportCertificate', { certificateId });
    await ground.cast.bureau.does('putCertificateOnline', { certificateId });
    const on = '2024-03-11';
    expect(await read()).toMatchObject({ issuedOn: on, reportedOn: on, onlineOn: on });
  });
  it('is taken but flagged when it is reported late', async () => {
    const late = await batchAt(ground, filed, 'notice');
    ground.world.clock.set('2024-04-15');
    await late.body.voice.does('closeResultNotice', { batchId: late.batchId });
    const reported = await late.body.voice.does('reportResults', { batchId: late.batchId });
    expect(reported.events[0]?.data).toMatchObject({ late: true });
  });
});

describe('a level certificate in joint custody', () => {
  it('is taken into care by its parties, each for itself', async () => {
    const { enterprise, college, body } = ground.cast;
    for (const one of [enterprise, college, body]) await attest(one, paper.certificateId);
    const stranger = await ground.cast.farCollege.voice.send('attestCustody', {
      ...{ certificateId: paper.certificateId, custodian: ground.cast.farCollege.id },
    });
    expect(stranger).toMatchObject({ reasons: [{ code: 'E_FORBIDDEN' }] });
    expect((await read()).custodians.map(({ partyKind }) => partyKind).sort()).toEqual([
      ...['assessment-body', 'college', 'enterprise'],
    ]);
  });
  it('is corrected once two custodians have signed, who have to sign anew for the next time', async () => {
    const { enterprise, college, body } = ground.cast;
    const { certificateId } = paper;
    const { occupation: wrong } = await read();
    const to = { field: 'OCCUPATION', occupation: right };
    const correction = { certificateId, reason: 'TYPING_ERROR', ...to };
    const alone = await body.voice.send('correctCertificate', correction, proven);
    expect(alone).toMatchObject({ reasons: [{ code: 'E_CO_SIGN', detail: { coSigned: 0 } }] });
    await coSign(enterprise, certificateId, 'CORRECT', to);
    await coSign(college, certificateId, 'CORRECT', to);
    expect((await read()).coSigned).toEqual(
      [enterprise, college].map(({ id }) => ({
        ...{ custodian: id, change: 'correct', field: 'occupation', value: right },
      })),
    );
    const another = { ...correction, occupation: '6-31-01-98' };
    for (const elsewhere of [another, { ...correction, field: 'OTHER', occupation: undefined }])
      expect(await body.voice.send('correctCertificate', elsewhere, proven)).toMatchObject({
        reasons: [{ code: 'E_CO_SIGN', detail: { coSigned: 0 } }],
      });
    const { position } = await body.voice.does('correctCertificate', correction, proven);
    const { occupation, history, coSigned } = await read();
    expect([occupation, coSigned]).toEqual([right, []]);
    expect(history.at(-1)).toMatchObject({
      correction: { field: 'occupation', was: wrong, now: right },
    });
    expect(await body.voice.send('correctCertificate', another, proven)).toMatchObject({
      reasons: [{ code: 'E_CO_SIGN', detail: { coSigned: 0 } }],
    });
    await heldSoonIn([right]);
    const before = String(BigInt(position ?? '0') - 2n);
    const subject = `certificate-${certificateId}`;
    const then = await replayOf(ground.cast.province, subject, { position: before });
    expect(then?.views['certificate_register_v2']?.[certificateId]).toMatchObject({
      occupation: wrong,
    });
    expect(await heldIn({ position: before })).toEqual([wrong]);
    await ground.cast.province.does(
      'correctCertificate',
      { ...correction, occupation: wrong },
      proven,
    );
    await heldSoonIn([wrong]);
  });
  it('leaves the name to the identity of the person', async () => {
    const named = { certificateId: paper.certificateId, reason: 'TYPING_ERROR', field: 'NAME' };
    expect(await ground.cast.body.voice.send('correctCertificate', named, proven)).toMatchObject({
      reasons: [{ code: 'E_PERSON_FIELD', detail: { command: 'CorrectIdentity' } }],
    });
  });
  it('is issued again when lost, suspended on a doubt and restored', async () => {
    const { body, province } = ground.cast;
    const { certificateId } = paper;
    const change = (reason: string) => [{ certificateId, reason }, proven] as const;
    await body.voice.does('reissueCertificate', ...change('LOST'));
    await province.does('suspendCertificate', ...change('AUTHORITY_ORDER'));
    expect((await read()).standing).toBe('suspended');
    await body.voice.does('restoreCertificate', ...change('CLEARED'));
    expect((await read()).standing).toBe('issued');
  });
  it('is revoked with co-signatures, stays in the register, and frees the level', async () => {
    const { enterprise, body } = ground.cast;
    const { certificateId } = paper;
    const again = await openBatch(filed);
    const apply = application(again, { person: path.person, path: path.id });
    expect(await path.person.voice.send('applyForAssessment', apply)).toMatchObject({
      reasons: [{ code: 'E_DUPLICATE_CERT' }],
    });
    await coSign(enterprise, certificateId, 'REVOKE');
    await coSign(body, certificateId, 'REVOKE');
    await body.voice.does('revokeCertificate', { certificateId, reason: 'FRAUD' }, proven);
    const { standing, history } = await read();
    expect(standing).toBe('revoked');
    expect(history.map(({ event }) => event)).toEqual([
      ...['CertificateNumbered', 'LevelCertificateIssued', 'CertificateReported'],
      ...['CertificateOnline', 'CustodyAttested', 'CustodyAttested', 'CustodyAttested'],
      ...['ChangeCoSigned', 'ChangeCoSigned', 'CertificateCorrected', 'CertificateCorrected'],
      'CertificateReissued',
      ...['CertificateSuspended', 'CertificateRestored', 'ChangeCoSigned', 'ChangeCoSigned'],
      'CertificateRevoked',
    ]);
    // A reaction lets go of the level: a moment after the revocation, not with it.
    const freed = async () =>
      (await path.person.voice.send('applyForAssessment', apply)).__typename === 'Accepted';
    for (let tries = 0; tries < 100 && !(await freed()); tries += 1) await pause(100);
    expect(await freed()).toBe(true);
  });
});

describe('a training certificate', () => {
  it('has a number of its enterprise without gaps, and is never mixed up with the other kind', async () => {
    const { enterprise } = ground.cast;
    const others = [await pathAt(ground, 'passed'), await pathAt(ground, 'passed')];
    const inputs = [path, ...others].map(({ id }) => ({
      ...{ certificateId: randomUUID(), apprenticeshipId: id },
    }));
    const issued = await enterprise.voice.sendMany('issueTrainingCertificate', inputs);
    expect(issued).toMatchObject({ accepted: 3, rejected: 0 });
    const { certificates } = await traineeOf(ground.world, enterprise.voice, path.person.id);
    const number = certificates.find(({ kind }) => kind === 'training')?.number ?? '';
    expect(await read(number)).toMatchObject({ kind: 'TRAINING', standing: 'issued' });
    const { certificateId } = inputs[0] ?? { certificateId: '' };
    const mistaken = await enterprise.voice.send('issueLevelCertificate', { certificateId });
    expect(mistaken).toMatchObject({ reasons: [{ code: 'E_FORBIDDEN' }] });
  });
  it('is revoked by order of the province alone', async () => {
    const { enterprise, province } = ground.cast;
    const other = await pathAt(ground, 'passed');
    const certificateId = randomUUID();
    const given = { certificateId, apprenticeshipId: other.id };
    const issued = await enterprise.voice.does('issueTrainingCertificate', given);
    ground.world.clock.set(addDays(ground.world.clock.today(), 1));
    const ordered = { certificateId, reason: 'AUTHORITY_ORDER' };
    await province.does('revokeCertificate', ordered, proven);
    const { history, standing } = await read(String(issued.events[0]?.data['number']));
    expect(standing).toBe('revoked');
    expect(history.at(-1)).toMatchObject({ event: 'CertificateRevoked', ordered: true });
  });
});
