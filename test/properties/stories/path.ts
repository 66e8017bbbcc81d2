// One apprentice from the proposal to the end of training, by whatever turns the run chooses.
import { as, register, type Cast } from '../cast.js';
import { chance, pick } from '../values.js';
import type { World } from '../world.js';
import { course } from './course.js';
import { attendance } from './hours.js';
import { act } from './act.js';

export type Programme = 'student-apprentice' | 'tech-trainee';

/** One path and the ways to act on it. */
export interface Path {
  readonly apprenticeshipId: string;
  readonly person: string;
  readonly programme: Programme;
  /** A step by the enterprise, the college, the trainee or the bureau. */
  readonly by: Readonly<
    Record<
      'works' | 'clerk' | 'college' | 'trainee' | 'bureau' | 'body',
      (...step: Step) => Promise<void>
    >
  >;
}
type Step = readonly [category: string, type: string, data: object];

export const pathOf = (world: World, cast: Cast, programme: Programme): Path => {
  const [apprenticeshipId, person] = [world.newId(), world.newId()];
  const organization = cast.works;
  const actors = {
    works: as('enterprise', { organization }),
    clerk: as('enterprise', { organization, user: 'enterprise-2' }),
    college: as('college', { organization: cast.college }),
    trainee: as('trainee', { person, user: 'trainee-1' }),
    bureau: as('city-bureau', { organization: cast.base, region: '4401' }),
    body: as('assessment-body', { organization: cast.body }),
  };
  const by = (who: keyof typeof actors) => (category: string, type: string, data: object) =>
    act(world, cast, [category, type, { apprenticeshipId, ...data }], actors[who]);
  return {
    ...{ apprenticeshipId, person, programme },
    by: {
      works: by('works'),
      clerk: by('clerk'),
      college: by('college'),
      trainee: by('trainee'),
      bureau: by('bureau'),
      body: by('body'),
    },
  };
};

/** From nothing to a completed training, or to wherever it ends before. */
export const train = async (world: World, cast: Cast, programme: Programme): Promise<Path> => {
  const path = pathOf(world, cast, programme);
  await act(world, cast, register(world, path.person), as('operator', { organization: cast.body }));
  if (programme === 'tech-trainee') await recruit(world, cast, path);
  await propose(world, cast, path);
  await agree(world, cast, path);
  await begin(world, cast, path);
  await attendance(world, cast, path);
  await course(world, cast, path);
  return path;
};

const recruit = async (world: World, cast: Cast, { person, by }: Path): Promise<void> => {
  const recruitmentId = world.newId();
  const { works: enterprise, post: postId } = cast;
  const put = (type: string, data: object) =>
    act(world, cast, ['recruitment', type, data], as('enterprise', { organization: enterprise }));
  const span = { from: world.today, until: world.day(9) };
  const call = { recruitmentId, enterprise, postId, quota: 3, criteria: '毕业两年内', ...span };
  await put('OpenRecruitment', call);
  const other = world.newId();
  await act(world, cast, register(world, other), as('operator', { organization: cast.body }));
  await put('SelectCandidate', { recruitmentId, person: other });
  await put('SelectCandidate', { recruitmentId, person });
  if (chance(world.choose, 30)) await put('CloseRecruitment', { recruitmentId });
  const data = { person, programme: 'tech-trainee', enterprise, postId, recruitmentId };
  await by.works('apprenticeship', 'ProposeApprenticeship', data);
};

const propose = async (world: World, cast: Cast, path: Path): Promise<void> => {
  const { by, person, programme } = path;
  const { works: enterprise, college, post: postId } = cast;
  if (programme === 'student-apprentice') {
    const data = { person, programme, enterprise, college, postId };
    await by.works('apprenticeship', 'ProposeApprenticeship', data);
    await by.trainee('apprenticeship', 'StateEmploymentIntent', {});
    if (chance(world.choose, 8))
      await by.college('apprenticeship', 'RefuseEligibility', { reason: 'not-enrolled' });
    await by.college('apprenticeship', 'ConfirmEligibility', { graduatesOn: world.today });
  } else {
    await contract(world, cast, path);
    const plan = { channel: 'technical', targetLevel: 'SENIOR', reviewOn: world.day(200) };
    await by.works('career', 'SetCareerPlan', plan);
    await by.works('career', 'AssignPromotionChannel', { channel: 'management' });
  }
  if (chance(world.choose, 30)) await by.bureau('apprenticeship', 'AllowLateFiling', {});
};

/** Labour contract and social insurance. */
export const contract = async (world: World, cast: Cast, { person, by }: Path): Promise<void> => {
  const terms = { from: world.today, until: world.day(800), hiredOn: world.today };
  const monthlyWageYuan = pick(world.choose, [1_000, 5_000]);
  const who = { person, enterprise: cast.works, contractNumber: 'HT-1' };
  await by.works('employment', 'SignLaborContract', { ...who, ...terms, monthlyWageYuan });
  const insured = { since: world.today, insuredBy: cast.works };
  await by.bureau('employment', 'ConfirmSocialInsurance', insured);
};

const agree = async (world: World, cast: Cast, { by, programme }: Path): Promise<void> => {
  const student = programme === 'student-apprentice';
  const digest = pick(world.choose, ['ab', 'cd']).repeat(32);
  await by.works('agreement', 'DraftAgreement', {
    ...{ digest, postId: cast.post, mentor: cast.mentors[0], monthlyPayYuan: 3_000 },
    planId: student ? cast.studentPlan : cast.traineePlan,
    ...{ targetLevel: 'INTERMEDIATE', insurance: 'both', termReason: 'prior-learning' },
    ...{ from: world.today, until: world.day(20) },
  });
  const sides = ['works', ...(student ? ['college'] : []), 'trainee'] as const;
  if (chance(world.choose, 40)) await by.trainee('agreement', 'RecordGuardianConsent', {});
  for (const side of sides) {
    const party = side === 'works' ? 'enterprise' : side;
    await by[side as 'works' | 'college' | 'trainee']('agreement', 'SignAgreement', {
      party,
      digest,
    });
  }
};

const begin = async (world: World, cast: Cast, { by }: Path): Promise<void> => {
  const put = (type: string, data: object) => by.works('apprenticeship', type, data);
  await put('FileApprenticeship', {});
  if (chance(world.choose, 25)) {
    await by.bureau('apprenticeship', 'ReturnFiling', { reason: 'incomplete' });
    await put('FileApprenticeship', {});
  }
  await by.bureau('apprenticeship', 'AcceptFiling', { filingNumber: 'BA-1' });
  await put('EnrolInClass', { classId: cast.classId });
  await put('AssignMentor', { mentor: cast.mentors[0] });
  const cover = { policyNumber: 'BX-1', from: world.today, until: world.day(60) };
  await put('CoverInsurance', cover);
  await put('PassSafetyInduction', { on: world.today });
  await put('StartTraining', { on: world.today });
};
