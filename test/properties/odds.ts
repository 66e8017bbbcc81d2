// For each decider that is seldom lucky: a command that is due.
import { FinalCompetenceAssessed } from '#assessment/events';
import type { Actor } from '#kernel';
import { ParkedDiscardRequested } from '#operations/events';
import { IdentityCorrectionRequested } from '#parties/events';
import { bundledPacks } from '#policy';
import { as, directory, idNumberOf, occupation, register, type Cast } from './cast.js';
import { chance, pick } from './values.js';
import type { World } from './world.js';

type Due = (world: World, cast: Cast) => Promise<readonly [string, object, Actor?]>;

/** How many events of this type the stream holds already. */
const told = async ({ store }: World, stream: string, type: string): Promise<number> =>
  (await store.read(stream)).filter((event) => event.type === type).length;

const nextPack: Due = async (world) => {
  const pack = pick(world.choose, bundledPacks);
  const stream = `rule-pack-${pack.jurisdiction}-${pack.scheme}`;
  const edition = 1 + (await told(world, stream, 'RulePackPublished'));
  const late = edition === 1 ? 0 : 4_000;
  return ['PublishRulePack', { ...pack, edition, effectiveFrom: world.day(late + edition) }];
};

const nextNumber =
  (category: string, type: string, more: (world: World) => object): Due =>
  async (world) => {
    const series = `walk-${String(world.seen('series').length % 3)}`;
    const sequence = 1 + (await world.store.read(`${category}-${series}`)).length;
    return [type, { series, sequence, certificateId: world.newId(), ...more(world) }];
  };

const session: Due = (world, { works, trainer, classId }) =>
  Promise.resolve([
    'ScheduleSession',
    {
      ...{ sessionId: world.newId(), organizer: works, venue: 'enterprise', trainer, classId },
      ...{ on: world.day(3), activity: 'theory' },
      ...pick(world.choose, [
        { from: '18:00', to: '19:00' },
        { from: '19:00', to: '20:00' },
        { from: '20:00', to: '21:00' },
      ]),
    },
  ]);

const filing: Due = (world, { body }) =>
  Promise.resolve(
    chance(world.choose, 50)
      ? ['RenewBodyFiling', { body, until: world.day(2_100) }]
      : [
          'ExtendBodyScope',
          {
            body,
            scope: [{ occupation: `6-31-01-0${world.today.slice(-1)}`, levels: ['JUNIOR'] }],
          },
        ],
  );

const assessor: Due = (world, { body, college, mentors, trainer }) =>
  Promise.resolve([
    'QualifyAssessor',
    {
      ...{
        assessor: pick(world.choose, [...mentors, trainer]),
        body,
        organization: college,
        partyKind: 'college',
      },
      ...{ grade: 'assessor', scope: [{ occupation, levels: ['JUNIOR'] }] },
      until: world.day(pick(world.choose, [300, 400, 500])),
    },
  ]);

const person: Due = async (world, { assessors, college }) => {
  const [, type, data] = register(world, world.newId());
  const identity = { name: '陈晓岚', idKind: 'resident-id', idNumber: idNumberOf(world) };
  // Whom a path names, or somebody whom none does.
  const personId = pick(world.choose, [assessors[0], ...world.seen('person').slice(-2)]);
  const correction = { personId, identity, reason: 'typing-error' };
  if (chance(world.choose, 50)) return [type, data];
  const stream = await world.store.read(`person-${String(personId)}`);
  const asked = stream.findLast((event) => event.type === 'IdentityCorrectionRequested');
  if (asked && chance(world.choose, 50)) {
    const { version } = IdentityCorrectionRequested.shape.data.parse(asked.data);
    const by = as('college', { organization: college, user: 'college-2' });
    return ['ConfirmIdentityCorrection', { personId, version, identity }, by];
  }
  return ['CorrectIdentity', correction];
};

/** The latest path, or one that nobody knows. */
const lastPath = (world: World) => world.seen('apprenticeshipId').at(-1) ?? world.newId();

const approval: Due = (world) =>
  Promise.resolve([
    'ApproveLateEntry',
    {
      ...{ approvalId: world.newId(), target: lastPath(world), region: '4401' },
      ...{ from: world.day(-90), until: world.today, reason: 'partner-delay' },
    },
  ]);

const career: Due = (world) =>
  Promise.resolve([
    'SetCareerPlan',
    {
      ...{
        apprenticeshipId: pick(world.choose, [lastPath(world), ...world.seen('apprenticeshipId')]),
      },
      ...{ channel: pick(world.choose, ['technical', 'specialist']), targetLevel: 'SENIOR' },
      reviewOn: world.day(100),
    },
  ]);

/** Another attempt for the latest path, one told twice, or one taken back that somebody made. */
const final: Due = async (world, { trainer }) => {
  const types = ['FinalCompetenceAssessed'];
  const made = (await world.store.readAll(undefined, { types }, 1_000)).map(({ data }) => data);
  if (made.length > 0 && chance(world.choose, 80)) {
    const { attempt, passed, ...said } = FinalCompetenceAssessed.shape.data.parse(
      pick(world.choose, made),
    );
    // What a certificate rests on stays; to say it again changes nothing.
    if (passed && chance(world.choose, 60)) return ['RecordFinalAssessment', said];
    const { apprenticeshipId } = said;
    return ['ReverseFinalAssessment', { apprenticeshipId, attempt, reason: 'irregularity' }];
  }
  const scores = { theory: 70, practice: 70, conduct: pick(world.choose, [70, 70, 50]) };
  const said = { on: world.today, ...scores, assessors: [trainer] };
  return ['RecordFinalAssessment', { apprenticeshipId: lastPath(world), ...said }];
};

/** What a province may order of any paper, and what a custodian may do. */
const paper: Due = (world, { works, body }) => {
  const certificateId = pick(world.choose, [world.newId(), ...world.seen('certificateId')]);
  const type = pick(world.choose, ['Suspend', 'Restore', 'Reissue', 'Correct', 'Attest']);
  const custodian = pick(world.choose, [works, body]);
  if (type === 'Attest') return Promise.resolve(['AttestCustody', { certificateId, custodian }]);
  const data = { certificateId, reason: 'authority-order' };
  const field = type === 'Correct' ? { field: 'other' } : {};
  const by = as('province', { organization: custodian, region: '44' });
  return Promise.resolve([`${type}Certificate`, { ...data, ...field }, by]);
};

const views = ['trainees_v1', 'hours_ledger_v1'];
/** A retry, a discard, or the confirmation of one that somebody asked for. */
const parked: Due = async (world) => {
  const view = pick(world.choose, views);
  const asked = (await world.store.read(`parking-${view}`)).filter(
    ({ type }) => type === 'ParkedDiscardRequested',
  );
  if (chance(world.choose, 30)) return ['RetryParked', { view, key: world.newId() }];
  if (asked.length === 0 || chance(world.choose, 40))
    return ['DiscardParked', { view, event: world.newId(), reason: 'superseded' }];
  const { event } = ParkedDiscardRequested.shape.data.parse(pick(world.choose, asked).data);
  return ['ConfirmDiscard', { view, event }];
};

export const odds: Readonly<Record<string, Due>> = {
  'rule-pack': nextPack,
  'training-numbers': nextNumber('training-numbers', 'AllotTrainingNumber', (world) => ({
    apprenticeshipId: world.newId(),
  })),
  'level-numbers': nextNumber('level-numbers', 'AllotLevelNumber', (world) => ({
    ...{ body: world.newId(), batchId: world.newId(), candidate: world.newId() },
  })),
  'body-filing': filing,
  organization: (world) => {
    const [, type, data] = directory(world, world.newId(), 'enterprise');
    return Promise.resolve([type, data, as('operator', { organization: world.newId() })]);
  },
  session,
  'final-assessment': final,
  certificate: paper,
  career,
  'late-approval': approval,
  parking: parked,
  assessor,
  person,
};
