import {
  decideBy,
  decider,
  reject,
  type Context,
  type KernelRefusal,
  type Rejection,
} from '#kernel';
import { BodyFilingCommand } from './body-filing-commands.js';
import {
  evolveBodyFiling,
  filingDetail,
  isFiledOn,
  noFiling,
  type BodyFiling,
} from './body-filing-state.js';
import { BodyFilingEvent } from './events.js';
import { assessingIn, filingRefusals, type FilingRule } from './filing-refusals.js';
import { organizationOf, type OrganizationSight } from './organization-sight.js';
import { uncovered } from './scope.js';

type FilingFacts = { readonly organization: OrganizationSight };
type Filed = Extract<BodyFilingCommand, { type: 'FileBody' }>['data'];

/** The filing of one assessment body: by the bureau of the region the body is registered in, never by the body itself. */
export const bodyFiling = decider<
  BodyFilingCommand,
  BodyFiling,
  BodyFilingEvent,
  FilingRule,
  FilingFacts
>({
  category: 'body-filing',
  commands: BodyFilingCommand,
  events: BodyFilingEvent,
  refusals: filingRefusals,
  initial: noFiling,
  creators: ['FileBody'],
  streamOf: ({ data }) => data.body,
  facts: ({ data }) => ({ organization: organizationOf(data.body) }),
  rules: (_command, _state, { organization }) => assessingIn(organization.region),
  parties: (_command, _state, { organization }) => ({ region: organization.region }),
  decide: decideBy<BodyFilingCommand, BodyFiling, BodyFilingEvent, FilingRule, FilingFacts>({
    FileBody: (data, state, context) => file(data, state, context),
    ExtendBodyScope: ({ body, scope }, state, { occurredOn }) => {
      if (!isFiledOn(state, occurredOn))
        return reject('E_FILING_EXPIRED', filingDetail(state, occurredOn));
      if (uncovered(state.scope, scope).length === 0) return [];
      return [{ type: 'BodyScopeExtended', data: { body, scope } }];
    },
    RenewBodyFiling: ({ body, until }, state) => {
      if (state.cancelledOn !== undefined)
        return reject('E_STATE', { phase: 'cancelled', cancelledOn: state.cancelledOn });
      if (state.until === until) return [];
      if (state.until !== undefined && until < state.until)
        return reject('E_STATE', { until, filedUntil: state.until });
      return [{ type: 'BodyFilingRenewed', data: { body, until } }];
    },
    CancelBodyFiling: ({ body, reason }, state) =>
      state.cancelledOn === undefined
        ? [{ type: 'BodyFilingCancelled', data: { body, reason } }]
        : [],
  }),
  evolve: evolveBodyFiling,
  subjects: ({ data }) => [`organization-${data.body}`],
});

/** A body has one filing at a time; only a cancelled one makes room for another. Its region is the directory's, not the caller's. */
const file = (
  data: Filed,
  state: BodyFiling,
  { facts }: Context<FilingFacts>,
): readonly BodyFilingEvent[] | Rejection<KernelRefusal> => {
  const { region } = facts.organization;
  if (region === '') return reject('E_UNKNOWN', { organization: data.body });
  if (data.until < data.from) return reject('E_INPUT', { field: 'data.until', from: data.from });
  if (state.from !== undefined && state.cancelledOn === undefined)
    return isSameFiling(data, state)
      ? []
      : reject('E_STATE', { phase: 'filed', from: state.from, until: state.until ?? null });
  return [{ type: 'BodyFiled', data: { ...data, region } }];
};

const isSameFiling = (data: Filed, state: BodyFiling): boolean => {
  const essence = ({ kind, bodyCode, province, site, from, until }: Filed | BodyFiling) =>
    [kind, bodyCode, province, site, from, until].join();
  return essence(data) === essence(state) && uncovered(state.scope, data.scope).length === 0;
};
