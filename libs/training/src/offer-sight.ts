import { sight, type Level } from '#kernel';
import type { PlanEvent, PostEvent, Programme, RecruitmentEvent } from './events.js';

/** What a path needs to know of the post it leads to. */
export interface PostSight {
  readonly enterprise: string | undefined;
  readonly technical: boolean;
  readonly occupation: string;
  readonly open: boolean;
}
export const postSight = sight<PostEvent, PostSight>(
  { enterprise: undefined, technical: false, occupation: '', open: false },
  {
    PostPublished: (_post, { data }) => ({
      enterprise: data.enterprise,
      technical: data.kind === 'technical-skill',
      occupation: data.occupation,
      open: true,
    }),
    PostClosed: (post) => ({ ...post, open: false }),
  },
);

/** Who was chosen under a public call, and for which post. */
export interface RecruitmentSight {
  readonly enterprise: string | undefined;
  readonly postId: string | undefined;
  readonly selected: readonly string[];
}
export const recruitmentSight = sight<RecruitmentEvent, RecruitmentSight>(
  { enterprise: undefined, postId: undefined, selected: [] },
  {
    RecruitmentOpened: (call, { data }) => ({
      ...call,
      enterprise: data.enterprise,
      postId: data.postId,
    }),
    CandidateSelected: (call, { data }) => ({
      ...call,
      selected: [...call.selected, data.person],
    }),
    CandidateReleased: (call, { data }) => ({
      ...call,
      selected: call.selected.filter((person) => person !== data.person),
    }),
  },
);

/** What the papers and the classes need to know of the plan they name. */
export interface OfferedPlan {
  readonly enterprise: string | undefined;
  readonly programme: Programme | undefined;
  readonly targetLevel: Level | undefined;
  readonly onPostInternship: boolean;
  readonly adopted: boolean;
}
export const offeredPlan = sight<PlanEvent, OfferedPlan>(
  {
    enterprise: undefined,
    programme: undefined,
    targetLevel: undefined,
    onPostInternship: false,
    adopted: false,
  },
  {
    TrainingPlanDrafted: (_plan, { data }) => ({
      enterprise: data.enterprise,
      programme: data.programme,
      targetLevel: data.targetLevel,
      onPostInternship: data.onPostInternship,
      adopted: false,
    }),
    TrainingPlanAdopted: (plan) => ({ ...plan, adopted: true }),
    TrainingPlanWithdrawn: (plan) => ({ ...plan, adopted: false }),
  },
);
