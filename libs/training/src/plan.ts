import { z } from 'zod';
import { command, decideBy, decider, reject, Uuid, type Facts } from '#kernel';
import { PlanEvent, TrainingPlanDrafted } from './events.js';
import { evolvePlan, noPlan, type Plan } from './plan-state.js';
import { same } from './same.js';

const drafted = TrainingPlanDrafted.shape.data.shape;
const own = { allow: { enterprise: 'enterprise' } } as const;
const one = { planId: Uuid };

const DraftTrainingPlan = command(
  'DraftTrainingPlan',
  {
    ...own,
    summary: 'Write a training plan, or write it anew while it is not in use.',
    zh: '拟定培养方案',
  },
  {
    ...drafted,
    enterprise: Uuid.describe('The enterprise that trains by the plan.'),
    targetLevel: drafted.targetLevel.describe('The level the training leads to.'),
    termMonths: drafted.termMonths.max(120).describe('Length of the training in months.'),
    onPostInternship: drafted.onPostInternship.describe('Whether practice on the post is part.'),
    theoryClassHours: drafted.theoryClassHours.max(10_000).describe('Class hours of theory.'),
    practiceClassHours: drafted.practiceClassHours.max(10_000).describe('Class hours of practice.'),
    retentionMeasures: drafted.retentionMeasures
      .min(1)
      .max(20)
      .describe('What keeps the trainee and leads upward after the training.'),
  },
);
const AdoptTrainingPlan = command(
  'AdoptTrainingPlan',
  {
    ...own,
    summary: 'Put a drafted plan to use; its text is fixed from then on.',
    zh: '采用培养方案',
  },
  one,
);
const WithdrawTrainingPlan = command(
  'WithdrawTrainingPlan',
  {
    ...own,
    summary: 'Take a plan out of use for new agreements and classes.',
    zh: '停用培养方案',
  },
  one,
);
export const PlanCommand = z.discriminatedUnion('type', [
  DraftTrainingPlan,
  AdoptTrainingPlan,
  WithdrawTrainingPlan,
]);
export type PlanCommand = z.infer<typeof PlanCommand>;

/** A training plan: what is taught, how long, to which level. Adopted it no longer changes. */
export const plan = decider<PlanCommand, Plan, PlanEvent, never>({
  category: 'plan',
  commands: PlanCommand,
  events: PlanEvent,
  refusals: {},
  initial: noPlan,
  creators: ['DraftTrainingPlan'],
  streamOf: ({ data }) => data.planId,
  parties: ({ type, data }, { draft }) => ({
    enterprise: draft?.enterprise ?? (type === 'DraftTrainingPlan' ? data.enterprise : undefined),
  }),
  decide: decideBy<PlanCommand, Plan, PlanEvent, never, Facts>({
    DraftTrainingPlan: (data, { phase, draft }) => {
      if (same(draft, data)) return [];
      const mine = draft === undefined || draft.enterprise === data.enterprise;
      return (phase === 'none' || phase === 'drafted') && mine
        ? [{ type: 'TrainingPlanDrafted', data }]
        : reject('E_STATE', { phase });
    },
    AdoptTrainingPlan: (data, { phase }) => {
      if (phase === 'adopted') return [];
      return phase === 'drafted'
        ? [{ type: 'TrainingPlanAdopted', data }]
        : reject('E_STATE', { phase });
    },
    WithdrawTrainingPlan: (data, { phase }) =>
      phase === 'withdrawn' ? [] : [{ type: 'TrainingPlanWithdrawn', data }],
  }),
  evolve: evolvePlan,
  subjects: ({ type, data }, { draft }) => {
    const enterprise = type === 'TrainingPlanDrafted' ? data.enterprise : draft?.enterprise;
    return [...(enterprise ? [`organization-${enterprise}`] : []), `plan-${data.planId}`];
  },
});
