import { randomUUID } from 'node:crypto';
import { addDays } from '#kernel';
import type { Organization, Person } from './cast.js';
import type { Ground } from './ground.js';
import { occupation } from './offer.js';

export type Level = 'JUNIOR' | 'INTERMEDIATE' | 'SENIOR' | 'TECHNICIAN';
const levels: readonly Level[] = ['JUNIOR', 'INTERMEDIATE', 'SENIOR'];
let sites = 0;

/** A filing as a bureau enters it; by default of a social body, in force for years. */
export const filingOf = ({ world }: Ground, body: string, wishes: object = {}) => ({
  ...{ body, kind: 'S', bodyCode: '0012', province: '44', site: String(++sites).padStart(6, '0') },
  scope: [{ occupation, levels }],
  ...{ affiliates: [], from: world.clock.today(), until: addDays(world.clock.today(), 1000) },
  ...wishes,
});

/** A body that is filed, and three assessors of it from outside the enterprise. */
export interface Filed {
  readonly body: Organization;
  readonly panel: readonly Person[];
}

export const fileBody = async (
  ground: Ground,
  body: Organization,
  wishes: object = {},
): Promise<Filed> => {
  const { cast } = ground;
  await cast.province.does('fileBody', filingOf(ground, body.id, wishes));
  const panel = await Promise.all(
    ['1970-01-01', '1970-02-01', '1970-03-01'].map((born) => qualified(ground, body, born)),
  );
  return { body, panel };
};

/** Someone whom the body qualified to assess. */
export const qualified = async (
  { cast, world }: Ground,
  body: Organization,
  born = '1971-01-01',
  wishes: object = {},
) => {
  const assessor = await cast.person(born);
  await body.voice.does('qualifyAssessor', {
    ...{
      assessor: assessor.id,
      body: body.id,
      organization: cast.college.id,
      partyKind: 'COLLEGE',
    },
    ...{ grade: 'ASSESSOR', scope: [{ occupation, levels }] },
    until: addDays(world.clock.today(), 900),
    ...wishes,
  });
  return assessor;
};

export interface Candidate {
  readonly person: Person;
  readonly path?: string | undefined;
  /** Where the person works, for one without a path. */
  readonly employer?: string | undefined;
}
export interface Opened extends Filed {
  readonly batchId: string;
  readonly candidates: readonly Candidate[];
}

export const openBatch = async (
  { body: { id, voice } }: Filed,
  wishes: object = {},
): Promise<string> => {
  const batchId = randomUUID();
  const batch = { batchId, body: id, occupation, level: 'INTERMEDIATE', coAssessed: true };
  await voice.does('openBatch', { ...batch, ...wishes });
  return batchId;
};

/** As applied by the candidate itself. */
export const application = (batchId: string, { person, path, employer }: Candidate) => ({
  ...{ batchId, candidate: person.id },
  ...(path !== undefined && { apprenticeshipId: path }),
  ...(employer !== undefined && { employer }),
});

export const batchStages = [
  'qualified',
  'scheduled',
  'panel',
  'scored',
  'signed',
  'notice',
] as const;
export type BatchStage = (typeof batchStages)[number];

/** A batch with its candidates that stands at the stage today. */
export const batchAt = async (
  ground: Ground,
  filed: Filed,
  to: BatchStage,
  wishes: { readonly candidates?: readonly Candidate[]; readonly batch?: object } = {},
): Promise<Opened> => {
  const batchId = await openBatch(filed, wishes.batch);
  const candidates = wishes.candidates ?? [{ person: await ground.cast.person() }];
  const opened: Opened = { ...filed, batchId, candidates };
  for (const stage of batchStages.slice(0, batchStages.indexOf(to) + 1))
    await batchSteps[stage](ground, opened);
  return opened;
};

/** What an assessor of the panel gives a candidate. */
export const scoreOf = (batchId: string, candidate: string, assessor: string, score = 80) => ({
  ...{ batchId, candidate, assessor, score },
});

const batchSteps: {
  readonly [S in BatchStage]: (ground: Ground, opened: Opened) => Promise<void>;
} = {
  qualified: async (_ground, { batchId, body, candidates }) => {
    for (const candidate of candidates) {
      await candidate.person.voice.does('applyForAssessment', application(batchId, candidate));
      await body.voice.does('qualifyCandidate', { batchId, candidate: candidate.person.id });
    }
  },
  scheduled: async ({ world }, { batchId, body }) => {
    await body.voice.does('scheduleAssessment', {
      ...{ batchId, on: world.clock.today(), site: '深圳考点一号车间', siteVerified: true },
    });
  },
  panel: async (_ground, { batchId, body, panel }) => {
    await body.voice.does('formPanel', { batchId, assessors: panel.map(({ id }) => id) });
  },
  scored: async (_ground, { batchId, panel, candidates }) => {
    for (const { id, asAssessor } of panel)
      for (const { person } of candidates) {
        await asAssessor.does('scoreTheory', scoreOf(batchId, person.id, id));
        await asAssessor.does('scorePractice', scoreOf(batchId, person.id, id));
      }
  },
  signed: async (_ground, { batchId, panel }) => {
    for (const { id, asAssessor } of panel)
      await asAssessor.does('signPanel', { batchId, assessor: id });
  },
  notice: async (_ground, { batchId, body }) => {
    await body.voice.does('openResultNotice', { batchId });
  },
};

/** From the end of the notice to the approval: the clock goes on to a day after the notice. */
export const approve = async ({ world, cast }: Ground, { batchId, body }: Opened) => {
  world.clock.set(addDays(world.clock.today(), 10));
  await body.voice.does('closeResultNotice', { batchId });
  await body.voice.does('reportResults', { batchId });
  await cast.bureau.does('approveResults', { batchId });
};
