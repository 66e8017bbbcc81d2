import type { PersonActor } from '#kernel';
import {
  assessorActor,
  baseOffice,
  bodyOffice,
  bureauOf,
  chainOffice,
  faculty,
  office,
  operator,
  provinceOffice,
  traineeActor,
} from './actors.js';
import { assessorOf } from './foundation.js';
import { layoutOf, type SeedParameters } from './layout.js';
import { membersOf } from './members.js';

/** Somebody to try the system as. */
export interface DemoUser {
  /** Short name, for scripts and for the tour of the README. */
  readonly name: string;
  readonly zh: string;
  readonly actor: PersonActor;
}

/** The class whose trainees are in the middle of their training as the demo is seeded. */
const classInTraining = 8;

/** One user per role, all at home in the same class where that is possible. Follows from the parameters alone. */
export const demoUsers = (parameters: SeedParameters): readonly DemoUser[] => {
  const layout = layoutOf(parameters);
  const plan = layout.classes[classInTraining];
  const [trainee] = plan ? membersOf(layout, plan) : [];
  const { chainOwner, base, bodies } = layout;
  const [body] = bodies;
  if (!plan?.college || !trainee || !body) throw new Error('the demo lacks a class in training');
  return [
    { name: 'chain-owner', zh: '链主单位', actor: chainOffice(chainOwner) },
    { name: 'enterprise', zh: '生态企业', actor: office(plan.enterprise) },
    { name: 'college', zh: '院校', actor: faculty(plan.college) },
    { name: 'trainee', zh: '学生学徒', actor: traineeActor(trainee.person) },
    { name: 'assessment-body', zh: '评价机构', actor: bodyOffice(body) },
    { name: 'assessor', zh: '考评员', actor: assessorActor(assessorOf(layout, body, 0)) },
    { name: 'base', zh: '公共实训基地', actor: baseOffice(base) },
    { name: 'city-bureau', zh: '市人社局', actor: bureauOf(layout, plan.enterprise.region) },
    { name: 'province', zh: '省人社厅', actor: provinceOffice(layout) },
    { name: 'operator', zh: '平台运维', actor: operator },
  ];
};
