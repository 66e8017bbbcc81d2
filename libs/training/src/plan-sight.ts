import { seenIn, sight, type StreamFact } from '#kernel';
import type { AgreementEvent, PlanEvent } from './events.js';

/** The plan that the parties agreed on. */
export interface AgreedPlan {
  readonly planId: string | undefined;
}
const agreedPlan = sight<AgreementEvent, AgreedPlan>(
  { planId: undefined },
  { AgreementDrafted: (_agreed, { data }) => ({ planId: data.planId }) },
);
export const planOf = (apprenticeshipId: string): StreamFact<AgreedPlan> =>
  seenIn(`agreement-${apprenticeshipId}`, agreedPlan);

/** How many class hours a plan holds. */
export interface PlanSight {
  readonly theory: number;
  readonly practice: number;
}
export const planSight = sight<PlanEvent, PlanSight>(
  { theory: 0, practice: 0 },
  {
    TrainingPlanDrafted: (_plan, { data }) => ({
      theory: data.theoryClassHours,
      practice: data.practiceClassHours,
    }),
  },
);
