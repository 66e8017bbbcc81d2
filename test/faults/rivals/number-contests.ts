import { randomUUID } from 'node:crypto';
import {
  actorOf,
  occupation,
  organization,
  person,
  region,
  uscc,
  type Contest,
} from './contests.js';
import { attempt, type Before, type Try } from './ground.js';

/** A path whose final assessment was passed, so that its certificate can be issued. */
const finished = (enterprise: string): { id: string; before: readonly Before[] } => {
  const [id, person] = [randomUUID(), randomUUID()];
  const path = { apprenticeshipId: id, person, programme: 'tech-trainee', enterprise };
  const proposed = { ...path, postId: randomUUID(), occupation, region };
  const scores = { theory: 80, practice: 80, conduct: 80, assessors: [randomUUID()], passed: true };
  const assessed = { apprenticeshipId: id, attempt: 1, on: '2026-10-09', ...scores };
  const reserved = { person, apprenticeshipId: id };
  const subjects = [`person-${person}`];
  return {
    id,
    before: [
      {
        stream: `active-apprenticeship-${person}`,
        events: [{ type: 'PersonReserved', data: reserved }],
        subjects,
      },
      {
        stream: `apprenticeship-${id}`,
        events: [{ type: 'ApprenticeshipProposed', data: proposed }],
        subjects,
      },
      {
        stream: `final-assessment-${id}`,
        events: [{ type: 'FinalCompetenceAssessed', data: assessed }],
        subjects,
      },
    ],
  };
};

/**
 * Two training certificates insist on the same place in their enterprise's series – or, not insisting, take what is free. With
 * several enterprises one round after the other is of another series.
 */
export const overOneNumber = (insisting = true, series = 1): Contest => {
  const enterprises = Array.from({ length: series }, (_, number) => {
    const enterprise = organization('enterprise', uscc((insisting ? 60 : 70) + number));
    return { ...enterprise, actor: actorOf('enterprise', enterprise.id) };
  });
  return {
    name: 'one certificate number',
    ground: enterprises.map(({ before }) => before),
    round: (index) => {
      const { id: enterprise, actor } = enterprises[index % series]!;
      const paths = [finished(enterprise), finished(enterprise)] as const;
      const issue = ({ id }: { id: string }): Try => {
        const wanted = insisting ? { sequence: index + 1 } : {};
        const data = { certificateId: randomUUID(), apprenticeshipId: id, ...wanted };
        return attempt('certificate', { type: 'IssueTrainingCertificate', data }, actor);
      };
      return {
        before: paths.flatMap(({ before }) => before),
        rivals: [issue(paths[0]), issue(paths[1])],
      };
    },
    refusal: 'E_NUMBER_REUSED',
    wins: 'certificate',
  };
};

/** Two level certificates of one body insist on the same place in its sequence. */
export const overOneLevelNumber = (): Contest => {
  const body = randomUUID();
  const scope = [{ occupation, levels: ['INTERMEDIATE'] }];
  const codes = { kind: 'Y', bodyCode: '0001', province: '44', site: '000001', region };
  const filed = { body, ...codes, scope, affiliates: [], from: '2026-01-01', until: '2028-12-31' };
  const actor = actorOf('assessment-body', body);
  return {
    name: 'one level certificate number',
    ground: [
      { stream: `body-filing-${body}`, events: [{ type: 'BodyFiled', data: filed }], subjects: [] },
    ],
    round: (index) => {
      const batchId = randomUUID();
      const candidates = [randomUUID(), randomUUID()] as const;
      const number = (candidate: string): Try => {
        const data = { certificateId: randomUUID(), body, batchId, candidate, sequence: index + 1 };
        return attempt('certificate', { type: 'NumberCertificate', data }, actor);
      };
      return {
        before: [
          approved(body, batchId, candidates),
          ...candidates.map((candidate) => person(candidate, body)),
        ],
        rivals: [number(candidates[0]), number(candidates[1])],
      };
    },
    refusal: 'E_NUMBER_SEQUENCE',
    wins: 'certificate',
  };
};

/** A batch whose candidates have all passed. */
const approved = (body: string, batchId: string, candidates: readonly string[]): Before => {
  const about = { region, occupation, level: 'INTERMEDIATE', coAssessed: false };
  const marks = { theory: 80, practice: 80, review: null, passed: true };
  const results = candidates.map((candidate) => ({ candidate, ...marks }));
  return {
    stream: `assessment-batch-${batchId}`,
    events: [
      { type: 'AssessmentBatchOpened', data: { batchId, body, bodyKind: 'Y', ...about } },
      ...candidates.map((candidate) => ({
        type: 'LevelAssessmentApplied',
        data: { batchId, candidate },
      })),
      { type: 'ResultsSealed', data: { batchId, results } },
      { type: 'ResultApproved', data: { batchId, on: '2026-10-09' } },
    ],
    subjects: [`assessment-batch-${batchId}`],
  };
};
