import { reject, unmet, when, type Day, type Reason } from '#kernel';
import { isQualifiedFor, noAssessor } from './assessor-state.js';
import type { BatchRejection } from './batch-refusals.js';
import { hasScores, qualified, type Batch, type Seat } from './batch-state.js';
import type { Asked, BatchContext, BatchDecisions } from './batch-types.js';
import { filingDetail, isFiledOn, noFiling } from './body-filing-state.js';
import { mentorsOf, placeOf } from './candidate-place.js';
import type { BatchEvent } from './events.js';

type Events = readonly BatchEvent[] | BatchRejection;

/** Day, site and panel. */
export const panelDecisions: Pick<
  BatchDecisions,
  'ScheduleAssessment' | 'DeclareKinship' | 'FormPanel'
> = {
  ScheduleAssessment: (data, state, context) => schedule(data, state, context),
  DeclareKinship: ({ batchId, candidate, assessor }, state) => {
    if (isKin(state, assessor, candidate)) return [];
    const early = ['open', 'scheduled', 'panel'].includes(state.phase);
    if (!early || !state.candidates[candidate])
      return reject('E_STATE', { phase: state.phase, known: candidate in state.candidates });
    return [{ type: 'KinshipDeclared', data: { batchId, assessor, candidate } }];
  },
  FormPanel: (data, state, context) => form(data, state, context),
};

export const isKin = ({ kin }: Batch, assessor: string, candidate: string): boolean =>
  kin.some((one) => one.assessor === assessor && one.candidate === candidate);

/** A social body's site has to be verified by the authority (§4.5); an employer assesses at its own. */
const schedule = (
  { batchId, on, site, siteVerified }: Asked<'ScheduleAssessment'>,
  state: Batch,
  { facts: { filing = noFiling } }: BatchContext,
): Events => {
  if (state.on === on && state.site === site && state.siteVerified === siteVerified) return [];
  return (
    unmet(
      when(state.phase !== 'open' && state.phase !== 'scheduled', 'E_STATE', {
        phase: state.phase,
      }),
      when(state.bodyKind === 'S' && !siteVerified, 'E_STATE', { siteVerified }),
      when(!isFiledOn(filing, on), 'E_FILING_EXPIRED', filingDetail(filing, on)),
    ) ?? [{ type: 'AssessmentScheduled', data: { batchId, on, site, siteVerified } }]
  );
};

const form = (
  { batchId, assessors }: Asked<'FormPanel'>,
  state: Batch,
  context: BatchContext,
): Events => {
  const asked = [...new Set(assessors)];
  const on = state.on;
  const again = state.phase === 'panel' && !hasScores(state) && state.signed.length === 0;
  if (sameSeats(state.panel, asked)) return [];
  if (on === undefined || (state.phase !== 'scheduled' && !again))
    return reject('E_STATE', { phase: state.phase });
  if (qualified(state).length === 0)
    return reject('E_STATE', { phase: state.phase, candidates: 0 });
  const panel = asked.map((assessor): Seat => {
    const { organization, partyKind } = context.facts[`assessor:${assessor}`] ?? noAssessor;
    return { assessor, organization, partyKind };
  });
  const broken = [
    unqualified(asked, on, state, context),
    size(asked, context),
    standAside(asked, state, context),
    insidersOnly(panel, state, context),
  ];
  return unmet(...broken) ?? [{ type: 'AssessmentPanelFormed', data: { batchId, panel } }];
};

const sameSeats = (panel: readonly Seat[], asked: readonly string[]): boolean =>
  panel.length === asked.length && panel.every(({ assessor }) => asked.includes(assessor));

type Broken = Reason<'E_SCOPE' | 'E_CONFLICT_PANEL'> | undefined;

/** Assessors act only in the occupation and level they are qualified for, on the day itself (§4.5). */
const unqualified = (
  asked: readonly string[],
  on: Day,
  { occupation, level }: Batch,
  { facts }: BatchContext,
): Broken => {
  const assessors = asked.filter(
    (id) => !isQualifiedFor(facts[`assessor:${id}`] ?? noAssessor, occupation, level, on),
  );
  return when(assessors.length > 0, 'E_SCOPE', { assessors, occupation, level, on });
};

const size = ({ length }: readonly string[], { rules }: BatchContext): Broken => {
  const { panelMinAssessors, panelOdd } = rules.figures;
  return when(length < panelMinAssessors || (panelOdd && length % 2 === 0), 'E_CONFLICT_PANEL', {
    assessors: length,
    panelMinAssessors,
    panelOdd,
  });
};

/** Nobody assesses themselves, kin, or their own apprentice. */
const standAside = (asked: readonly string[], state: Batch, { facts }: BatchContext): Broken => {
  const candidates = qualified(state);
  const mentors = candidates.flatMap((one) => mentorsOf(one, facts));
  const of = (test: (assessor: string) => boolean) => asked.filter(test);
  const kin = of((id) => candidates.some((one) => isKin(state, id, one.id)));
  const mentor = of((id) => mentors.includes(id));
  const self = of((id) => candidates.some((one) => one.id === id));
  return when(kin.length + mentor.length + self.length > 0, 'E_CONFLICT_PANEL', {
    kin,
    mentor,
    self,
  });
};

/** 等级共评: for each candidate enough of the panel come from outside the own employer (§5.9). */
const insidersOnly = (
  panel: readonly Seat[],
  state: Batch,
  { facts, rules }: BatchContext,
): Broken => {
  const { coAssessedOutsidersMin } = rules.figures;
  const outsiders = Math.min(
    ...qualified(state).map((one) => {
      const employer = placeOf(one, facts)?.employer ?? one.employer;
      return panel.filter(({ organization }) => organization !== employer).length;
    }),
  );
  return when(state.coAssessed && outsiders < coAssessedOutsidersMin, 'E_CONFLICT_PANEL', {
    outsiders,
    coAssessedOutsidersMin,
  });
};
