import { randomUUID } from 'node:crypto';
import { bundledPacks } from '#policy';
import { packInput } from '../../support/actors.js';
import { identified } from '../cast.js';
import { proven } from '../ground.js';
import { pathAt } from '../path.js';
import { contractOf } from '../path-steps.js';
import { entryOf, held } from '../sessions.js';
import { inDays, later, refuses, type Refused } from './refusal.js';

const [pack] = bundledPacks;
if (!pack) throw new Error('no bundled pack');

/** What any command can meet, and the rules of parties, policy and bases. */
export const platformRefusals: readonly Refused[] = [
  refuses(
    ['E_INPUT', 'platform', 'a name that is too short'],
    async ({ cast }) =>
      () =>
        cast.enterprise.voice.send('registerPerson', {
          personId: randomUUID(),
          identity: { ...cast.stranger().identity, name: '李' },
        }),
    { path: 'data.identity.name' },
  ),
  refuses(
    ['E_FORBIDDEN', 'platform', 'a role that may not do this at all'],
    async ({ cast }) =>
      () =>
        cast.college.voice.send('closePost', { postId: randomUUID() }),
  ),
  refuses(
    ['E_UNKNOWN', 'platform', 'a thing that is not there'],
    async ({ cast }) =>
      () =>
        cast.enterprise.voice.send('closePost', { postId: randomUUID() }),
  ),
  refuses(
    ['E_STATE', 'platform', 'an act that comes too early'],
    async (ground) => {
      const path = await pathAt(ground, 'proposed');
      const { voice } = ground.cast.enterprise;
      return () => voice.send('fileApprenticeship', { apprenticeshipId: path.id });
    },
    { phase: 'proposed' },
  ),
  refuses(
    ['E_COMMAND_ID', 'platform', 'the id of a command with another payload'],
    async ({ cast }) => {
      const commandId = randomUUID();
      const { voice } = cast.enterprise;
      const [first, second] = [cast.stranger(), cast.stranger()];
      await voice.does('registerPerson', identified(first), { commandId });
      return () =>
        voice.send('registerPerson', { ...identified(second), personId: first.id }, { commandId });
    },
  ),
  refuses(
    ['E_NO_RULES', 'platform', 'a class where no pack is in force'],
    async ({ cast, world }) => {
      const enterprise = randomUUID();
      await cast.operator.does('registerOrganization', {
        ...{ organizationId: enterprise, kind: 'ENTERPRISE', name: '外省精密制造有限公司' },
        ...{ uscc: '91350100M000100Y43', region: '350100' },
      });
      const voice = world.as({ user: 'far', role: 'enterprise', organization: enterprise });
      const planId = randomUUID();
      const opened = { classId: randomUUID(), enterprise, planId, name: '外省班', capacity: 20 };
      return () => voice.send('openClass', opened);
    },
  ),
  refuses(['E_PERSON_KNOWN', '3.3', 'one paper for a second person'], async ({ cast }) => {
    const { identity } = await cast.person();
    return () => cast.college.voice.send('registerPerson', { personId: randomUUID(), identity });
  }),
  refuses(
    ['E_FOUR_EYES_IDENTITY', '3.3', 'a correction confirmed by the one who asked for it'],
    async (ground) => {
      const { person } = await pathAt(ground, 'proposed');
      const { voice } = ground.cast.enterprise;
      const identity = { ...person.identity, name: '另一姓名' };
      const correction = { personId: person.id, identity, reason: 'NAME_CHANGED' };
      const asked = await voice.does('correctIdentity', correction, proven);
      const version = asked.events[0]?.data['version'];
      return () =>
        voice.send('confirmIdentityCorrection', { personId: person.id, version, identity });
    },
  ),
  refuses(
    ['E_INPUT', 'platform', 'a correction of an identity without evidence'],
    async ({ cast }) => {
      const { id: personId, identity } = await cast.person();
      const correction = { personId, identity, reason: 'TYPING_ERROR' };
      return () => cast.enterprise.voice.send('correctIdentity', correction);
    },
  ),
  refuses(
    ['E_ERASED', 'platform', 'a signature of someone whose data were erased'],
    async (ground) => {
      const path = await pathAt(ground, 'proposed');
      const apprenticeshipId = path.id;
      await path.person.voice.does('stateEmploymentIntent', { apprenticeshipId });
      await ground.world.platform.vault.erase(path.person.id);
      const graduatesOn = `${ground.world.clock.today().slice(0, 4)}-06-30`;
      return () =>
        ground.cast.college.voice.send('confirmEligibility', { apprenticeshipId, graduatesOn });
    },
  ),
  refuses(['E_FUTURE', '3.3', 'a safety induction of tomorrow'], async (ground) => {
    const path = await pathAt(ground, 'accepted');
    const on = inDays(ground, 1);
    const { voice } = ground.cast.enterprise;
    return () => voice.send('passSafetyInduction', { apprenticeshipId: path.id, on });
  }),
  refuses(
    ['E_LATE', '3.3', 'hours of more than thirty days ago'],
    async (ground) => {
      const path = await pathAt(ground, 'training');
      const session = await held(ground, { on: inDays(ground, -2) }, [path.id]);
      later(ground, 30);
      return () => ground.cast.enterprise.voice.send('logHours', entryOf(path.id, session));
    },
    { days: 32, limit: 30 },
  ),
  refuses(
    ['E_LATE', '3.3', 'a late contract under an approval for another path'],
    async (ground) => {
      const path = await pathAt(ground, 'proposed', { programme: 'TECH_TRAINEE' });
      const approvalId = randomUUID();
      const occurredOn = inDays(ground, -40);
      await ground.cast.bureau.does('approveLateEntry', {
        ...{ approvalId, target: randomUUID(), region: '4403', reason: 'PAPER_RECORD_FOUND' },
        ...{ from: inDays(ground, -60), until: inDays(ground, -1) },
      });
      const contract = contractOf(ground, path, occurredOn);
      const late = { occurredOn, lateApproval: approvalId };
      return () => ground.cast.enterprise.voice.send('signLaborContract', contract, late);
    },
    { days: 40, limit: 30 },
  ),
  refuses(
    ['E_LATE', '3.3', "a late contract under an approval by another city's bureau"],
    async (ground) => {
      const path = await pathAt(ground, 'proposed', { programme: 'TECH_TRAINEE' });
      const approvalId = randomUUID();
      const occurredOn = inDays(ground, -40);
      await ground.cast.farBureau.does('approveLateEntry', {
        ...{ approvalId, target: path.id, region: '4401', reason: 'PAPER_RECORD_FOUND' },
        ...{ from: inDays(ground, -60), until: inDays(ground, -1) },
      });
      const contract = contractOf(ground, path, occurredOn);
      const late = { occurredOn, lateApproval: approvalId };
      return () => ground.cast.enterprise.voice.send('signLaborContract', contract, late);
    },
    { days: 40, limit: 30 },
  ),
  refuses(
    ['E_ID', '3.3', 'an identity number whose check digit is wrong'],
    async ({ cast }) => {
      const { identity } = cast.stranger();
      const last = identity.idNumber.endsWith('5') ? '6' : '5';
      const wrong = { ...identity, idNumber: identity.idNumber.slice(0, 17) + last };
      return () =>
        cast.enterprise.voice.send('registerPerson', { personId: randomUUID(), identity: wrong });
    },
    { failure: 'check-digit' },
  ),
  refuses(
    ['E_EDITION', 'platform', 'an edition out of turn'],
    async ({ cast }) =>
      () =>
        cast.operator.send('publishRulePack', packInput({ ...pack, edition: 3 })),
    { last: 1 },
  ),
  refuses(
    ['E_PROVENANCE', '3.3', 'a figure without its source'],
    async ({ cast }) =>
      () =>
        cast.operator.send('publishRulePack', {
          ...packInput({ ...pack, edition: 2, sources: pack.sources.slice(1) }),
        }),
    { figures: [pack.sources[0]?.figure] },
  ),
  refuses(
    ['E_BASIS', '2.5.3', 'a trainer admitted for the fourth place in a contest'],
    async ({ cast }) => {
      const baseId = randomUUID();
      await cast.base.voice.does('registerBase', {
        ...{ baseId, operator: cast.base.id, name: '第二实训基地', region: '440305' },
        ...{ capacity: 20, occupations: ['6-31-01-03'] },
      });
      const trainer = await cast.person('1979-01-01');
      const admitted = { baseId, trainer: trainer.id, basis: 'CONTEST_TOP_THREE', contestRank: 4 };
      return () => cast.base.voice.send('admitTrainer', admitted);
    },
    { contestRank: 4 },
  ),
];
