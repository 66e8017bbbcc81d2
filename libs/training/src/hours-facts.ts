import type { Apprenticeship } from './apprenticeship-state.js';
import type { BaseSight } from './base-sight.js';
import type { AgreedPlan, PlanSight } from './plan-sight.js';
import type { Session } from './session-state.js';

/** What decisions about hours rest on, beside the ledger itself. */
export type HoursFacts = {
  readonly path: Apprenticeship;
  /** Absent when the entry is not in the ledger. */
  readonly session?: Session;
  /** Only for sessions at a base. */
  readonly base?: BaseSight;
  /** Only when hours are credited. */
  readonly agreed?: AgreedPlan;
  readonly plan?: PlanSight;
};
