import {
  classHoursOf,
  reject,
  unmet,
  when,
  type Context,
  type Figures,
  type Reason,
} from '#kernel';
import type { ApprenticeshipRule } from './apprenticeship-commands.js';
import type { ExitDecisions } from './apprenticeship-exit.js';
import type { ApprenticeshipFacts } from './apprenticeship-facts.js';
import type { Apprenticeship } from './apprenticeship-state.js';
import { noHours, recognised } from './hours-state.js';
import { termOwed, trainingMonths } from './term.js';

type Unmet = Reason<ApprenticeshipRule | 'E_STATE'> | undefined;
type Recognised = ReturnType<typeof recognised>;

/** What a term of that length asks for in class hours, against what was recognised. */
const hoursShort = (
  hours: Recognised,
  path: Apprenticeship,
  { classHoursPerYear, classHourMinutes }: Figures,
): Unmet => {
  const owed = termOwed(path);
  if (!owed) return undefined;
  const months = trainingMonths(owed, path.pauses);
  const required = Math.ceil((classHoursPerYear * months) / 12);
  const classHours = classHoursOf(hours.theory + hours.practice, classHourMinutes);
  return when(classHours < required, 'E_HOURS_SHORT', { classHours, required, months });
};

/** The shares that the rules set for theory, practice and theory held online; those they leave open are not looked at. */
const unbalanced = ({ theory, practice, onlineTheory }: Recognised, rules: Figures): Unmet => {
  const { theoryShareMin, practiceShareMin, onlineTheoryShareMax } = rules;
  const all = theory + practice;
  if (all === 0) return undefined;
  const theoryShare = theory / all;
  const practiceShare = practice / all;
  const onlineShare = theory === 0 ? 0 : onlineTheory / theory;
  const broken =
    (theoryShareMin !== null && theoryShare < theoryShareMin) ||
    (practiceShareMin !== null && practiceShare < practiceShareMin) ||
    (onlineTheoryShareMax !== null && onlineShare > onlineTheoryShareMax);
  const shown = (share: number) => Math.round(share * 1000) / 1000;
  return when(broken, 'E_RATIO', {
    ...{ theoryShare: shown(theoryShare), theoryShareMin },
    ...{ practiceShare: shown(practiceShare), practiceShareMin },
    ...{ onlineTheoryShare: shown(onlineShare), onlineTheoryShareMax },
  });
};

const tooFewPosts = ({ programme, posts }: Apprenticeship, rules: Figures): Unmet => {
  const { rotationMinPosts } = rules;
  const asked = programme === 'tech-trainee' && rotationMinPosts !== null;
  return when(asked && posts.length < rotationMinPosts, 'E_ROTATION', {
    posts: posts.length,
    rotationMinPosts,
  });
};

const missingFor = (
  { college, endorsed, programme }: Apprenticeship,
  { career }: Context<ApprenticeshipFacts>['facts'],
): readonly string[] => [
  ...(college !== undefined && !endorsed ? ['college-endorsement'] : []),
  // 2.2.2: a tech trainee has a career plan with a channel upward before the training is over.
  ...(programme === 'tech-trainee' && !career?.planned ? ['career-plan'] : []),
];

/** Term over, hours enough and balanced, posts enough, the college's word given. */
export const complete: ExitDecisions['CompleteTraining'] = (data, state, { facts, rules }) => {
  const { apprenticeshipId, on } = data;
  const { phase, until, earlierUntil } = state;
  if (phase === 'completed') return [];
  if (phase !== 'training' || until === undefined) return reject('E_STATE', { phase });
  const hours = recognised(facts.hours ?? noHours);
  const missing = missingFor(state, facts);
  const { figures } = rules;
  const recognisedMinutes = hours.theory + hours.practice;
  const classHours = classHoursOf(recognisedMinutes, figures.classHourMinutes);
  return (
    unmet(
      when(on < until, 'E_TERM_OPEN', {
        ...{ on, until },
        ...(earlierUntil !== undefined && { unacknowledged: earlierUntil }),
      }),
      hoursShort(hours, state, figures),
      unbalanced(hours, figures),
      tooFewPosts(state, figures),
      when(missing.length > 0, 'E_STATE', { phase, missing }),
    ) ?? [
      { type: 'TrainingCompleted', data: { apprenticeshipId, on, recognisedMinutes, classHours } },
    ]
  );
};
