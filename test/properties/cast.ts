// Who plays in every walk, and what has to be there before a path can begin.
import { idNumberWithCheck, usccWithCheck, type Actor, type Figures, type Role } from '#kernel';
import { bundledPacks } from '#policy';
import type { World } from './world.js';

/** Ids of what every walk begins with. */
export interface Cast {
  readonly works: string;
  readonly others: string;
  readonly college: string;
  readonly baseOwner: string;
  readonly body: string;
  readonly base: string;
  readonly post: string;
  readonly secondPost: string;
  readonly studentPlan: string;
  readonly traineePlan: string;
  readonly classId: string;
  readonly mentors: readonly [string, string];
  readonly trainer: string;
  readonly assessors: readonly [string, string, string];
}

export const occupation = '6-31-01-03';

export const as = (role: Role, who: Partial<Actor> & { user?: string } = {}): Actor => ({
  user: `${role}-1`,
  role,
  ...who,
});
export const system: Actor = { system: 'walk' };

/** Figures of a short programme, so that a walk reaches its end in a few steps. */
const short: Partial<Figures> = {
  classHoursPerYear: 2,
  filingLeadWorkingDays: 0,
  resultNoticeWorkingDays: 0,
  theoryShareMin: null,
  practiceShareMin: null,
  onlineTheoryShareMax: null,
  lateEntryDays: 3_000,
};

/** An id number of the range that is never issued. */
export const idNumberOf = (world: World): string => {
  const year = 1990 + (Number.parseInt(world.newId().slice(0, 6), 16) % 17);
  return idNumberWithCheck(`440106${String(year)}0615000`) ?? '';
};
export const usccOf = (world: World): string => {
  const digits = BigInt(`0x${world.newId().slice(0, 8)}`)
    .toString()
    .padStart(10, '0')
    .slice(-7);
  return usccWithCheck(`91440100MA${digits}`) ?? '';
};

export const register = (world: World, personId: string) =>
  [
    'person',
    'RegisterPerson',
    { personId, identity: { name: '陈晓岚', idKind: 'resident-id', idNumber: idNumberOf(world) } },
  ] as const;

export const directory = (world: World, organizationId: string, kind: string) =>
  [
    'organization',
    'RegisterOrganization',
    {
      ...{ organizationId, kind, name: `机构${organizationId.slice(0, 4)}`, region: '440106' },
      ...{ uscc: usccOf(world), chainOwner: false },
    },
  ] as const;

/** Publishes the packs, fills the directory, and opens posts, plans, class, base and body. */
export const ground = async (world: World): Promise<Cast> => {
  const id = () => world.newId();
  const cast: Cast = {
    ...{ works: id(), others: id(), college: id(), baseOwner: id(), body: id(), base: id() },
    ...{ post: id(), secondPost: id(), studentPlan: id(), traineePlan: id(), classId: id() },
    ...{ mentors: [id(), id()], trainer: id(), assessors: [id(), id(), id()] },
  };
  const operator = as('operator', { organization: id() });
  const once: Once = async ([category, type, data], by) => {
    await world.put(category, { type, data }, by);
  };
  for (const pack of bundledPacks.filter(({ jurisdiction }) => jurisdiction === '44')) {
    const data = { ...pack, figures: { ...pack.figures, ...short } };
    await once(['rule-pack', 'PublishRulePack', data], as('province', { region: '44' }));
  }
  const kinds = { works: 'enterprise', others: 'enterprise', college: 'college' } as const;
  for (const [name, kind] of Object.entries(kinds))
    await once(directory(world, cast[name as keyof typeof kinds], kind), operator);
  await once(directory(world, cast.baseOwner, 'base-operator'), operator);
  await once(directory(world, cast.body, 'assessment-body'), operator);
  for (const person of [...cast.mentors, cast.trainer, ...cast.assessors])
    await once(register(world, person), operator);
  await offers(cast, once);
  await bodies(world, cast, once);
  return cast;
};

type Once = (step: readonly [string, string, object], by: Actor) => Promise<void>;

const offers = async (cast: Cast, once: Once): Promise<void> => {
  const by = as('enterprise', { organization: cast.works });
  const enterprise = cast.works;
  for (const postId of [cast.post, cast.secondPost])
    await once(
      [
        'post',
        'PublishPost',
        { postId, enterprise, title: '焊工', kind: 'technical-skill', occupation, places: 9 },
      ],
      by,
    );
  const plans = { [cast.studentPlan]: 'student-apprentice', [cast.traineePlan]: 'tech-trainee' };
  for (const [planId, programme] of Object.entries(plans)) {
    const data = {
      ...{ planId, enterprise, programme, title: '培养方案', occupation, termMonths: 12 },
      ...{ targetLevel: 'INTERMEDIATE', onPostInternship: true },
      ...{ theoryClassHours: 200, practiceClassHours: 200, retentionMeasures: ['晋升通道'] },
    };
    await once(['plan', 'DraftTrainingPlan', data], by);
    await once(['plan', 'AdoptTrainingPlan', { planId }], by);
  }
  const { classId, college, studentPlan: planId } = cast;
  const seats = { classId, enterprise, college, planId, name: '焊工一班', capacity: 30 };
  await once(['class', 'OpenClass', seats], by);
  for (const mentor of cast.mentors)
    await once(['mentor', 'QualifyMentor', { mentor, enterprise, level: 'TECHNICIAN' }], by);
};

const bodies = async (world: World, cast: Cast, once: Once): Promise<void> => {
  const { base: baseId, baseOwner: operator, trainer, body } = cast;
  const owner = as('base', { organization: operator });
  const bureau = as('city-bureau', { organization: world.newId(), region: '4401' });
  const scope = [{ occupation, levels: ['JUNIOR', 'INTERMEDIATE', 'SENIOR', 'TECHNICIAN'] }];
  const place = { name: '公共实训基地', region: '440106', capacity: 60, occupations: [occupation] };
  await once(['base', 'RegisterBase', { baseId, operator, ...place }], owner);
  await once(['base', 'OpenBase', { baseId, from: world.day(-30) }], bureau);
  await once(['base', 'AdmitTrainer', { baseId, trainer, basis: 'reviewed' }], owner);
  const code = { kind: 'S', bodyCode: '0001', province: '44', site: '000042' };
  const filed = { body, ...code, scope, affiliates: [] };
  const span = { from: world.day(-30), until: world.day(2_000) };
  await once(['body-filing', 'FileBody', { ...filed, ...span }], bureau);
  const homes = [
    [cast.body, 'assessment-body'],
    [cast.college, 'college'],
    [cast.others, 'enterprise'],
  ] as const;
  for (const [place_, [organization, partyKind]] of homes.entries()) {
    const assessor = cast.assessors[place_];
    const said = { assessor, body, organization, partyKind, grade: 'assessor', scope };
    await once(
      ['assessor', 'QualifyAssessor', { ...said, until: span.until }],
      as('assessment-body', { organization: body }),
    );
  }
};
