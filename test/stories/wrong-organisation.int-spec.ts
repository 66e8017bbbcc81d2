import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Voice } from '../support/voice.js';
import { batchAt, fileBody, scoreOf, type Opened } from './batch.js';
import { bootMs, type Ground } from './ground.js';
import { planOf, postOf } from './offer.js';
import { openGround } from './open-ground.js';
import { pathAt, type Path } from './path.js';
import { draftOf, proposal } from './path-steps.js';
import { batchOf, eventsAbout, replayOf, rosterOf } from './reading.js';
import { entryOf, lesson, logged } from './sessions.js';

// The right role is not enough: the actor has to be of the organisation, the region, or be the person.

let ground: Ground;
let path: Path;
let opened: Opened;
let hours: { session: string; entry: string };
beforeAll(async () => {
  ground = await openGround('2024-03-04');
  path = await pathAt(ground, 'training');
  hours = await logged(ground, path.id, { on: ground.world.clock.today() });
  opened = await batchAt(ground, await fileBody(ground, ground.cast.body), 'panel', {
    candidates: [{ person: path.person, path: path.id }],
  });
}, bootMs);
afterAll(() => ground.world.close());

type Act = readonly [name: string, who: () => Voice, input: () => object];
const rival = () => ground.cast.rival.voice;
const farCollege = () => ground.cast.farCollege.voice;
const farBureau = () => ground.cast.farBureau;
const farBody = () => ground.cast.farBody.voice;
const stranger = () => ground.cast.stranger().voice;
const one = () => ({ apprenticeshipId: path.id });
const on = () => ground.world.clock.today();

const acts: readonly Act[] = [
  ['publishPost', rival, () => postOf(ground.cast, randomUUID())],
  ['closePost', rival, () => ({ postId: path.postId })],
  ['adoptTrainingPlan', rival, () => ({ planId: path.planId })],
  ['draftTrainingPlan', rival, () => planOf(ground.cast, randomUUID(), 'TECH_TRAINEE')],
  ['disqualifyMentor', rival, () => ({ mentor: path.mentor.id })],
  [
    'proposeApprenticeship',
    rival,
    () => ({ ...proposal(ground, path), apprenticeshipId: randomUUID() }),
  ],
  ['stateEmploymentIntent', stranger, one],
  ['confirmEligibility', farCollege, () => ({ ...one(), graduatesOn: '2024-06-30' })],
  ['draftAgreement', rival, () => draftOf(path)],
  ['signAgreement', stranger, () => ({ ...one(), party: 'TRAINEE', digest: path.digest })],
  ['acceptFiling', farBureau, () => ({ ...one(), filingNumber: 'GZ-1' })],
  ['assignMentor', rival, () => ({ ...one(), mentor: path.mentor.id })],
  ['startTraining', rival, () => ({ ...one(), on: on() })],
  ['suspendTraining', rival, () => ({ ...one(), on: on(), reason: 'LEAVE' })],
  ['withdrawApprenticeship', stranger, () => ({ ...one(), on: on(), reason: 'OWN_CHOICE' })],
  ['graduate', farCollege, () => ({ ...one(), on: on() })],
  ['scheduleSession', rival, () => lesson(ground, randomUUID(), { on: on() })],
  ['cancelSession', rival, () => ({ sessionId: hours.session })],
  ['logHours', rival, () => entryOf(path.id, hours.session)],
  ['confirmHours', farCollege, () => ({ ...one(), entry: hours.entry })],
  ['disputeHours', stranger, () => ({ ...one(), entry: hours.entry, reason: 'OTHER' })],
  ['reverseHours', rival, () => ({ ...one(), entry: hours.entry, reason: 'TYPED_TWICE' })],
  [
    'signLaborContract',
    rival,
    () => ({
      ...{ ...one(), contractNumber: 'X', from: on(), until: '2027-01-01', hiredOn: on() },
      ...{ monthlyWageYuan: 5000, person: path.person.id, enterprise: ground.cast.rival.id },
    }),
  ],
  [
    'recordFinalAssessment',
    rival,
    () => ({
      ...{ ...one(), on: on(), theory: 90, practice: 90, conduct: 90, assessors: [randomUUID()] },
    }),
  ],
  ['qualifyCandidate', farBody, () => ({ batchId: opened.batchId, candidate: path.person.id })],
  [
    'scoreTheory',
    () => ground.cast.stranger().asAssessor,
    () => scoreOf(opened.batchId, path.person.id, opened.panel[0]?.id ?? ''),
  ],
  ['approveResults', farBureau, () => ({ batchId: opened.batchId })],
  [
    'declareExistingCertificate',
    stranger,
    () => ({
      ...{ person: path.person.id, occupation: '6-31-01-03', level: 'JUNIOR', number: 'X0001' },
    }),
  ],
];

describe('the right role of the wrong organisation, region or person', () => {
  it.each(acts)('may not %s, and nothing is written', async (name, who, input) => {
    const before = await ground.world.head();
    const outcome = await who().send(name, input());
    expect(outcome).toMatchObject({ reasons: [{ code: 'E_FORBIDDEN', clause: 'platform' }] });
    expect(await ground.world.head()).toBe(before);
  });

  const queries: readonly (readonly [string, () => Voice, () => string])[] = [
    ['trainee', rival, () => `{ trainee(id: "${path.person.id}") { id } }`],
    ['trainee', farBureau, () => `{ trainee(id: "${path.person.id}") { id } }`],
    ['trainee', stranger, () => `{ trainee(id: "${path.person.id}") { id } }`],
    ['assessmentBatch', rival, () => `{ assessmentBatch(id: "${opened.batchId}") { stage } }`],
    ['assessmentBatch', farCollege, () => `{ assessmentBatch(id: "${opened.batchId}") { stage } }`],
    ['assessmentBatch', stranger, () => `{ assessmentBatch(id: "${opened.batchId}") { stage } }`],
    ['assessmentBatch', farBody, () => `{ assessmentBatch(id: "${opened.batchId}") { stage } }`],
    ['replay', rival, () => `{ replay(subject: "person-${path.person.id}") { position } }`],
    ['replay', farBureau, () => `{ replay(subject: "person-${path.person.id}") { position } }`],
  ];
  it.each(queries)('may not ask for %s', async (_name, who, query) => {
    const seen = `{ trainees(first: 1, atLeast: "${ground.world.seen()}") { edges { cursor } } }`;
    await ground.cast.province.ask(seen);
    const answer = await who().try(query());
    expect([answer.status, answer.errors?.[0]?.extensions?.code]).toEqual([403, 'FORBIDDEN']);
  });
  it('sees nothing in lists, rosters and feeds', async () => {
    const classId = await ground.offer.classId();
    const { world, cast } = ground;
    expect(await rosterOf(world, cast.enterprise.voice, classId)).toContain(path.person.id);
    for (const who of [rival(), farCollege(), farBureau(), stranger()]) {
      expect(await rosterOf(world, who, classId)).toEqual([]);
      expect(await eventsAbout(who, `person-${path.person.id}`)).toEqual([]);
    }
  });
  it('sees of the person only what names it', async () => {
    const own = await replayOf(ground.cast.body.voice, `person-${path.person.id}`);
    expect(own?.integrity.complete).toBe(false);
    expect(new Set(own?.events.map(({ stream }) => stream))).toEqual(
      new Set([`assessment-batch-${opened.batchId}`]),
    );
  });
});

describe('a batch with people of two employers', () => {
  let shared: Opened;
  let ours: string;
  let theirs: string;
  let secondEmployer: Voice;
  beforeAll(async () => {
    const { cast, world } = ground;
    const organization = randomUUID();
    const other = await cast.person();
    [ours, theirs] = [path.person.id, other.id];
    secondEmployer = world.as({ user: 'second-employer', role: 'enterprise', organization });
    const { body, panel } = opened;
    shared = await batchAt(ground, { body, panel }, 'notice', {
      candidates: [
        { person: path.person, path: path.id },
        { person: other, employer: organization },
      ],
    });
    for (const { person } of shared.candidates)
      await person.voice.does('lodgeObjection', {
        ...{ batchId: shared.batchId, objection: randomUUID(), candidate: person.id },
      });
  }, bootMs);

  const seenBy = async (who: Voice) => {
    const { detail } = (await batchOf(ground.world, who, shared.batchId)) ?? {};
    return {
      candidates: detail?.candidates.map(({ candidate }) => candidate),
      objections: detail?.objections.map(({ candidate }) => candidate),
      seats: detail?.panel.length,
    };
  };
  const only = (...people: string[]) => ({ candidates: people, objections: people, seats: 3 });

  it('shows each employer its own people, with their scores and objections', async () => {
    expect(await seenBy(ground.cast.enterprise.voice)).toEqual(only(ours));
    expect(await seenBy(secondEmployer)).toEqual(only(theirs));
    const { organization = '' } = secondEmployer.actor;
    const owner = ground.world.as({ user: 'owner', role: 'chain-owner', organization });
    expect(await seenBy(owner)).toEqual(only(theirs));
  });
  it('shows each candidate itself alone', async () => {
    for (const { person } of shared.candidates)
      expect(await seenBy(person.voice)).toEqual(only(person.id));
  });
  it('shows all to the body, the panel and the bureaus, and nothing to others', async () => {
    const { cast, world } = ground;
    const { id: organization } = cast.body;
    const whole = [
      cast.body.voice,
      // A body's people may come as those of the enterprise that it is.
      world.as({ user: 'hr-of-body', role: 'enterprise', organization }),
      ...shared.panel.map(({ asAssessor }) => asAssessor),
      ...[cast.bureau, cast.province],
    ];
    for (const who of whole) expect(await seenBy(who)).toEqual(only(ours, theirs));
    const query = `{ assessmentBatch(id: "${shared.batchId}") { detail } }`;
    for (const who of [rival(), farCollege(), farBureau(), farBody(), stranger()])
      expect((await who.try(query)).status).toBe(403);
  });
});
