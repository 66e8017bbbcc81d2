import { aboutCalled, type Dispatcher } from '#event-store';
import { dayOf, type AnyDecider } from '#kernel';
import { apprenticeship } from '#training';
import { employment } from '#employment';
import { reasonView } from '../commands/outcome.js';
import type { NextStep, Trainee } from './trainee.types.js';

/** Steps that need nothing but the path and, where it is the third, the day: they are tried as if they were taken today. */
const steps: readonly (readonly [AnyDecider, string, 'on'?])[] = [
  [apprenticeship, 'StateEmploymentIntent'],
  [apprenticeship, 'StartTraining', 'on'],
  [apprenticeship, 'ResumeTraining', 'on'],
  [apprenticeship, 'EndorseCompletion'],
  [apprenticeship, 'CompleteTraining', 'on'],
  [apprenticeship, 'Graduate', 'on'],
  [employment, 'HireApprentice'],
  [employment, 'ConfirmProbation'],
];

/**
 * What could come next: each step is decided by the rule itself, without writing. Steps that would say nothing, because they were
 * taken, and steps that the state rules out are left out.
 */
export const nextSteps = async (
  { dispatcher, now }: { readonly dispatcher: Dispatcher; readonly now: () => Date },
  trainee: Trainee,
): Promise<NextStep[]> => {
  const { apprenticeshipId } = trainee;
  if (apprenticeshipId === undefined) return [];
  const tried = await Promise.all(
    steps.map(async ([decider, type, on]): Promise<NextStep | undefined> => {
      const today = on && { on: dayOf(now().toISOString()) };
      const command = { type, data: { apprenticeshipId, ...today } };
      const actor = { system: 'next-steps' };
      const outcome = await dispatcher.dispatch(
        decider.category,
        command,
        { preview: true },
        actor,
      );
      const about = aboutCalled(decider, type);
      const words = { command: type, summary: about?.summary ?? '', summaryZh: about?.zh ?? '' };
      if (outcome.outcome === 'accepted') {
        return outcome.events.length === 0
          ? undefined
          : { ...words, possible: true, blockedBy: [] };
      }
      const ruledOut = ['E_STATE', 'E_UNKNOWN'].includes(outcome.reasons[0].code);
      return ruledOut
        ? undefined
        : { ...words, possible: false, blockedBy: outcome.reasons.map(reasonView) };
    }),
  );
  return tried.filter((step) => step !== undefined);
};
