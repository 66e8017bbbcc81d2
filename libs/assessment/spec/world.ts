import { idOf } from '#kernel';
import type { Assessor } from '../src/assessor-state.js';
import type { BatchCommand, BatchFacts } from '../src/batch-types.js';
import type { BodyFiling } from '../src/body-filing-state.js';
import type { BatchEvent } from '../src/events.js';
import { noPath, type PathSight, type PostSight, type TakenSight } from '../src/path-sight.js';

export const batchId = idOf('batch');
export const body = idOf('body');
export const enterprise = idOf('enterprise');
export const li = idOf('li');
export const wang = idOf('wang');
export const path = idOf('path of li');
export const [ann, bob, cai, dai] = ['ann', 'bob', 'cai', 'dai'].map(idOf) as [
  string,
  string,
  string,
  string,
];
export const occupation = '6-31-01-03';
export const today = '2026-03-02';

/** A social body filed for two levels of one occupation. */
export const filing: BodyFiling = {
  kind: 'S',
  bodyCode: '0001',
  province: '44',
  site: '000042',
  region: '4403',
  scope: [{ occupation, levels: ['SENIOR', 'TECHNICIAN'] }],
  affiliates: [],
  from: '2026-01-01',
  until: '2026-12-31',
  cancelledOn: undefined,
};

export const pathOfLi: PathSight = {
  ...noPath,
  person: li,
  enterprise,
  college: idOf('college'),
  classId: idOf('class'),
  region: '4403',
  mentor: idOf('mentor'),
  completedOn: '2026-02-20',
};

/** Qualified for the occupation at both levels, from outside every employer. */
export const outsider: Assessor = {
  organization: body,
  partyKind: 'assessment-body',
  grade: 'assessor',
  body,
  scope: filing.scope,
  since: '2026-01-05',
  until: '2026-12-31',
  disqualifiedOn: undefined,
};
/** An assessor as one of the facts a panel rests on. */
export const seat = (id: string, who: Assessor): BatchFacts => {
  const facts: { [id: `assessor:${string}`]: Assessor } = {};
  facts[`assessor:${id}`] = who;
  return facts;
};
/** A candidate who was taken for these paths, the first of them first. */
export const taken = (person: string, ...paths: readonly string[]): BatchFacts => {
  const facts: { [id: `taken:${string}`]: TakenSight } = {};
  facts[`taken:${person}`] = { paths };
  return facts;
};
/** A path and what came after it, as decisions about a batch see them. */
export const pathFact = (id: string, seen: PathSight, departed = false): BatchFacts => {
  const paths: { [id: `path:${string}`]: PathSight } = {};
  const posts: { [id: `post:${string}`]: PostSight } = {};
  paths[`path:${id}`] = seen;
  posts[`post:${id}`] = { departed };
  return { ...paths, ...posts };
};
/** Li, on a path at the enterprise. */
export const onPath: BatchFacts = { ...taken(li, path), ...pathFact(path, pathOfLi) };
/** Three outsiders. */
export const assessors: BatchFacts = {
  ...seat(ann, outsider),
  ...seat(bob, outsider),
  ...seat(cai, outsider),
};

type Event<T extends BatchEvent['type']> = Extract<BatchEvent, { type: T }>;
type Command<T extends BatchCommand['type']> = Extract<BatchCommand, { type: T }>;

export const tell = <T extends BatchEvent['type']>(
  type: T,
  data: Omit<Event<T>['data'], 'batchId'>,
): Event<T> => ({ type, data: { batchId, ...data } }) as unknown as Event<T>;
export const ask = <T extends BatchCommand['type']>(
  type: T,
  data: Omit<Command<T>['data'], 'batchId'>,
): Command<T> => ({ type, data: { batchId, ...data } }) as unknown as Command<T>;

export const opened = (changes: Partial<Event<'AssessmentBatchOpened'>['data']> = {}) =>
  tell('AssessmentBatchOpened', {
    body,
    bodyKind: 'S',
    region: '4403',
    occupation,
    level: 'SENIOR',
    coAssessed: true,
    ...changes,
  });
export const applied = (candidate = li, employer = enterprise) =>
  tell('LevelAssessmentApplied', {
    candidate,
    employer,
    ...(candidate === li && { apprenticeshipId: path }),
  });
export const qualified = (candidate = li) => tell('CandidateQualified', { candidate });
export const scheduled = (on = today) =>
  tell('AssessmentScheduled', { on, site: '深圳第一考点', siteVerified: true });
export const formed = (...ids: readonly string[]) =>
  tell('AssessmentPanelFormed', {
    panel: (ids.length > 0 ? ids : [ann, bob, cai]).map((assessor) => ({
      assessor,
      organization: body,
      partyKind: 'assessment-body' as const,
    })),
  });
/** Li qualified, the day set, the panel formed. */
export const sitting = [opened(), applied(), qualified(), scheduled(), formed()] as const;

export const theory = (score: number, assessor = ann, candidate = li) =>
  tell('TheoryScored', { candidate, assessor, score });
export const practice = (score: number, assessor = ann, candidate = li) =>
  tell('PracticeScored', { candidate, assessor, score });
/** The same score of a part by all three. */
export const byAll = (part: typeof theory | typeof practice, score: number) =>
  [part(score, ann), part(score, bob), part(score, cai)] as const;
export const signed = (assessor: string) => tell('PanelSigned', { assessor });
export const sealed = (passed = true, score = 80) =>
  tell('ResultsSealed', {
    results: [{ candidate: li, theory: score, practice: score, review: null, passed }],
  });
/** Everything up to the sealed results. */
export const assessed = [
  ...sitting,
  ...byAll(theory, 80),
  ...byAll(practice, 80),
  signed(ann),
  signed(bob),
  signed(cai),
  sealed(),
] as const;
export const noticed = tell('ResultNoticeOpened', { from: '2026-03-02', until: '2026-03-09' });
export const closed = tell('ResultNoticeClosed', {});
export const reported = (late = false) => tell('ResultReported', { on: '2026-03-10', late });
/** A moment on a day of March 2026, nine in the morning in Shanghai. */
export const march = (day: number) => ({
  now: `2026-03-${String(day).padStart(2, '0')}T01:00:00.000000Z`,
});
