import type { BodyKind, Day, Recorded } from '#kernel';
import type { BodyFilingEvent } from './events.js';
import type { Scope } from './scope.js';

/** What an assessment body is filed for. `from` is missing until it was filed. */
export interface BodyFiling {
  readonly kind: BodyKind;
  readonly bodyCode: string;
  readonly province: string;
  readonly site: string;
  readonly region: string;
  readonly scope: Scope;
  readonly affiliates: readonly string[];
  readonly from: Day | undefined;
  readonly until: Day | undefined;
  readonly cancelledOn: Day | undefined;
}

export const noFiling: BodyFiling = {
  kind: 'Y',
  bodyCode: '',
  province: '',
  site: '',
  region: '',
  scope: [],
  affiliates: [],
  from: undefined,
  until: undefined,
  cancelledOn: undefined,
};

export const evolveBodyFiling = (
  state: BodyFiling,
  { type, data, meta }: Recorded<BodyFilingEvent>,
): BodyFiling => {
  switch (type) {
    case 'BodyFiled': {
      const { kind, bodyCode, province, site, region, scope, affiliates, from, until } = data;
      const numbering = { kind, bodyCode, province, site };
      return { ...numbering, region, scope, affiliates, from, until, cancelledOn: undefined };
    }
    case 'BodyScopeExtended':
      return { ...state, scope: [...state.scope, ...data.scope] };
    case 'BodyFilingRenewed':
      return { ...state, until: data.until };
    case 'BodyFilingCancelled':
      return { ...state, cancelledOn: meta.occurredOn };
  }
};

/** Whether the filing was in force on the day; on the day of a cancellation it no longer is. */
export const isFiledOn = ({ from, until, cancelledOn }: BodyFiling, day: Day): boolean =>
  from !== undefined &&
  until !== undefined &&
  from <= day &&
  day <= until &&
  (cancelledOn === undefined || day < cancelledOn);

/** What a refusal for want of a filing shows. */
export const filingDetail = ({ from, until, cancelledOn }: BodyFiling, on: Day) => ({
  on,
  from: from ?? null,
  until: until ?? null,
  cancelledOn: cancelledOn ?? null,
});

/** For decisions that rest on a filing: `stateOf(bodyFilingView, body)`. */
export const bodyFilingView = {
  category: 'body-filing',
  initial: noFiling,
  evolve: evolveBodyFiling,
} as const;
