import { reject, unmet, when } from '#kernel';
import type { BatchRejection } from './batch-refusals.js';
import { candidateOf, type Batch } from './batch-state.js';
import type { Asked, BatchContext, BatchDecisions } from './batch-types.js';
import { filingDetail, isFiledOn, noFiling } from './body-filing-state.js';
import { applicantOf, placeOf } from './candidate-place.js';
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

/**
 * The employer is what the paths say while the person is with one, whether the application names a path or not; only of one who is
 * with nobody it is as declared, for the body to check.
 */
const apply = (
  data: Asked<'ApplyForAssessment'>,
  state: Batch,
  { facts }: BatchContext,
): Events => {
  const { batchId, candidate, apprenticeshipId: named, employer: declared } = data;
  const found = state.candidates[candidate];
  if (found && found.standing !== 'disqualified') return [];
  const { occupation, level, phase } = state;
  const place = placeOf(applicantOf(data), facts);
  const path = named === undefined ? undefined : facts[`path:${named}`];
  const apprenticeshipId = named ?? place?.apprenticeshipId;
  const employer = place?.employer ?? declared;
  const { levels, registered } = facts;
  const held = levels && heldAtOrAbove(levels, occupation, level);
  return (
    unmet(
      when(!isTakingCandidates(state), 'E_STATE', { phase }),
      when(!registered, 'E_UNKNOWN', { candidate }),
      when(path !== undefined && path.person !== candidate, 'E_UNKNOWN', {
        apprenticeship: named ?? null,
      }),
      when(declared !== undefined && declared !== employer, 'E_STATE', {
        declared: declared ?? null,
        employer: employer ?? null,
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
  { facts, occurredOn }: BatchContext,
): Events => {
  const { filing = noFiling } = facts;
  const found = state.candidates[candidate];
  if (found?.standing === 'qualified') return [];
  const { body, bodyKind, occupation, level, phase } = state;
  const employer = placeOf(candidateOf(candidate, state), facts)?.employer ?? found?.employer;
  const own = employer === body || filing.affiliates.includes(employer ?? '');
  return (
    unmet(
      when(found?.standing !== 'applied' || !isTakingCandidates(state), 'E_STATE', {
        phase,
        candidate: found?.standing ?? null,
      }),
      when(found !== undefined && bodyKind === 'Y' && !own, 'E_SCOPE_PERSON', {
        employer: employer ?? null,
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
