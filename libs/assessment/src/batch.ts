import { decideBy, decider, stateOf, unlessAhead, type FactSource } from '#kernel';
import { assessorView, type Assessor } from './assessor-state.js';
import { candidateDecisions } from './batch-candidates.js';
import { evolveBatch } from './batch-evolve.js';
import { panelDecisions } from './batch-panel.js';
import { batchRefusals, type BatchRule } from './batch-refusals.js';
import { resultDecisions } from './batch-results.js';
import { scoreDecisions } from './batch-scores.js';
import { candidateOf, noBatch, qualified, type Batch } from './batch-state.js';
import { BatchCommand, type BatchFacts } from './batch-types.js';
import { bodyFilingView } from './body-filing-state.js';
import { applicantOf, placeFacts, placeOf } from './candidate-place.js';
import { BatchEvent } from './events.js';
import { levelsOf } from './levels-sight.js';
import { isRegistered } from './person-sight.js';

type Sources = { readonly [K in keyof BatchFacts]?: FactSource<BatchFacts[K]> | undefined };

/** 职业技能等级认定 of a group (2.1.6, §3c 1–7): candidates, panel, scores, notice and approval. Not the final assessment. */
export const assessmentBatch = decider<BatchCommand, Batch, BatchEvent, BatchRule, BatchFacts>({
  category: 'assessment-batch',
  commands: BatchCommand,
  events: BatchEvent,
  refusals: batchRefusals,
  initial: noBatch,
  creators: ['OpenBatch'],
  streamOf: ({ data }) => data.batchId,
  facts: (command, state, found) => factsOf(command, state, found),
  rules: (command, state, { filing }) => ({
    scheme: 'level-assessment',
    jurisdiction: state.region || filing?.region || 'CN',
    on: command.type === 'ScheduleAssessment' ? command.data.on : state.on,
  }),
  occurredOn: ({ type, data }, _state, _facts, today) =>
    type === 'ScheduleAssessment' ? unlessAhead(data.on, today) : undefined,
  parties: (command, state, facts) => ({
    body: command.type === 'OpenBatch' ? command.data.body : state.body,
    region: state.region,
    trainee: 'candidate' in command.data ? command.data.candidate : undefined,
    enterprise: employerOf(command, facts),
    assessor: assessorOf(command, state),
  }),
  decide: decideBy<BatchCommand, Batch, BatchEvent, BatchRule, BatchFacts>({
    ...candidateDecisions,
    ...panelDecisions,
    ...scoreDecisions,
    ...resultDecisions,
  }),
  evolve: evolveBatch,
  subjects: (event, state) => subjectsOf(event, state),
  personal: (command, _state, _facts, id) =>
    command.type === 'LodgeObjection' && command.data.note !== undefined
      ? {
          person: command.data.candidate,
          notes: [{ ref: id('note'), text: command.data.note }],
        }
      : undefined,
});

const factsOf = (command: BatchCommand, state: Batch, found: Partial<BatchFacts>): Sources => {
  switch (command.type) {
    case 'OpenBatch':
      return { filing: stateOf(bodyFilingView, command.data.body) };
    case 'ApplyForAssessment':
      return {
        registered: isRegistered(command.data.candidate),
        levels: levelsOf(command.data.candidate),
        ...placeFacts([applicantOf(command.data)], found),
      };
    case 'QualifyCandidate':
      return {
        filing: stateOf(bodyFilingView, state.body),
        ...placeFacts([candidateOf(command.data.candidate, state)], found),
      };
    case 'ScheduleAssessment':
      return { filing: stateOf(bodyFilingView, state.body) };
    case 'FormPanel':
      return {
        ...assessorFacts(command.data.assessors),
        ...placeFacts(qualified(state), found),
      };
    case 'DisqualifyCandidate':
    case 'DeclareKinship':
    case 'ScoreTheory':
    case 'ScorePractice':
    case 'ScoreReview':
    case 'SignPanel':
    case 'OpenResultNotice':
    case 'LodgeObjection':
    case 'ResolveObjection':
    case 'CloseResultNotice':
    case 'ReportResults':
    case 'ApproveResults':
    case 'ReturnResults':
      return {};
  }
};

const assessorFacts = (assessors: readonly string[]): Sources => {
  const people: { [id: `assessor:${string}`]: FactSource<Assessor> } = {};
  for (const id of assessors) people[`assessor:${id}`] = stateOf(assessorView, id);
  return people;
};

/** An enterprise applies for whom it trains or employs, or vouches that someone who is with nobody else is its own. */
const employerOf = (command: BatchCommand, facts: BatchFacts): string | undefined => {
  if (command.type !== 'ApplyForAssessment') return undefined;
  const { apprenticeshipId, employer } = command.data;
  const vouched = apprenticeshipId === undefined ? employer : undefined;
  return placeOf(applicantOf(command.data), facts)?.employer ?? vouched;
};

/** Only those on the panel score and sign; anyone may say whose kin they are. */
const assessorOf = ({ type, data }: BatchCommand, { panel }: Batch): string | undefined => {
  if (!('assessor' in data)) return undefined;
  const { assessor } = data;
  const sits = panel.some((seat) => seat.assessor === assessor);
  return sits || type === 'DeclareKinship' ? assessor : undefined;
};

/** Where a candidate is named, that person comes first; what concerns the batch as a whole names nobody. */
const subjectsOf = ({ type, data }: BatchEvent, state: Batch): readonly string[] => {
  const candidate =
    'candidate' in data
      ? data.candidate
      : 'objection' in data
        ? state.objections[data.objection]?.candidate
        : undefined;
  const employer =
    type === 'LevelAssessmentApplied' ? data.employer : state.candidates[candidate ?? '']?.employer;
  const body = type === 'AssessmentBatchOpened' ? data.body : state.body;
  return [
    ...(candidate === undefined ? [] : [`person-${candidate}`]),
    ...new Set([`organization-${body}`, ...(employer ? [`organization-${employer}`] : [])]),
    `assessment-batch-${data.batchId}`,
  ];
};
