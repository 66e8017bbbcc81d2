import {
  decideBy,
  decider,
  reject,
  stateOf,
  unmet,
  when,
  type Context,
  type KernelRefusal,
  type Rejection,
} from '#kernel';
import { AssessorCommand } from './assessor-commands.js';
import { evolveAssessor, noAssessor, type Assessor } from './assessor-state.js';
import { bodyFilingView, filingDetail, isFiledOn, type BodyFiling } from './body-filing-state.js';
import { AssessorEvent, type PartyKind } from './events.js';
import { assessingIn, filingRefusals, type FilingRule } from './filing-refusals.js';
import { organizationOf, type OrganizationSight } from './organization-sight.js';
import { isRegistered } from './person-sight.js';
import { uncovered } from './scope.js';

type AssessorFacts = {
  /** Of the body that qualifies, or that did. */
  readonly filing?: BodyFiling;
  /** Both only when someone is qualified: the person, and where the person is said to work. */
  readonly registered?: boolean;
  readonly home?: OrganizationSight;
};
type Asked = Extract<AssessorCommand, { type: 'QualifyAssessor' }>['data'];

const bodyOf = ({ type, data }: AssessorCommand, state: Assessor): string | undefined =>
  type === 'QualifyAssessor' ? data.body : state.body;

/** Whom a filed body has qualified to assess what. One body at a time answers for an assessor. */
export const assessor = decider<
  AssessorCommand,
  Assessor,
  AssessorEvent,
  FilingRule,
  AssessorFacts
>({
  category: 'assessor',
  commands: AssessorCommand,
  events: AssessorEvent,
  refusals: filingRefusals,
  initial: noAssessor,
  creators: ['QualifyAssessor'],
  streamOf: ({ data }) => data.assessor,
  facts: (command, state) => {
    const body = bodyOf(command, state);
    return {
      filing: body === undefined ? undefined : stateOf(bodyFilingView, body),
      ...(command.type === 'QualifyAssessor' && {
        registered: isRegistered(command.data.assessor),
        home: organizationOf(command.data.organization),
      }),
    };
  },
  rules: (_command, _state, { filing }) => assessingIn(filing?.region),
  parties: (command, state, { filing }) => ({
    body: bodyOf(command, state),
    region: filing?.region,
  }),
  decide: decideBy<AssessorCommand, Assessor, AssessorEvent, FilingRule, AssessorFacts>({
    QualifyAssessor: (data, state, context) => qualify(data, state, context),
    DisqualifyAssessor: ({ assessor }, state) =>
      state.disqualifiedOn === undefined
        ? [{ type: 'AssessorDisqualified', data: { assessor } }]
        : [],
  }),
  evolve: evolveAssessor,
  subjects: ({ type, data }, state) => {
    const organization = type === 'AssessorQualified' ? data.organization : state.organization;
    return [`person-${data.assessor}`, `organization-${organization}`];
  },
});

const qualify = (
  data: Asked,
  state: Assessor,
  { facts: { filing, registered, home }, occurredOn }: Context<AssessorFacts>,
): readonly AssessorEvent[] | Rejection<FilingRule | KernelRefusal> => {
  const standing = state.since !== undefined && state.disqualifiedOn === undefined;
  if (standing && isSame(data, state)) return [];
  if (!filing || !isFiledOn(filing, occurredOn))
    return reject('E_FILING_EXPIRED', filing ? filingDetail(filing, occurredOn) : {});
  const beyond = uncovered(filing.scope, data.scope);
  const expired = state.until !== undefined && state.until < occurredOn;
  return (
    unmet(
      when(standing && !expired && state.body !== data.body, 'E_STATE', {
        phase: 'qualified-by-another',
        body: state.body ?? null,
      }),
      when(beyond.length > 0, 'E_SCOPE', { beyond }),
      when(!registered, 'E_UNKNOWN', { assessor: data.assessor }),
      when(!isOfKind(data, home), 'E_UNKNOWN', {
        organization: data.organization,
        partyKind: data.partyKind,
      }),
    ) ?? [{ type: 'AssessorQualified', data }]
  );
};

/** What the directory may have an organisation as, for each kind of party; whoever speaks for an industry may be any. */
const kindsOf: Readonly<Record<PartyKind, readonly string[] | 'any'>> = {
  enterprise: ['enterprise'],
  college: ['college'],
  'assessment-body': ['assessment-body'],
  // Enterprises run bases too (2.1.5).
  base: ['base-operator', 'enterprise'],
  industry: 'any',
};

/** Whether the directory knows the assessor's home as what it is said to be. An enterprise or a college may itself be the filed body. */
const isOfKind = (
  { organization, partyKind, body }: Asked,
  home: OrganizationSight | undefined,
): boolean => {
  if (home?.kind === undefined) return false;
  const kinds = kindsOf[partyKind];
  const isBody = partyKind === 'assessment-body' && organization === body;
  return isBody || kinds === 'any' || kinds.includes(home.kind);
};

const isSame = (data: Asked, state: Assessor): boolean =>
  data.body === state.body &&
  data.organization === state.organization &&
  data.partyKind === state.partyKind &&
  data.grade === state.grade &&
  data.until === state.until &&
  uncovered(state.scope, data.scope).length === 0 &&
  uncovered(data.scope, state.scope).length === 0;
