import { addDays } from '#kernel';
import { baseOffice, office } from './actors.js';
import type { Diary } from './diary.js';
import { assessorsPerBody, baseIdOf } from './foundation.js';
import { leadDays, type ClassPlan, type Layout } from './layout.js';
import { mentorOf, mentorPlaces } from './members.js';
import { syntheticPeople } from './people.js';
import { act, attempt, type Act } from './step.js';

/** Ids of what a class has for itself. */
export const belongings = ({ id }: Layout, { key }: ClassPlan) => ({
  classId: id(key),
  planId: id(`${key}:plan`),
  postId: id(`${key}:post`),
  otherPostId: id(`${key}:other-post`),
  recruitmentId: id(`${key}:recruitment`),
  theoryTrainer: id(`${key}:trainer:theory`),
  practiceTrainer: id(`${key}:trainer:practice`),
  baseTrainer: id(`${key}:trainer:base`),
});

/** What has to be there before anyone can be proposed. */
export const prepareClass = (layout: Layout, diary: Diary): void => {
  const { plan } = diary;
  const day = diary.after(addDays(plan.start, -leadDays), 0);
  diary.beside(day, () => [
    staff(layout, plan),
    [
      ...offer(layout, plan),
      ...(plan.index % 12 === 0 ? [tooLarge(layout, plan)] : []),
      opening(layout, plan),
      ...(plan.programme === 'tech-trainee' ? [recruitment(layout, plan)] : []),
    ],
  ]);
};

/** The posts, and the plan that leads to them. */
const offer = (layout: Layout, plan: ClassPlan): readonly Act[] => {
  const { enterprise, key, programme, trade, size } = plan;
  const { postId, otherPostId, planId } = belongings(layout, plan);
  const by = office(enterprise);
  const { occupation } = trade;
  return [
    ...[postId, otherPostId].map((id, nth) =>
      act(`${key}:post:${String(nth)}`, by, 'post', {
        type: 'PublishPost',
        data: {
          ...{ postId: id, enterprise: enterprise.id, kind: 'technical-skill' },
          title: nth === 0 ? trade.zh : `${trade.zh}（轮岗）`,
          ...{ occupation, places: size },
        },
      }),
    ),
    act(`${key}:plan`, by, 'plan', {
      type: 'DraftTrainingPlan',
      data: {
        ...{ planId, enterprise: enterprise.id, programme, title: `${titleOf(plan)}培养方案` },
        ...{ occupation, targetLevel: 'INTERMEDIATE', termMonths: 12 },
        ...{ onPostInternship: true, theoryClassHours: 170, practiceClassHours: 230 },
        retentionMeasures: ['按技能等级确定薪酬', '满一年优先晋升'],
      },
    }),
    act(`${key}:adopt`, by, 'plan', { type: 'AdoptTrainingPlan', data: { planId } }),
  ];
};

const titleOf = ({ trade, index }: ClassPlan): string => `${trade.zh}（${String(index + 1)}班）`;

const opening = (layout: Layout, plan: ClassPlan): Act => {
  const { enterprise, college, key, size } = plan;
  const { classId, planId } = belongings(layout, plan);
  return act(`${key}:open`, office(enterprise), 'class', {
    type: 'OpenClass',
    data: {
      ...{ classId, enterprise: enterprise.id, planId },
      ...(college && { college: college.id }),
      ...{ name: titleOf(plan), capacity: Math.min(40, size + 2) },
    },
  });
};

const tooLarge = (layout: Layout, plan: ClassPlan): Act => {
  const { planId } = belongings(layout, plan);
  const classId = layout.id(`${plan.key}:too-large`);
  const data = { classId, enterprise: plan.enterprise.id, planId, name: '超员班', capacity: 41 };
  return attempt('E_CAPACITY_CLASS', plan.key, office(plan.enterprise), [
    'class',
    { type: 'OpenClass', data },
  ]);
};

const recruitment = (layout: Layout, { key, enterprise, start, size }: ClassPlan): Act =>
  act(`${key}:recruit`, office(enterprise), 'recruitment', {
    type: 'OpenRecruitment',
    data: {
      recruitmentId: layout.id(`${key}:recruitment`),
      ...{ enterprise: enterprise.id, postId: layout.id(`${key}:post`), quota: size },
      criteria: '面向应届及往届毕业生公开招募，身体健康，有志于技能岗位。',
      ...{ from: addDays(start, -leadDays - 5), until: addDays(start, -45) },
    },
  });

/** Mentors, and the trainers of theory, practice and base; each class has its own, so nobody is asked twice at a time. */
const staff = (layout: Layout, plan: ClassPlan): readonly Act[] => {
  const { enterprise, key, size } = plan;
  const { parameters, bodies, base, id } = layout;
  const own = belongings(layout, plan);
  const mentors = Array.from({ length: Math.ceil(size / mentorPlaces) }, (_, nth) =>
    mentorOf(id, plan, nth),
  );
  const people = syntheticPeople(parameters.seed, 'staff');
  const firstOfClass = bodies.length * assessorsPerBody + plan.index * 8;
  const everyone = [...mentors, own.theoryTrainer, own.practiceTrainer, own.baseTrainer];
  return [
    ...everyone.map((personId, nth) => {
      const { name, idKind, idNumber, phone } = people(firstOfClass + nth);
      const by = personId === own.baseTrainer ? baseOffice(base) : office(enterprise);
      return act(`${key}:staff:${String(nth)}`, by, 'person', {
        type: 'RegisterPerson',
        data: { personId, identity: { name, idKind, idNumber, phone } },
      });
    }),
    ...mentors.map((mentor) =>
      act(`${mentor}:qualify`, office(enterprise), 'mentor', {
        type: 'QualifyMentor',
        data: { mentor, enterprise: enterprise.id, level: 'SENIOR' },
      }),
    ),
  ];
};

/** On the stream of the base, which all classes share: in a lane of its own. */
export const admitBaseTrainer = (layout: Layout, diary: Diary): void => {
  const { plan } = diary;
  const day = diary.after(addDays(plan.start, -leadDays), 0);
  const data = { baseId: baseIdOf(layout), trainer: belongings(layout, plan).baseTrainer };
  diary.inTurn(
    day,
    () => [
      act(`${plan.key}:admit`, baseOffice(layout.base), 'base', {
        type: 'AdmitTrainer',
        data: { ...data, basis: 'technical-expert' },
      }),
    ],
    'evening',
    'base',
  );
};
