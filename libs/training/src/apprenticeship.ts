import { decideBy, decider, lastDayOf, unlessAhead, type Day } from '#kernel';
import { claimsOf } from './apprenticeship-claims.js';
import {
  ApprenticeshipCommand,
  apprenticeshipRefusals,
  type ApprenticeshipRule,
} from './apprenticeship-commands.js';
import { courseDecisions } from './apprenticeship-course.js';
import { entryDecisions } from './apprenticeship-entry.js';
import { exitDecisions } from './apprenticeship-exit.js';
import { factsOf, type ApprenticeshipFacts } from './apprenticeship-facts.js';
import { startDecisions } from './apprenticeship-start.js';
import {
  evolveApprenticeship,
  noApprenticeship,
  partiesOf,
  subjectsOf,
  type Apprenticeship,
} from './apprenticeship-state.js';
import { ApprenticeshipEvent } from './events.js';

/** The day an act is about, whatever its command calls it. */
const dayOfAct = ({ type, data }: ApprenticeshipCommand, today: Day): Day | undefined => {
  if (type === 'RecordPostRotation') return data.until;
  // In its last days a month may be judged that is not over yet.
  if (type === 'RecordPracticeReview') return unlessAhead(lastDayOf(data.month), today);
  if (type === 'CoverInsurance') return unlessAhead(data.from, today);
  return 'on' in data ? data.on : undefined;
};

/** One trainee's path through one programme at one enterprise, from the proposal to the end. */
export const apprenticeship = decider<
  ApprenticeshipCommand,
  Apprenticeship,
  ApprenticeshipEvent,
  ApprenticeshipRule,
  ApprenticeshipFacts
>({
  category: 'apprenticeship',
  commands: ApprenticeshipCommand,
  events: ApprenticeshipEvent,
  refusals: apprenticeshipRefusals,
  initial: noApprenticeship,
  creators: ['ProposeApprenticeship'],
  streamOf: ({ data }) => data.apprenticeshipId,
  facts: (command, state) => factsOf(command, state),
  rules: ({ type, data }, { programme, region, phase }, { enterprise }) => {
    // What follows from an employment must not wait for a rule pack.
    if (type === 'EndApprenticeship') return undefined;
    const proposing = type === 'ProposeApprenticeship' && phase === 'none';
    const jurisdiction = proposing ? enterprise?.region : region;
    if (!jurisdiction) return undefined;
    return {
      scheme: proposing ? data.programme : programme,
      jurisdiction,
      on: 'on' in data ? data.on : undefined,
    };
  },
  occurredOn: (command, _state, _facts, today) => dayOfAct(command, today),
  parties: ({ type, data }, path) =>
    path.phase === 'none' && type === 'ProposeApprenticeship'
      ? { enterprise: data.enterprise }
      : partiesOf(path),
  decide: decideBy<
    ApprenticeshipCommand,
    Apprenticeship,
    ApprenticeshipEvent,
    ApprenticeshipRule,
    ApprenticeshipFacts
  >({ ...entryDecisions, ...startDecisions, ...courseDecisions, ...exitDecisions }),
  evolve: evolveApprenticeship,
  subjects: (event, path) => {
    if (event.type === 'ApprenticeshipProposed') {
      const { person, enterprise, college } = event.data;
      return subjectsOf({ ...noApprenticeship, person, enterprise, college });
    }
    return event.type === 'ApprenticeEnrolledInClass'
      ? subjectsOf({ ...path, classId: event.data.classId })
      : subjectsOf(path);
  },
  personal: ({ data }, { person }, _facts, id) =>
    'note' in data && data.note !== undefined
      ? { person, notes: [{ ref: id('note'), text: data.note }] }
      : undefined,
  claims: (command, path) => claimsOf(command, path),
});
