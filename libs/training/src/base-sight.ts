import { sight, type Day } from '#kernel';
import type { BaseEvent } from '#bases/events';

/** What training needs to know of a public training base. */
export interface BaseSight {
  readonly openFrom: Day | undefined;
  readonly suspendedFrom: Day | undefined;
  readonly operator: string | undefined;
  readonly trainers: readonly string[];
}

export const baseSight = sight<BaseEvent, BaseSight>(
  { openFrom: undefined, suspendedFrom: undefined, operator: undefined, trainers: [] },
  {
    BaseRegistered: (base, { data }) => ({ ...base, operator: data.operator }),
    BaseOpened: (base, { data }) => ({
      ...base,
      openFrom: base.openFrom ?? data.from,
      suspendedFrom: undefined,
    }),
    BaseSuspended: (base, { data }) => ({ ...base, suspendedFrom: data.from }),
    TrainerAdmitted: (base, { data }) => ({ ...base, trainers: [...base.trainers, data.trainer] }),
    TrainerRemoved: (base, { data }) => ({
      ...base,
      trainers: base.trainers.filter((t) => t !== data.trainer),
    }),
  },
);

/** Whether the base was open on the day. */
export const inForce = (base: BaseSight, day: Day): boolean =>
  base.openFrom !== undefined &&
  base.openFrom <= day &&
  (base.suspendedFrom === undefined || day < base.suspendedFrom);
