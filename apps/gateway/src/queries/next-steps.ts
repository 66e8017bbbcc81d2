import { aboutCalled, type AnsweredReason, type Dispatcher } from '#event-store';
import { dayOf } from '#kernel';
import { reasonView } from '../commands/outcome.js';
import { trials, type Trial } from './step-trials.js';
import type { NextStep, Trainee } from './trainee.types.js';

/** The dry run of one step, by the rule itself and without writing; nothing when it was taken or the state rules it out. */
const tried = async (
  dispatcher: Dispatcher,
  { decider, command: type, needs, forgives }: Trial,
  data: object,
): Promise<NextStep | undefined> => {
  const actor = { system: 'next-steps' };
  const command = { type, data };
  const outcome = await dispatcher.dispatch(decider.category, command, { preview: true }, actor);
  if (outcome.outcome === 'accepted' && outcome.events.length === 0) return undefined;
  const reasons =
    outcome.outcome === 'accepted'
      ? []
      : outcome.reasons.filter(({ code }) => !forgives.includes(code));
  if (reasons[0] && rulesOut(reasons[0])) return undefined;
  const about = aboutCalled(decider, type);
  return {
    ...{ command: type, summary: about?.summary ?? '', summaryZh: about?.zh ?? '', needs },
    ...{ possible: reasons.length === 0, blockedBy: reasons.map(reasonView) },
  };
};

/** A state that names what is missing waits for just that; any other is the wrong time for the step. */
const rulesOut = ({ code, detail }: AnsweredReason): boolean =>
  code === 'E_UNKNOWN' || (code === 'E_STATE' && detail['missing'] === undefined);

/** What could come next, in the order of a path's life. */
export const nextSteps = async (
  { dispatcher, now }: { readonly dispatcher: Dispatcher; readonly now: () => Date },
  trainee: Trainee,
): Promise<NextStep[]> => {
  if (trainee.apprenticeshipId === undefined) return [];
  const today = dayOf(now().toISOString());
  const steps = await Promise.all(
    trials.flatMap((trial) => {
      const data = trial.data(trainee, today);
      return data ? [tried(dispatcher, trial, data)] : [];
    }),
  );
  return steps.filter((step) => step !== undefined);
};
