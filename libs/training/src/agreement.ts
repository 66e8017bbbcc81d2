import {
  ageOn,
  decideBy,
  decider,
  personFact,
  reject,
  seenIn,
  stateOf,
  unmet,
  when,
  type Actor,
  type Context,
  type Decisions,
  type Figures,
  type PersonFact,
  type Reason,
  type Role,
} from '#kernel';
import { AgreementCommand, agreementRefusals, type AgreementRule } from './agreement-commands.js';
import {
  evolveAgreement,
  noAgreement,
  type Agreement,
  type AgreementParty,
  type Draft,
} from './agreement-state.js';
import {
  apprenticeshipView,
  partiesOf,
  subjectsOf,
  unfiledPhase,
  type Apprenticeship,
} from './apprenticeship-state.js';
import { AgreementEvent } from './events.js';
import { offeredPlan, type OfferedPlan } from './offer-sight.js';
import { same } from './same.js';
import { overlong, trainingMonths } from './term.js';

export type AgreementFacts = {
  readonly path: Apprenticeship;
  /** Only when a draft names one. */
  readonly plan?: OfferedPlan;
  /** Only when it may conclude the agreement. */
  readonly person?: PersonFact;
};
type Papers = Decisions<AgreementCommand, Agreement, AgreementEvent, AgreementRule, AgreementFacts>;
type Drafting = Extract<AgreementCommand, { type: 'DraftAgreement' }>['data'];

/** The papers are open from the college's word, or a tech trainee's proposal, until they are filed. */
const closed = (path: Apprenticeship): Reason<'E_STATE'> | undefined =>
  when(path.phase !== unfiledPhase(path), 'E_STATE', { phase: path.phase });

/** What 2.1.3 wants in every agreement and this draft has not. */
const lacking = (
  data: Drafting,
  path: Apprenticeship,
  plan: OfferedPlan | undefined,
  { termUsualMonths }: Figures,
) => {
  const fits =
    plan?.adopted === true &&
    plan.enterprise === path.enterprise &&
    plan.programme === path.programme;
  const internship = path.programme === 'tech-trainee' || plan?.onPostInternship === true;
  const { from, until } = data;
  const term = from !== undefined && until !== undefined && from <= until;
  // 2.1.4: "generally" a year; another term is agreed for a reason.
  const usual = !term || trainingMonths({ from, until }, []) === termUsualMonths;
  return [
    ...(data.postId === path.postId ? [] : ['post']),
    ...(fits ? [] : ['plan']),
    ...(internship ? [] : ['internship']),
    ...(term ? [] : ['term']),
    ...(usual || data.termReason !== undefined ? [] : ['term-reason']),
    ...(data.targetLevel === undefined ? ['level'] : []),
    ...(data.mentor === undefined ? ['mentor'] : []),
    ...(data.monthlyPayYuan === undefined ? ['pay'] : []),
    ...(data.insurance === undefined ? ['insurance'] : []),
  ];
};

/** The draft as it is stored, when nothing that must be in it is missing. */
const wholeDraft = (data: Drafting, { college }: Apprenticeship): Draft | undefined => {
  const { postId, planId, mentor, targetLevel, from, until, monthlyPayYuan, insurance } = data;
  const { termReason } = data;
  if (postId === undefined || planId === undefined || mentor === undefined) return undefined;
  if (targetLevel === undefined || from === undefined || until === undefined) return undefined;
  if (monthlyPayYuan === undefined || insurance === undefined) return undefined;
  return {
    ...{ apprenticeshipId: data.apprenticeshipId, digest: data.digest },
    ...{ postId, planId, mentor, targetLevel, from, until, monthlyPayYuan, insurance },
    ...(termReason !== undefined && { termReason }),
    parties:
      college === undefined ? ['enterprise', 'trainee'] : ['enterprise', 'college', 'trainee'],
  };
};

const draft: Papers['DraftAgreement'] = (data, { draft: last }, { facts, rules }) => {
  const { path, plan } = facts;
  const drafted = wholeDraft(data, path);
  if (drafted && same(last, drafted)) return [];
  const missing = lacking(data, path, plan, rules.figures);
  const { from, until } = data;
  const refused = unmet(
    when(missing.length > 0, 'E_AGREEMENT_INCOMPLETE', { missing }),
    from !== undefined && until !== undefined
      ? overlong({ from, until }, rules.figures.termMaxMonths)
      : undefined,
    // One text cannot stand for two sets of terms.
    when(last?.digest === data.digest, 'E_DIGEST', { digest: data.digest }),
    closed(path),
  );
  if (refused || !drafted) return refused ?? reject('E_AGREEMENT_INCOMPLETE', { missing });
  return [{ type: 'AgreementDrafted', data: drafted }];
};

/** Who speaks for an enterprise. Not everyone whose token names it: its trainees' tokens may, as employees. */
const isOffice = (role: Role): boolean => role === 'enterprise' || role === 'chain-owner';

/** Whether the actor is of that party. Nobody else may sign for it, the system included. */
const isParty = (actor: Actor, party: AgreementParty, path: Apprenticeship): boolean => {
  if (!('role' in actor)) return false;
  switch (party) {
    case 'enterprise':
      return isOffice(actor.role) && actor.organization === path.enterprise;
    case 'college':
      return actor.role === 'college' && actor.organization === path.college;
    case 'trainee':
      return actor.role === 'trainee' && actor.person === path.person;
  }
};

const sign: Papers['SignAgreement'] = (data, state, context) => {
  const { apprenticeshipId, party, digest } = data;
  const { path } = context.facts;
  const text = state.draft?.digest;
  const own = isParty(context.actor, party, path) && state.draft?.parties.includes(party) === true;
  const signed = state.signed.includes(party);
  if (own && signed && text === digest) return [];
  return (
    unmet(
      when(!own, 'E_NOT_YOUR_SIGNATURE', { party }),
      when(text !== digest, 'E_DIGEST', { digest, drafted: text ?? null }),
      known(context),
      closed(path),
    ) ?? [
      { type: 'AgreementSigned', data: { apprenticeshipId, party, digest } },
      ...concluded({ ...state, signed: [...state.signed, party] }, context),
    ]
  );
};

/** Whose age nobody can tell any more cannot be bound. */
const known = ({
  facts,
}: Context<AgreementFacts>): Reason<'E_UNKNOWN' | 'E_ERASED'> | undefined => {
  const { person, path } = facts;
  if (person?.known === 'yes') return undefined;
  return {
    code: person?.known === 'erased' ? 'E_ERASED' : 'E_UNKNOWN',
    detail: { person: path.person },
  };
};

/** The conclusion that follows when all have signed and a guardian consented where one must. */
const concluded = (
  { draft: drafted, signed, consent, concluded: already }: Agreement,
  { facts, rules, occurredOn }: Context<AgreementFacts>,
): readonly AgreementEvent[] => {
  const { person } = facts;
  if (!drafted || already || person?.known !== 'yes') return [];
  const minor = ageOn(person.born, occurredOn) < rules.figures.guardianConsentBelowYears;
  if ((minor && !consent) || !drafted.parties.every((party) => signed.includes(party))) return [];
  const { apprenticeshipId, digest } = drafted;
  return [{ type: 'AgreementConcluded', data: { apprenticeshipId, digest } }];
};

/** The training agreement of one path: laid down, signed by each party for itself, concluded by the last signature. */
export const agreement = decider<
  AgreementCommand,
  Agreement,
  AgreementEvent,
  AgreementRule,
  AgreementFacts
>({
  category: 'agreement',
  commands: AgreementCommand,
  events: AgreementEvent,
  refusals: agreementRefusals,
  initial: noAgreement,
  creators: ['DraftAgreement'],
  streamOf: ({ data }) => data.apprenticeshipId,
  facts: ({ type, data }, _state, { path }) => ({
    // Papers must not change under a filing, nor be signed for a path that has just ended.
    path: stateOf(apprenticeshipView, data.apprenticeshipId, { held: true }),
    ...(type === 'DraftAgreement' &&
      data.planId !== undefined && { plan: seenIn(`plan-${data.planId}`, offeredPlan) }),
    ...(type !== 'DraftAgreement' && path && { person: personFact(path.person) }),
  }),
  rules: (_command, _state, { path }) =>
    path.region === '' ? undefined : { scheme: path.programme, jurisdiction: path.region },
  parties: (_command, _state, { path }) => partiesOf(path),
  decide: decideBy<AgreementCommand, Agreement, AgreementEvent, AgreementRule, AgreementFacts>({
    DraftAgreement: (data, state, context) =>
      context.facts.path.phase === 'none'
        ? reject('E_UNKNOWN', { apprenticeshipId: data.apprenticeshipId })
        : draft(data, state, context),
    SignAgreement: sign,
    RecordGuardianConsent: (data, state, context) => {
      if (state.consent) return [];
      return (
        unmet(
          // The trainee may send it: what the guardian signed has to be named.
          when(context.evidence.length === 0, 'E_INPUT', { path: 'evidence' }),
          known(context),
          closed(context.facts.path),
        ) ?? [
          { type: 'GuardianConsentRecorded', data },
          ...concluded({ ...state, consent: true }, context),
        ]
      );
    },
  }),
  evolve: evolveAgreement,
  subjects: (_event, _state, { path }) => subjectsOf(path),
});
