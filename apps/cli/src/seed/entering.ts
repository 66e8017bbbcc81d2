import { createHash } from 'node:crypto';
import { addDays, addMonths, ageOn, yearOf, type Day, type Message } from '#kernel';
import { bureauOf, faculty, office, traineeActor } from './actors.js';
import type { Diary } from './diary.js';
import type { ClassPlan, Layout } from './layout.js';
import { between, type Member } from './members.js';
import { syntheticPeople } from './people.js';
import { belongings } from './preparing.js';
import { act, attempt, type Act, type Chain } from './step.js';

const path = (
  { key }: Member,
  actor: Act['actor'],
  type: string,
  data: { readonly apprenticeshipId: string; readonly [field: string]: unknown },
): Act => act(`${key}:${type}`, actor, 'apprenticeship', { type, data });

/** Half a year's students graduate at the end of June, those of the other half before the year is out. */
export const graduationOf = (confirmed: Day): Day => {
  const june = `${String(yearOf(confirmed))}-06-30`;
  return confirmed < june ? june : `${String(yearOf(confirmed))}-12-31`;
};

/** From registration to the accepted filing. */
export const enter = (layout: Layout, diary: Diary): void => {
  const { plan } = diary;
  const student = plan.programme === 'student-apprentice';
  const registered = diary.after(addDays(plan.start, -62), 0);
  diary.milestone('registered', registered, (member) => registration(layout, plan, member));
  if (!student)
    diary.milestoneInTurn('selected', registered, (one) => selection(layout, plan, one));
  const proposed = diary.after(registered, 2);
  diary.milestone('proposed', proposed, (member) => proposal(layout, plan, member));
  const vouched = diary.after(proposed, 2);
  if (student) diary.milestone('eligible', vouched, (member) => eligibility(plan, member, vouched));
  else diary.milestone('employed', vouched, (member) => employment(layout, plan, member, vouched));
  for (const member of diary.active) if (member.turn === 'ineligible') diary.stop(member);
  const agreed = diary.after(vouched, 2);
  diary.milestone('agreed', agreed, (member) => agreement(layout, plan, member, agreed));
  const filed = diary.after(agreed, 1);
  diary.milestone('submitted', filed, (member) => filing(layout, plan, member, filed));
  diary.milestone('filed', diary.after(filed, 3), (member) => [
    path(member, bureauOf(layout, plan.enterprise.region), 'AcceptFiling', {
      apprenticeshipId: member.path,
      filingNumber: `BA${plan.start.slice(0, 4)}${String(member.number).padStart(6, '0')}`,
    }),
  ]);
};

const registration = (
  layout: Layout,
  { enterprise, college }: ClassPlan,
  member: Member,
): Chain => {
  const { name, idKind, idNumber, phone } = syntheticPeople(layout.parameters.seed)(member.number);
  const by = college ? faculty(college) : office(enterprise);
  return [
    act(`${member.key}:register`, by, 'person', {
      type: 'RegisterPerson',
      data: { personId: member.person, identity: { name, idKind, idNumber, phone } },
    }),
  ];
};

const selection = (layout: Layout, plan: ClassPlan, { key, person, place }: Member): Chain => {
  const by = office(plan.enterprise);
  const { recruitmentId } = belongings(layout, plan);
  const select = (who: string): Message => ({
    type: 'SelectCandidate',
    data: { recruitmentId, person: who },
  });
  const chosen = act(`${key}:select`, by, 'recruitment', select(person));
  const oneTooMany = attempt('E_QUOTA', key, by, ['recruitment', select(layout.id('nobody'))]);
  return place === plan.size - 1 && plan.index % 12 === 1 ? [chosen, oneTooMany] : [chosen];
};

const proposal = (layout: Layout, plan: ClassPlan, member: Member): Chain => {
  const { enterprise, college, programme } = plan;
  const { postId, recruitmentId } = belongings(layout, plan);
  const propose = (apprenticeshipId: string): Message => ({
    type: 'ProposeApprenticeship',
    data: {
      ...{ apprenticeshipId, person: member.person, programme, enterprise: enterprise.id, postId },
      ...(college ? { college: college.id } : { recruitmentId }),
    },
  });
  const by = office(enterprise);
  return [
    act(`${member.key}:propose`, by, 'apprenticeship', propose(member.path)),
    path(member, traineeActor(member.person), 'StateEmploymentIntent', {
      apprenticeshipId: member.path,
    }),
    ...(member.number % 40 === 1
      ? [
          attempt('E_DUPLICATE_ACTIVE', member.key, by, [
            'apprenticeship',
            propose(layout.id(`${member.key}:second-path`)),
          ]),
        ]
      : []),
  ];
};

const eligibility = (plan: ClassPlan, member: Member, on: Day): Chain => {
  if (!plan.college) return [];
  const by = faculty(plan.college);
  const one = { apprenticeshipId: member.path };
  if (member.turn === 'ineligible') {
    const data = { ...one, graduatesOn: addMonths(graduationOf(on), 12) };
    return [
      attempt('E_NOT_GRADUATING_YEAR', member.key, by, [
        'apprenticeship',
        { type: 'ConfirmEligibility', data },
      ]),
      path(member, by, 'RefuseEligibility', { ...one, reason: 'not-graduating' }),
    ];
  }
  return [path(member, by, 'ConfirmEligibility', { ...one, graduatesOn: graduationOf(on) })];
};

/** A tech trainee is an employee from the beginning. */
const employment = (layout: Layout, plan: ClassPlan, member: Member, on: Day): Chain => {
  const { enterprise } = plan;
  const one = { apprenticeshipId: member.path };
  const career = { ...one, channel: 'technical', targetLevel: 'SENIOR' };
  return [
    ...contract(layout, plan, member, on),
    act(`${member.key}:career`, office(enterprise), 'career', {
      type: 'SetCareerPlan',
      data: { ...career, reviewOn: addMonths(on, 12) },
    }),
  ];
};

/** The labour contract and the insurance that the bureau finds for it. */
export const contract = (
  layout: Layout,
  { enterprise }: ClassPlan,
  member: Member,
  on: Day,
): readonly Act[] => {
  const one = { apprenticeshipId: member.path };
  const wage = between(layout, member, 1, [42, 62]) * 100;
  return [
    act(`${member.key}:contract`, office(enterprise), 'employment', {
      type: 'SignLaborContract',
      data: {
        ...one,
        contractNumber: `HT-${on.replaceAll('-', '')}-${String(member.number)}`,
        ...{ from: on, until: addDays(addMonths(on, 36), -1), hiredOn: on, monthlyWageYuan: wage },
        ...{ person: member.person, enterprise: enterprise.id },
      },
    }),
    act(`${member.key}:insured`, bureauOf(layout, enterprise.region), 'employment', {
      type: 'ConfirmSocialInsurance',
      data: { ...one, since: on, insuredBy: enterprise.id },
    }),
  ];
};

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const agreement = (layout: Layout, plan: ClassPlan, member: Member, on: Day): Chain => {
  const { enterprise, college } = plan;
  const one = { apprenticeshipId: member.path };
  const digest = digestOf(`${member.path}:agreement`);
  const sign = (party: string): Message => ({
    type: 'SignAgreement',
    data: { ...one, party, digest },
  });
  const signed = (party: string, actor: Act['actor']) =>
    act(`${member.key}:sign:${party}`, actor, 'agreement', sign(party));
  const by = office(enterprise);
  const { born } = syntheticPeople(layout.parameters.seed)(member.number);
  return [
    act(`${member.key}:draft`, by, 'agreement', {
      type: 'DraftAgreement',
      data: { ...one, digest, ...termsOf(layout, plan, member) },
    }),
    ...(member.number % 40 === 2
      ? [attempt('E_NOT_YOUR_SIGNATURE', member.key, by, ['agreement', sign('trainee')])]
      : []),
    signed('enterprise', by),
    ...(college ? [signed('college', faculty(college))] : []),
    ...(ageOn(born, on) < 18
      ? [
          {
            ...act(`${member.key}:guardian`, traineeActor(member.person), 'agreement', {
              type: 'RecordGuardianConsent',
              data: one,
            }),
            evidence: [{ kind: 'guardian-consent', digest: digestOf(`${member.path}:guardian`) }],
          },
        ]
      : []),
    signed('trainee', traineeActor(member.person)),
  ];
};

const termsOf = (layout: Layout, plan: ClassPlan, { mentor }: Member) => {
  const { postId, planId } = belongings(layout, plan);
  return {
    ...{ postId, planId, mentor, targetLevel: 'INTERMEDIATE', from: plan.start, until: plan.until },
    monthlyPayYuan: plan.college ? 3_000 : 4_500,
    insurance: plan.college ? 'internship-liability' : 'work-injury',
  };
};

const filing = (layout: Layout, { enterprise }: ClassPlan, member: Member, on: Day): Chain => {
  const one = { apprenticeshipId: member.path };
  const by = office(enterprise);
  const file = path(member, by, 'FileApprenticeship', one);
  if (member.number % 40 !== 4) return [file];
  // One comes back and is filed again on the same day.
  return [
    file,
    path(member, bureauOf(layout, enterprise.region), 'ReturnFiling', {
      ...one,
      reason: 'incomplete',
    }),
    { ...file, name: `${file.name}:again` },
    attempt('E_NOT_FILED', member.key, by, [
      'apprenticeship',
      { type: 'StartTraining', data: { ...one, on } },
    ]),
  ];
};
