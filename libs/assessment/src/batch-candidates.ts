import { reject, unmet, when } from '#kernel';
import type { BatchRejection } from './batch-refusals.js';
import type { Batch } from './batch-state.js';
import type { Asked, BatchContext, BatchDecisions } from './batch-types.js';
import { filingDetail, isFiledOn, noFiling } from './body-filing-state.js';
import type { BatchEvent } from './events.js';
import { heldAtOrAbove } from './levels-sight.js';
import { covers } from './scope.js';

type Events = readonly BatchEvent[] | BatchRejection;

/** Opening a batch and who sits it. */
export const candidateDecisions: Pick<
  BatchDecisions,
  'OpenBatch' | 'ApplyForAssessment' | 'QualifyCandidate' | 'DisqualifyCandidate'
> = {
  OpenBatch: (data, state, context) => open(data, state, context),
  ApplyForAssessment: (data, state, context) => apply(data, state, context),
  QualifyCandidate: (data, state, context) => qualify(data, state, context),
  DisqualifyCandidate: ({ batchId, candidate, reason }, state) => {
    const found = state.candidates[candidate];
    if (found?.standing === 'disqualified') return [];
    const early = ['open', 'scheduled', 'panel'].includes(state.phase) && state.signed.length === 0;
    if (!found || !early)
      return reject('E_STATE', { phase: state.phase, candidate: found?.standing ?? null });
    return [{ type: 'CandidateDisqualified', data: { batchId, candidate, reason } }];
  },
};

const open = (
  { batchId, body, occupation, level, coAssessed }: Asked<'OpenBatch'>,
  state: Batch,
  { facts: { filing = noFiling }, occurredOn }: BatchContext,
): Events => {
  if (state.phase !== 'none') {
    const same =
      state.body === body &&
      state.occupation === occupation &&
      state.level === level &&
      state.coAssessed === coAssessed;
    return same ? [] : reject('E_STATE', { phase: state.phase });
  }
  const { kind: bodyKind, region } = filing;
  return (
    unmet(
      when(!isFiledOn(filing, occurredOn), 'E_FILING_EXPIRED', filingDetail(filing, occurredOn)),
      // An apprentice's level has no certificate (§4.4), whatever a filing says.
      when(level === 'APPRENTICE' || !covers(filing.scope, occupation, level), 'E_SCOPE', {
        occupation,
        level,
      }),
    ) ?? [
      {
        type: 'AssessmentBatchOpened',
        data: { batchId, body, bodyKind, region, occupation, level, coAssessed },
      },
    ]
  );
};

/** The employer is what the path says while the person is still there; without one it is as declared, for the body to check. */
const apply = (
  { batchId, candidate, apprenticeshipId, employer: declared }: Asked<'ApplyForAssessment'>,
  state: Batch,
  { facts: { path, post, levels } }: BatchContext,
): Events => {
  const found = state.candidates[candidate];
  if (found && found.standing !== 'disqualified') return [];
  const { occupation, level, phase } = state;
  const there = path && !path.left && !post?.departed ? path.enterprise : undefined;
  const employer = there ?? declared;
  const held = levels && heldAtOrAbove(levels, occupation, level);
  return (
    unmet(
      when(!isTakingCandidates(state), 'E_STATE', { phase }),
      when(path !== undefined && path.person !== candidate, 'E_UNKNOWN', {
        apprenticeship: apprenticeshipId ?? null,
      }),
      when(held !== undefined, 'E_DUPLICATE_CERT', { occupation, level, held: held ?? null }),
    ) ?? [
      {
        type: 'LevelAssessmentApplied',
        data: {
          ...{ batchId, candidate },
          ...(apprenticeshipId !== undefined && { apprenticeshipId }),
          ...(employer !== undefined && { employer }),
        },
      },
    ]
  );
};

const qualify = (
  { batchId, candidate }: Asked<'QualifyCandidate'>,
  state: Batch,
  { facts: { filing = noFiling }, occurredOn }: BatchContext,
): Events => {
  const found = state.candidates[candidate];
  if (found?.standing === 'qualified') return [];
  const { body, bodyKind, occupation, level, phase } = state;
  const own = found?.employer === body || filing.affiliates.includes(found?.employer ?? '');
  return (
    unmet(
      when(found?.standing !== 'applied' || !isTakingCandidates(state), 'E_STATE', {
        phase,
        candidate: found?.standing ?? null,
      }),
      when(found !== undefined && bodyKind === 'Y' && !own, 'E_SCOPE_PERSON', {
        employer: found?.employer ?? null,
        body,
      }),
      when(!covers(filing.scope, occupation, level), 'E_SCOPE', { occupation, level }),
      when(!isFiledOn(filing, occurredOn), 'E_FILING_EXPIRED', filingDetail(filing, occurredOn)),
    ) ?? [{ type: 'CandidateQualified', data: { batchId, candidate } }]
  );
};

/** The panel is formed for the candidates there are, so none joins after it. */
const isTakingCandidates = (state: Batch): boolean =>
  state.phase === 'open' || state.phase === 'scheduled';
