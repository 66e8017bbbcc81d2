import type { Recorded } from '#kernel';
import type { z } from 'zod';
import type { PlanEvent, TrainingPlanDrafted } from './events.js';

/** A training programme: drafted, adopted for use, withdrawn. */
export interface Plan {
  readonly phase: 'none' | 'drafted' | 'adopted' | 'withdrawn';
  readonly draft: z.infer<typeof TrainingPlanDrafted>['data'] | undefined;
}

export const noPlan: Plan = { phase: 'none', draft: undefined };

export const evolvePlan = (state: Plan, { type, data }: Recorded<PlanEvent>): Plan => {
  switch (type) {
    case 'TrainingPlanDrafted':
      return { phase: 'drafted', draft: data };
    case 'TrainingPlanAdopted':
      return { ...state, phase: 'adopted' };
    case 'TrainingPlanWithdrawn':
      return { ...state, phase: 'withdrawn' };
  }
};

/** For decisions that rest on the plan: `stateOf(planView, id)`. */
export const planView = { category: 'plan', initial: noPlan, evolve: evolvePlan } as const;
