import { sight, type Day } from '#kernel';
import type { BaseEvent } from '#bases/events';

/** What training needs to know of a public training base. */
export interface BaseSight {
  readonly openFrom: Day | undefined;
  /** Spans it was suspended for; the last has no end while it lasts. Reopening ends a span and does not undo it. */
  readonly suspensions: readonly { readonly from: Day; readonly until: Day | undefined }[];
  readonly operator: string | undefined;
  readonly trainers: readonly string[];
}

export const baseSight = sight<BaseEvent, BaseSight>(
  { openFrom: undefined, suspensions: [], operator: undefined, trainers: [] },
  {
    BaseRegistered: (base, { data }) => ({ ...base, operator: data.operator }),
    BaseOpened: (base, { data }) => ({
      ...base,
      openFrom: base.openFrom ?? data.from,
      suspensions: base.suspensions.map((span) => ({ ...span, until: span.until ?? data.from })),
    }),
    BaseSuspended: (base, { data }) => ({
      ...base,
      suspensions: [...base.suspensions, { from: data.from, until: undefined }],
    }),
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
  !base.suspensions.some(({ from, until }) => from <= day && (until === undefined || day < until));
