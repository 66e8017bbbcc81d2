import {
  addDays,
  addMonths,
  decideBy,
  decider,
  monthsBetween,
  rankOf,
  reject,
  unlessAhead,
  unmet,
  when,
  type Context,
  type Day,
  type Level,
} from '#kernel';
import {
  EmploymentCommand,
  employmentRefusals,
  type EmploymentRule,
} from './employment-commands.js';
import { evolveEmployment, noEmployment, type Employment } from './employment-state.js';
import { EmploymentEvent } from './events.js';
import {
  heldBy,
  pathOf,
  postOf,
  type HeldSight,
  type PathSight,
  type PostSight,
} from './sights.js';

export type EmploymentFacts = {
  readonly path: PathSight;
  readonly held?: HeldSight;
  /** Only when the person is moved to it. */
  readonly post?: PostSight;
};
type Given<T extends EmploymentCommand['type']> = Extract<EmploymentCommand, { type: T }>['data'];

/** The person as an employee: contract, insurance, hiring, confirmation, grading, promotion, retention. */
export const employment = decider<
  EmploymentCommand,
  Employment,
  EmploymentEvent,
  EmploymentRule,
  EmploymentFacts
>({
  category: 'employment',
  commands: EmploymentCommand,
  events: EmploymentEvent,
  refusals: employmentRefusals,
  initial: noEmployment,
  creators: ['SignLaborContract', 'DeclineHire'],
  streamOf: ({ data }) => data.apprenticeshipId,
  facts: ({ type, data }, _state, { path }) => ({
    path: pathOf(data.apprenticeshipId),
    post: type === 'ChangePost' ? postOf(data.postId) : undefined,
    held: path && (type === 'GradeLevel' || type === 'Promote') ? heldBy(path.person) : undefined,
  }),
  rules: (_command, _state, { path }) => ({
    scheme: path.programme,
    jurisdiction: path.region || '44',
  }),
  occurredOn: ({ type, data }, _state, _facts, today) => {
    if (type === 'ConfirmSocialInsurance') return data.since;
    return type === 'SignLaborContract' ? unlessAhead(data.from, today) : undefined;
  },
  parties: (_command, _state, { path }) => ({
    enterprise: path.enterprise,
    trainee: path.person,
    region: path.region,
  }),
  decide: decideBy<EmploymentCommand, Employment, EmploymentEvent, EmploymentRule, EmploymentFacts>(
    {
      SignLaborContract: (data, state, context) => signContract(data, state, context),
      ConfirmSocialInsurance: (data, state, { facts }) => {
        const { apprenticeshipId, since, insuredBy } = data;
        if (insuredBy !== facts.path.enterprise) return reject('E_INSURANCE', { insuredBy });
        if (state.insured) return [];
        if (!state.contract || state.over)
          return reject('E_STATE', { contract: state.contract !== undefined, ...over(state) });
        return [{ type: 'SocialInsuranceConfirmed', data: { apprenticeshipId, since, insuredBy } }];
      },
      HireApprentice: ({ apprenticeshipId }, state, { occurredOn, facts }) => {
        if (state.hiredOn !== undefined && !state.over) return [];
        const { programme, graduatedOn } = facts.path;
        const ready = isStudent(facts) && state.contract && state.insured && !state.over;
        return (
          unmet(
            when(isStudent(facts) && !graduatedBy(occurredOn, facts), 'E_STILL_STUDENT', {
              graduatedOn: graduatedOn ?? null,
            }),
            when(!ready, 'E_STATE', {
              programme,
              contract: state.contract !== undefined,
              insured: state.insured,
              ...over(state),
            }),
          ) ?? [{ type: 'ApprenticeHired', data: { apprenticeshipId, on: occurredOn } }]
        );
      },
      DeclineHire: ({ apprenticeshipId, reason }, state, { facts }) => {
        if (state.over === 'not-hired') return [];
        const { completed, ended } = facts.path;
        const open = isStudent(facts) && completed && !ended && !isEmployed(state, facts);
        if (!open || state.over) return reject('E_STATE', { completed, ended, ...over(state) });
        return [{ type: 'ApprenticeNotHired', data: { apprenticeshipId, reason } }];
      },
      ConfirmProbation: ({ apprenticeshipId }, state, context) => {
        if (state.confirmedOn !== undefined) return [];
        const { occurredOn, facts } = context;
        // It ends the path, and CONFIRMED comes after COMPLETED in both lives (§3a, §3b): whoever does not complete leaves another way.
        const missing = facts.path.completed ? [] : ['training-completed'];
        return (
          unmet(...early(state, context), when(missing.length > 0, 'E_STATE', { missing })) ?? [
            { type: 'ProbationConfirmed', data: { apprenticeshipId, on: occurredOn } },
          ]
        );
      },
      GradeLevel: (data, state, context) => {
        if (state.level === data.level) return [];
        if (state.level !== undefined) return reject('E_STATE', { level: state.level });
        return (
          notYet(state, context) ??
          unsupported(data, context) ?? [
            { type: 'LevelGraded', data: { ...data, on: context.occurredOn } },
          ]
        );
      },
      Promote: (data, state, context) => {
        if (state.level === data.level) return [];
        if (state.level === undefined) return reject('E_LEVEL_BASIS', { graded: false });
        if (rankOf(data.level) < rankOf(state.level))
          return reject('E_STATE', { level: state.level });
        return (
          notYet(state, context) ??
          unsupported(data, context) ?? [
            { type: 'Promoted', data: { ...data, from: state.level, on: context.occurredOn } },
          ]
        );
      },
      ChangePost: ({ apprenticeshipId, postId }, state, { occurredOn, facts }) => {
        if (!isEmployed(state, facts)) return reject('E_STATE', { employed: false });
        if (state.postId === postId) return [];
        if (facts.post?.enterprise !== facts.path.enterprise)
          return reject('E_UNKNOWN', { postId });
        return [{ type: 'PostChanged', data: { apprenticeshipId, postId, on: occurredOn } }];
      },
      CheckRetention: (data, state, context) => checkRetention(data, state, context),
      RecordDeparture: ({ apprenticeshipId, reason }, state, { occurredOn, facts }) => {
        if (state.over === 'departed') return [];
        if (!isEmployed(state, facts)) return reject('E_STATE', { employed: false });
        return [{ type: 'EmployeeDeparted', data: { apprenticeshipId, on: occurredOn, reason } }];
      },
    },
  ),
  evolve: evolveEmployment,
  subjects: (_event, _state, { path }) => [
    `person-${path.person}`,
    `organization-${path.enterprise}`,
    ...(path.college ? [`organization-${path.college}`] : []),
  ],
});

type EmploymentContext = Context<EmploymentFacts>;

const signContract = (
  data: Given<'SignLaborContract'>,
  state: Employment,
  { facts, rules, today }: EmploymentContext,
) => {
  const { contract } = state;
  const signed =
    contract?.from === data.from &&
    contract.until === data.until &&
    contract.hiredOn === data.hiredOn;
  if (signed && !state.over) return [];
  if (contract || state.over)
    return reject('E_STATE', { contract: contract !== undefined, ...over(state) });
  const { path } = facts;
  const { contractMinMonths, graduateHireWithinYears, minimumMonthlyWageYuan } = rules.figures;
  const student = isStudent(facts);
  const months = monthsBetween(data.from, data.until);
  const latest = graduateHireWithinYears && addMonths(data.hiredOn, graduateHireWithinYears * 12);
  const matches =
    path.known && !path.ended && data.person === path.person && data.enterprise === path.enterprise;
  if (!matches) return reject('E_STATE', { path: path.known, ended: path.ended });
  const low = minimumMonthlyWageYuan !== null && data.monthlyWageYuan < minimumMonthlyWageYuan;
  const warnings: 'W_WAGE'[] = low ? ['W_WAGE'] : [];
  return (
    unmet(
      when(student && !graduatedBy(data.hiredOn, facts), 'E_STILL_STUDENT', {
        graduatedOn: path.graduatedOn ?? null,
      }),
      when(addMonths(data.from, contractMinMonths) > nextDay(data.until), 'E_CONTRACT_TERM', {
        months,
        contractMinMonths,
      }),
      when(!student && latest !== null && latest < today, 'E_HIRE_AGE', {
        hiredOn: data.hiredOn,
        graduateHireWithinYears,
      }),
    ) ?? [{ type: 'LaborContractSigned' as const, data: { ...data, warnings } }]
  );
};

const nextDay = (day: string) => addDays(day, 1);

const isStudent = ({ path }: EmploymentFacts): boolean => path.programme === 'student-apprentice';
const graduatedBy = (day: Day, { path }: EmploymentFacts): boolean =>
  path.graduatedOn !== undefined && path.graduatedOn <= day;
const over = (state: Employment) => (state.over ? { over: state.over } : {});

/** The first day of employment: a student's is that of the hiring, a 技培生 is employed by the contract itself. */
const employedSince = (state: Employment, facts: EmploymentFacts): Day | undefined =>
  isStudent(facts) ? state.hiredOn : state.contract?.hiredOn;
const isEmployed = (state: Employment, facts: EmploymentFacts): boolean =>
  state.over === undefined && employedSince(state, facts) !== undefined;

const checkRetention = (
  data: Given<'CheckRetention'>,
  state: Employment,
  { facts, occurredOn, rules }: EmploymentContext,
) => {
  if (state.checkedMonths.includes(data.months)) return [];
  const { retentionMonths } = rules.figures;
  const since = employedSince(state, facts);
  const due = since !== undefined && addMonths(since, data.months) <= occurredOn;
  const contradicted = data.retained && state.over !== undefined;
  if (due && !contradicted && retentionMonths.includes(data.months))
    return [{ type: 'RetentionChecked' as const, data }];
  const { months } = data;
  return reject('E_STATE', {
    months,
    due,
    retentionMonths: retentionMonths.map(String),
    ...over(state),
  });
};

/** Confirmation and grading come after the term (2.3.2), and only for those who work there. */
const early = (state: Employment, { facts, occurredOn }: EmploymentContext) => {
  const { termEnds } = facts.path;
  return [
    when(!isEmployed(state, facts), 'E_STATE', { employed: false }),
    when(termEnds === undefined || occurredOn <= termEnds, 'E_TERM_OPEN', {
      termEnds: termEnds ?? null,
      occurredOn,
    }),
  ] as const;
};
const notYet = (state: Employment, context: EmploymentContext) => unmet(...early(state, context));

/** A level from 初级工 up needs a certificate of that level or higher in the occupation of the path, or the enterprise's own assessment named as its basis. */
const unsupported = (
  {
    level,
    basis,
    certificateId,
  }: { level: Level; basis: string; certificateId?: string | undefined },
  { facts }: EmploymentContext,
) => {
  const held = facts.held?.held ?? [];
  const certified = held.some(
    (one) =>
      one.occupation === facts.path.occupation &&
      rankOf(one.level) >= rankOf(level) &&
      (certificateId === undefined || one.certificateId === certificateId),
  );
  const named = certificateId === undefined || certified;
  const free = basis === 'conversion' && rankOf(level) <= rankOf('JUNIOR');
  const own = basis === 'enterprise-assessment' && rankOf(level) <= rankOf('SENIOR');
  return unmet(
    when(!certified && !(named && (free || own)), 'E_LEVEL_BASIS', { level, basis, certified }),
  );
};
