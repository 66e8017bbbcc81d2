import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idOf, type Message, type PersonActor } from '#kernel';
import { Reactor } from '#projections';
import { told, trainingGround, type Ground } from '../spec/training-ground.js';
import * as p from '../spec/paths.js';
import { training } from './context.js';

const { ids, own } = p;
const rivalled = idOf('rivalled');
const actors = {
  enterprise: { user: 'e', role: 'enterprise', organization: ids.enterprise },
  college: { user: 'c', role: 'college', organization: ids.college },
  trainee: { user: 't', role: 'trainee', person: ids.person },
  bureau: { user: 'b', role: 'city-bureau', region: '4401' },
  otherBureau: { user: 'o', role: 'city-bureau', region: '4403' },
} as const satisfies Record<string, PersonActor>;

const organization = (organizationId: string, kind: string): Message => ({
  type: 'OrganizationRegistered',
  data: { organizationId, kind, name: 'x', uscc: 'x', region: '440100', chainOwner: false },
});
const person = (personId: string): Message => ({
  type: 'PersonRegistered',
  data: { personId, idKind: 'resident-id', registeredBy: ids.college },
});
const planned = {
  ...{ planId: ids.plan, enterprise: ids.enterprise, programme: 'student-apprentice' },
  ...{ occupation: '6-31-01-03', targetLevel: 'INTERMEDIATE', termMonths: 12 },
  ...{ title: 'x', onPostInternship: true, theoryClassHours: 200, practiceClassHours: 300 },
  retentionMeasures: ['x'],
};
const post = {
  ...{ postId: ids.post, enterprise: ids.enterprise, title: 'x', kind: 'technical-skill' },
  ...{ occupation: '6-31-01-03', places: 3 },
};
const room = {
  ...{ classId: ids.class, enterprise: ids.enterprise, planId: ids.plan, name: 'x' },
  capacity: 40,
};
const mentoring = { mentor: ids.mentor, enterprise: ids.enterprise, level: 'TECHNICIAN' };

let ground: Ground;
beforeAll(async () => {
  ground = await trainingGround(
    new Map([
      [ids.person, p.adult],
      [rivalled, p.adult],
    ]),
  );
  const before: readonly (readonly [string, ...Message[]])[] = [
    [`organization-${ids.enterprise}`, organization(ids.enterprise, 'enterprise')],
    [`organization-${ids.college}`, organization(ids.college, 'college')],
    [`person-${ids.person}`, person(ids.person)],
    [`person-${rivalled}`, person(rivalled)],
    [`post-${ids.post}`, { type: 'PostPublished', data: post }],
    [
      `plan-${ids.plan}`,
      { type: 'TrainingPlanDrafted', data: planned },
      { type: 'TrainingPlanAdopted', data: { planId: ids.plan } },
    ],
    [`class-${ids.class}`, { type: 'ClassOpened', data: room }],
    [`mentor-${ids.mentor}`, { type: 'MentorQualified', data: mentoring }],
  ];
  for (const [stream, ...events] of before) await told(ground, stream, events);
});
afterAll(() => ground.leave());

/** The types of the events that came of a command, or the codes of its refusal. */
const send = async (
  type: string,
  data: object,
  actor: PersonActor,
  category = 'apprenticeship',
): Promise<readonly string[]> => {
  const command = { type, data: { ...own, ...data } };
  const outcome = await ground.dispatcher.dispatch(category, command, {}, actor);
  return outcome.outcome === 'accepted'
    ? outcome.events.map((event) => event.type)
    : outcome.reasons.map(({ code }) => code);
};
const { enterprise, college, trainee, bureau, otherBureau } = actors;
const proposal = {
  ...{ person: ids.person, programme: 'student-apprentice', enterprise: ids.enterprise },
  ...{ college: ids.college, postId: ids.post },
};
const types = async (stream: string) =>
  (await ground.store.read(stream, { from: 0, limit: 100 })).map(({ type }) => type);

describe('the path of a student on a real store', () => {
  it('goes from the proposal to the concluded agreement', async () => {
    expect(await send('ProposeApprenticeship', proposal, enterprise)).toEqual([
      'ApprenticeshipProposed',
    ]);
    expect(await send('StateEmploymentIntent', {}, trainee)).toEqual(['EmploymentIntentStated']);
    expect(await send('ConfirmEligibility', { graduatesOn: '2026-06-30' }, college)).toEqual([
      'EligibilityConfirmed',
    ]);
    expect(await send('DraftAgreement', p.draft, enterprise, 'agreement')).toEqual([
      'AgreementDrafted',
    ]);
    const sign = (party: string, actor: PersonActor) =>
      send('SignAgreement', { party, digest: p.digest }, actor, 'agreement');
    expect(await sign('college', enterprise)).toEqual(['E_NOT_YOUR_SIGNATURE']);
    expect(await sign('enterprise', enterprise)).toEqual(['AgreementSigned']);
    expect(await sign('college', college)).toEqual(['AgreementSigned']);
    expect(await sign('trainee', trainee)).toEqual(['AgreementSigned', 'AgreementConcluded']);
  });
  it('refuses the person to another path', async () => {
    const other = { ...proposal, apprenticeshipId: idOf('another path') };
    expect(await send('ProposeApprenticeship', other, enterprise)).toEqual(['E_DUPLICATE_ACTIVE']);
  });
  it('is filed late only with leave of the bureau in charge, and starts', async () => {
    expect(await send('FileApprenticeship', {}, enterprise)).toEqual(['E_FILING_LATE']);
    expect(await send('AllowLateFiling', {}, otherBureau)).toEqual(['E_FORBIDDEN']);
    expect(await send('AllowLateFiling', {}, bureau)).toEqual(['LateFilingAllowed']);
    expect(await send('FileApprenticeship', {}, enterprise)).toEqual(['ApprenticeshipFiled']);
    expect(await send('StartTraining', { on: '2026-03-02' }, enterprise)).toContain('E_NOT_FILED');
    expect(await send('AcceptFiling', { filingNumber: 'GZ-1' }, bureau)).toEqual([
      'ApprenticeshipFilingAccepted',
    ]);
    await send('EnrolInClass', { classId: ids.class }, enterprise);
    await send('AssignMentor', { mentor: ids.mentor }, enterprise);
    await send('CoverInsurance', { policyNumber: 'P', ...p.term }, enterprise);
    await send('PassSafetyInduction', { on: '2026-03-02' }, enterprise);
    expect(await send('StartTraining', { on: '2026-03-02' }, enterprise)).toEqual([
      'TrainingStarted',
    ]);
    expect(await types(`class-${ids.class}`)).toEqual(['ClassOpened', 'SeatTaken']);
    expect(await types(`mentor-${ids.mentor}`)).toEqual(['MentorQualified', 'ApprenticeTakenOn']);
  });
  it('gives everything back when the trainee leaves', async () => {
    const leave = { on: '2026-03-02', reason: 'own-choice' };
    expect(await send('WithdrawApprenticeship', leave, trainee)).toEqual([
      'ApprenticeshipWithdrawn',
    ]);
    expect(await types(`active-apprenticeship-${ids.person}`)).toEqual([
      'PersonReserved',
      'PersonReleased',
    ]);
    expect((await types(`class-${ids.class}`)).at(-1)).toBe('SeatFreed');
    expect((await types(`mentor-${ids.mentor}`)).at(-1)).toBe('ApprenticeLetGo');
  });
});

describe('one person', () => {
  it('goes to exactly one of twenty rivals', async () => {
    const rivals = Array.from({ length: 20 }, (_, at) => ({
      ...{ ...proposal, person: rivalled },
      apprenticeshipId: idOf(`rival ${String(at)}`),
    }));
    const came = await Promise.all(
      rivals.map((data) => send('ProposeApprenticeship', data, enterprise)),
    );
    expect(came.flat().filter((type) => type === 'ApprenticeshipProposed')).toHaveLength(1);
    expect(came.flat().filter((code) => code === 'E_DUPLICATE_ACTIVE')).toHaveLength(19);
    expect(await types(`active-apprenticeship-${rivalled}`)).toEqual(['PersonReserved']);
  });
  it('is free a second after a path was begun whose writer died', async () => {
    const [lost, path] = [idOf('lost person'), idOf('lost path')];
    const reserved = { type: 'PersonReserved', data: { person: lost, apprenticeshipId: path } };
    const recordedAt = Date.parse('2026-03-02T01:00:00Z');
    const since = Date.now();
    const reactor = new Reactor({
      ...{ store: ground.store, pool: ground.pool, dispatcher: ground.dispatcher },
      reactions: training.reactions,
      now: () => recordedAt + Date.now() - since,
    });
    await told(ground, `active-apprenticeship-${lost}`, [reserved]);
    reactor.start();
    try {
      for (let waited = 0; waited < 50; waited += 1) {
        if ((await types(`active-apprenticeship-${lost}`)).length > 1) break;
        await pause(100);
      }
    } finally {
      await reactor.stop();
    }
    expect(await types(`active-apprenticeship-${lost}`)).toEqual([
      'PersonReserved',
      'PersonReleased',
    ]);
    expect(await types(`active-apprenticeship-${rivalled}`)).toEqual(['PersonReserved']);
    expect(reactor.health().every(({ error }) => error === undefined)).toBe(true);
  });
});
