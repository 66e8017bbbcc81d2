import { addDays, addMonths } from '#kernel';
import type { Ground } from './ground.js';
import type { Path, Stage } from './path.js';
import { logged } from './sessions.js';

/** The proposal as the enterprise sends it. */
export const proposal = ({ cast, offer }: Ground, path: Path) => ({
  ...{ apprenticeshipId: path.id, person: path.person.id, programme: path.programme },
  ...{ enterprise: cast.enterprise.id, postId: path.postId },
  ...(path.programme === 'STUDENT_APPRENTICE'
    ? { college: cast.college.id }
    : { recruitmentId: offer.recruitmentId }),
});

/** The last day of a year's term. */
export const yearFrom = (from: string): string => addDays(addMonths(from, 12), -1);

/** The agreement with nothing missing; of a term other than the usual year with its reason. */
export const draftOf = (path: Path) => ({
  ...{ apprenticeshipId: path.id, digest: path.digest, postId: path.postId, planId: path.planId },
  ...{ mentor: path.mentor.id, targetLevel: 'INTERMEDIATE', from: path.from, until: path.until },
  ...(path.until !== yearFrom(path.from) && { termReason: 'PRIOR_LEARNING' }),
  ...{ monthlyPayYuan: 2600, insurance: 'BOTH' },
});

/** The labour contract of a path, from a day on for three years. */
export const contractOf = ({ cast }: Ground, path: Path, from: string) => ({
  ...{ apprenticeshipId: path.id, person: path.person.id, enterprise: cast.enterprise.id },
  ...{ contractNumber: `HT-${path.id.slice(0, 8)}`, from, until: addDays(from, 3 * 365) },
  ...{ hiredOn: from, monthlyWageYuan: 4200 },
});

const student = (path: Path) => path.programme === 'STUDENT_APPRENTICE';
const only = ({ id }: Path) => ({ apprenticeshipId: id });

/** Each signs for itself: the enterprise, the college where there is one, and the trainee. */
export const sign = async ({ cast }: Ground, path: Path): Promise<void> => {
  const { id, digest, person } = path;
  const signed = { apprenticeshipId: id, digest };
  await cast.enterprise.voice.does('signAgreement', { ...signed, party: 'ENTERPRISE' });
  if (student(path))
    await cast.college.voice.does('signAgreement', { ...signed, party: 'COLLEGE' });
  await person.voice.does('signAgreement', { ...signed, party: 'TRAINEE' });
};

const employ = async (ground: Ground, path: Path): Promise<void> => {
  const { cast, world } = ground;
  const today = world.clock.today();
  await cast.enterprise.voice.does('signLaborContract', contractOf(ground, path, today));
  const insured = { ...only(path), since: today, insuredBy: cast.enterprise.id };
  await cast.bureau.does('confirmSocialInsurance', insured);
};

/** The 34 class hours that the shortest term asks for, in four days of practice from a day on, logged and confirmed. */
export const monthOfHours = async (ground: Ground, path: string, from: string): Promise<void> => {
  for (let day = 0; day < 4; day += 1) {
    const on = addDays(from, day);
    const { entry } = await logged(ground, path, { on, from: '08:00', to: '15:00' });
    const { second } = ground.cast.enterprise;
    await second.does('confirmHours', { apprenticeshipId: path, entry });
  }
};

/** How each stage is reached from the one before. */
export const steps: { readonly [S in Stage]: (ground: Ground, path: Path) => Promise<void> } = {
  proposed: async (ground, path) => {
    const { enterprise } = ground.cast;
    if (!student(path))
      await enterprise.voice.does('selectCandidate', {
        ...{ recruitmentId: ground.offer.recruitmentId, person: path.person.id },
      });
    await enterprise.voice.does('proposeApprenticeship', proposal(ground, path));
  },
  eligible: async (ground, path) => {
    if (!student(path)) return employ(ground, path);
    await path.person.voice.does('stateEmploymentIntent', only(path));
    await ground.cast.college.voice.does('confirmEligibility', {
      ...{ ...only(path), graduatesOn: `${ground.world.clock.today().slice(0, 4)}-06-30` },
    });
  },
  agreed: async (ground, path) => {
    await ground.cast.enterprise.voice.does('draftAgreement', draftOf(path));
    await sign(ground, path);
  },
  filed: async ({ cast }, path) => {
    await cast.bureau.does('allowLateFiling', only(path));
    await cast.enterprise.voice.does('fileApprenticeship', only(path));
  },
  accepted: async ({ cast }, path) => {
    const filingNumber = `SZ-${path.id.slice(0, 8)}`;
    await cast.bureau.does('acceptFiling', { ...only(path), filingNumber });
  },
  prepared: async ({ cast, offer }, path) => {
    const { voice } = cast.enterprise;
    if (student(path))
      await voice.does('enrolInClass', { ...only(path), classId: await offer.classId() });
    await voice.does('assignMentor', { ...only(path), mentor: path.mentor.id });
    await voice.does('coverInsurance', {
      ...{
        ...only(path),
        policyNumber: 'GY-2023-0001',
        from: path.from,
        until: addDays(path.until, 90),
      },
    });
    await voice.does('passSafetyInduction', { ...only(path), on: path.from });
  },
  training: async ({ cast }, path) => {
    await cast.enterprise.voice.does('startTraining', { ...only(path), on: path.from });
  },
  completed: async ({ cast, offer, world }, path) => {
    const { voice } = cast.enterprise;
    await monthOfHours({ cast, offer, world }, path.id, path.from);
    if (student(path)) await cast.college.voice.does('endorseCompletion', only(path));
    else {
      const rotation = { postId: offer.secondPostId, from: path.from, until: path.until };
      await voice.does('recordPostRotation', { ...only(path), ...rotation });
      await voice.does('setCareerPlan', {
        ...{ ...only(path), channel: 'TECHNICAL', targetLevel: 'SENIOR' },
        reviewOn: addDays(world.clock.today(), 180),
      });
    }
    await voice.does('completeTraining', { ...only(path), on: world.clock.today() });
  },
  passed: async ({ cast, world }, path) => {
    const assessor = await cast.person('1975-01-01');
    await cast.enterprise.voice.does('recordFinalAssessment', {
      ...{ ...only(path), on: world.clock.today(), theory: 82, practice: 88, conduct: 90 },
      assessors: [assessor.id, path.mentor.id],
    });
  },
};
