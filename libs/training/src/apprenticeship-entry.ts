import {
  ageOn,
  reject,
  unmet,
  when,
  workingDaysBetween,
  yearOf,
  type Context,
  type Decisions,
  type PersonFact,
  type Reason,
} from '#kernel';
import type { ApprenticeshipRule } from './apprenticeship-commands.js';
import type { EntryCommand } from './apprenticeship-entry-commands.js';
import type { ApprenticeshipFacts } from './apprenticeship-facts.js';
import { unfiledPhase, type Apprenticeship } from './apprenticeship-state.js';
import type { ApprenticeshipEvent } from './events.js';

type Entry = Decisions<
  EntryCommand,
  Apprenticeship,
  ApprenticeshipEvent,
  ApprenticeshipRule,
  ApprenticeshipFacts
>;
type Surroundings = Context<ApprenticeshipFacts>;
type Unmet = Reason<ApprenticeshipRule | 'E_UNKNOWN' | 'E_ERASED'> | undefined;

const propose: Entry['ProposeApprenticeship'] = (data, state, { facts }) => {
  const { enterprise, college, registered, post, recruitment } = facts;
  const { apprenticeshipId, person, programme, postId, recruitmentId } = data;
  if (state.phase !== 'none') {
    const same =
      state.person === person && state.enterprise === data.enterprise && state.postId === postId;
    return same ? [] : reject('E_STATE', { phase: state.phase });
  }
  const student = programme === 'student-apprentice';
  const collegeMissing = student
    ? college?.kind !== 'college'
    : college && college.kind !== 'college';
  const selected =
    recruitment?.enterprise === data.enterprise &&
    recruitment.postId === postId &&
    recruitment.selected.includes(person);
  return (
    unmet(
      when(!post?.open || !post.technical || post.enterprise !== data.enterprise, 'E_POST', {
        postId,
      }),
      when(enterprise?.kind !== 'enterprise', 'E_UNKNOWN', { enterprise: data.enterprise }),
      when(collegeMissing === true, 'E_UNKNOWN', { college: data.college ?? null }),
      when(!registered, 'E_UNKNOWN', { person }),
      // Whoever was selected while the call was open stays so after it has closed.
      when(!student && !selected, 'E_NOT_SELECTED', { recruitmentId: recruitmentId ?? null }),
    ) ?? [
      {
        type: 'ApprenticeshipProposed',
        data: {
          ...{ apprenticeshipId, person, programme, enterprise: data.enterprise, postId },
          ...(data.college !== undefined && { college: data.college }),
          ...(recruitmentId !== undefined && { recruitmentId }),
          occupation: post?.occupation ?? '',
          region: enterprise?.region ?? '',
        },
      },
    ]
  );
};

/** The age as the vault knows it, against the least age on the day of the act. */
const underAge = (
  fact: PersonFact | undefined,
  person: string,
  { occurredOn, rules }: Surroundings,
): Unmet => {
  if (!fact || fact.known === 'no') return { code: 'E_UNKNOWN', detail: { person } };
  if (fact.known === 'erased') return { code: 'E_ERASED', detail: { person } };
  const { minimumAgeYears } = rules.figures;
  const age = ageOn(fact.born, occurredOn);
  // The age itself stays out of the answer: it is the person's.
  return when(age < minimumAgeYears, 'E_AGE', { minimumAgeYears });
};

const confirm: Entry['ConfirmEligibility'] = (data, state, context) => {
  const { phase, person, intentStated } = state;
  if (phase === 'eligible') return [];
  if (phase !== 'proposed') return reject('E_STATE', { phase });
  const { occurredOn, facts } = context;
  const { graduatesOn } = data;
  return (
    unmet(
      when(yearOf(graduatesOn) !== yearOf(occurredOn), 'E_NOT_GRADUATING_YEAR', {
        graduatesOn,
        year: yearOf(occurredOn),
      }),
      underAge(facts.person, person, context),
      when(!intentStated, 'E_STATE', { missing: ['employment-intent'] }),
    ) ?? [{ type: 'EligibilityConfirmed', data }]
  );
};

const file: Entry['FileApprenticeship'] = (data, state, context) => {
  const { facts, occurredOn, rules } = context;
  const { phase, person, programme, enterprise, lateFilingAllowed } = state;
  if (phase === 'filed' || phase === 'accepted') return [];
  if (phase !== unfiledPhase(state)) return reject('E_STATE', { phase });
  const employed = programme === 'tech-trainee';
  const agreed = facts.agreement?.concluded ? facts.agreement.draft : undefined;
  const missing = [
    ...(agreed ? [] : ['agreement']),
    ...(employed && facts.employment?.employer !== enterprise ? ['labour-contract'] : []),
    ...(employed && !facts.employment?.insured ? ['social-insurance'] : []),
  ];
  const plannedStart = data.plannedStart ?? agreed?.from;
  const { filingLeadWorkingDays } = rules.figures;
  const workingDays =
    plannedStart === undefined ? 0 : workingDaysBetween(occurredOn, plannedStart).days;
  const late = plannedStart !== undefined && workingDays < filingLeadWorkingDays;
  const outside =
    agreed && plannedStart && (plannedStart < agreed.from || agreed.until < plannedStart);
  return (
    unmet(
      when(missing.length > 0, 'E_STATE', { phase, missing }),
      when(outside === true, 'E_STATE', {
        from: agreed?.from ?? null,
        until: agreed?.until ?? null,
      }),
      employed ? underAge(facts.person, person, context) : undefined,
      when(late && !lateFilingAllowed, 'E_FILING_LATE', { workingDays, filingLeadWorkingDays }),
    ) ?? [
      {
        type: 'ApprenticeshipFiled',
        data: {
          apprenticeshipId: data.apprenticeshipId,
          plannedStart: plannedStart ?? occurredOn,
          late,
        },
      },
    ]
  );
};

/** From the proposal to the accepted filing. */
export const entryDecisions: Entry = {
  ProposeApprenticeship: propose,
  StateEmploymentIntent: (data, { phase, intentStated }) => {
    if (intentStated) return [];
    return phase === 'proposed'
      ? [{ type: 'EmploymentIntentStated', data }]
      : reject('E_STATE', { phase });
  },
  ConfirmEligibility: confirm,
  RefuseEligibility: (data, { phase, exit }) => {
    if (exit === 'refused') return [];
    return phase === 'proposed'
      ? [{ type: 'EligibilityRefused', data }]
      : reject('E_STATE', { phase });
  },
  AllowLateFiling: (data, state) => {
    if (state.lateFilingAllowed) return [];
    return state.phase === 'proposed' || state.phase === 'eligible'
      ? [{ type: 'LateFilingAllowed', data }]
      : reject('E_STATE', { phase: state.phase });
  },
  FileApprenticeship: file,
  AcceptFiling: (data, { phase, filedLate }) => {
    if (phase === 'accepted') return [];
    return phase === 'filed'
      ? [{ type: 'ApprenticeshipFilingAccepted', data: { ...data, lateAllowed: filedLate } }]
      : reject('E_STATE', { phase });
  },
  ReturnFiling: (data, { phase, returned }) => {
    if (phase === 'filed') return [{ type: 'ApprenticeshipFilingReturned', data }];
    return returned ? [] : reject('E_STATE', { phase });
  },
};
