import { randomUUID } from 'node:crypto';
import type { Ground } from '../ground.js';
import { planOf, postOf } from '../offer.js';
import { pathAt } from '../path.js';
import { openBase, lesson, scheduled } from '../sessions.js';
import { inDays, refuses, type Refused } from './refusal.js';

const call = ({ cast, offer, world }: Ground, quota: number, postId = offer.postId) => ({
  ...{ recruitmentId: randomUUID(), enterprise: cast.enterprise.id, postId, quota },
  ...{ criteria: '公开招募', from: world.clock.today(), until: world.clock.today() },
});

/** Posts, calls, plans, classes, mentors and sessions. */
export const offerRefusals: readonly Refused[] = [
  refuses(['E_POST', '2.1.2', 'a call for a post that was closed'], async (ground) => {
    const { voice } = ground.cast.enterprise;
    const postId = randomUUID();
    await voice.does('publishPost', postOf(ground.cast, postId));
    await voice.does('closePost', { postId });
    return () => voice.send('openRecruitment', call(ground, 1, postId));
  }),
  refuses(
    ['E_QUOTA', '2.2.2', 'one candidate more than the call seeks'],
    async (ground) => {
      const { voice } = ground.cast.enterprise;
      const opened = call(ground, 1);
      const { recruitmentId } = opened;
      await voice.does('openRecruitment', opened);
      const [first, second] = [await ground.cast.person(), await ground.cast.person()];
      await voice.does('selectCandidate', { recruitmentId, person: first.id });
      return () => voice.send('selectCandidate', { recruitmentId, person: second.id });
    },
    { selected: 1, quota: 1 },
  ),
  refuses(
    ['E_NOT_OPEN', '2.2.2', 'a candidate of a call that was closed'],
    async (ground) => {
      const { voice } = ground.cast.enterprise;
      const opened = call(ground, 5);
      const { recruitmentId } = opened;
      await voice.does('openRecruitment', opened);
      await voice.does('closeRecruitment', { recruitmentId });
      const person = (await ground.cast.person()).id;
      return () => voice.send('selectCandidate', { recruitmentId, person });
    },
    { phase: 'closed' },
  ),
  refuses(['E_UNKNOWN', 'platform', 'a candidate whom nobody registered'], async (ground) => {
    const { voice } = ground.cast.enterprise;
    const selected = { recruitmentId: ground.offer.recruitmentId, person: randomUUID() };
    return () => voice.send('selectCandidate', selected);
  }),
  refuses(['E_UNKNOWN', 'platform', 'a mentor whom nobody registered'], async (ground) => {
    const { voice, id: enterprise } = ground.cast.enterprise;
    const qualified = { mentor: randomUUID(), enterprise, level: 'SENIOR' };
    return () => voice.send('qualifyMentor', qualified);
  }),
  refuses(['E_UNKNOWN', 'platform', 'a trainer whom nobody registered'], async (ground) => {
    const session = lesson(ground, randomUUID(), { on: inDays(ground, 1) });
    return () => ground.cast.enterprise.voice.send('scheduleSession', session);
  }),
  refuses(['E_PLAN', '2.1.2', 'a class by a plan that was not adopted'], async ({ cast }) => {
    const { voice, id } = cast.enterprise;
    const planId = randomUUID();
    await voice.does('draftTrainingPlan', planOf(cast, planId, 'STUDENT_APPRENTICE'));
    const opened = { classId: randomUUID(), enterprise: id, planId, name: '二班', capacity: 20 };
    return () => voice.send('openClass', opened);
  }),
  refuses(
    ['E_CAPACITY_CLASS', '2.1.2', 'a class of 41'],
    async ({ cast, offer }) => {
      const { voice, id } = cast.enterprise;
      const planId = offer.plans.student;
      const opened = { classId: randomUUID(), enterprise: id, planId, name: '大班', capacity: 41 };
      return () => voice.send('openClass', opened);
    },
    { capacity: 41, classMaxTrainees: 40 },
  ),
  refuses(
    ['E_CAPACITY_CLASS', '2.1.2', 'a trainee beyond the last seat'],
    async (ground) => {
      const { voice, id } = ground.cast.enterprise;
      const classId = randomUUID();
      const planId = ground.offer.plans.student;
      await voice.does('openClass', { classId, enterprise: id, planId, name: '小班', capacity: 1 });
      const [first, second] = [await pathAt(ground, 'filed'), await pathAt(ground, 'filed')];
      await voice.does('enrolInClass', { apprenticeshipId: first.id, classId });
      return () => voice.send('enrolInClass', { apprenticeshipId: second.id, classId });
    },
    { taken: 1, capacity: 1 },
  ),
  refuses(['E_CLASS', '2.1.2', 'a seat in a class that was closed'], async (ground) => {
    const { voice, id } = ground.cast.enterprise;
    const classId = randomUUID();
    const planId = ground.offer.plans.student;
    await voice.does('openClass', { classId, enterprise: id, planId, name: '旧班', capacity: 9 });
    await voice.does('closeClass', { classId });
    const path = await pathAt(ground, 'filed');
    return () => voice.send('enrolInClass', { apprenticeshipId: path.id, classId });
  }),
  refuses(['E_MENTOR', '2.1.4', 'a mentor whom nobody qualified'], async (ground) => {
    const path = await pathAt(ground, 'filed');
    const mentor = await ground.cast.person('1985-01-01');
    const { voice } = ground.cast.enterprise;
    return () => voice.send('assignMentor', { apprenticeshipId: path.id, mentor: mentor.id });
  }),
  refuses(
    ['E_CAPACITY_MENTOR', '2.1.4', 'a ninth apprentice of one mentor'],
    async (ground) => {
      const { voice, id } = ground.cast.enterprise;
      const { id: mentor } = await ground.cast.person('1985-02-01');
      await voice.does('qualifyMentor', { mentor, enterprise: id, level: 'SENIOR' });
      const all = await Promise.all(Array.from({ length: 9 }, () => pathAt(ground, 'filed')));
      const assigned = all.map((path) => ({ apprenticeshipId: path.id, mentor }));
      for (const one of assigned.slice(1)) await voice.does('assignMentor', one);
      return () => voice.send('assignMentor', assigned[0] ?? {});
    },
    { taken: 8, mentorMaxApprentices: 8 },
  ),
  refuses(['E_TRAINER', '2.1.5', 'a trainer whom the base did not admit'], async (ground) => {
    const { baseId } = await openBase(ground);
    const { base } = ground.cast;
    const wishes = { on: inDays(ground, 1), venue: 'BASE', baseId, organizer: base } as const;
    return () => base.voice.send('scheduleSession', lesson(ground, randomUUID(), wishes));
  }),
  refuses(['E_BASE', '2.1.5', 'a session at a base that is not open'], async (ground) => {
    const { base } = ground.cast;
    const wishes = { on: inDays(ground, 1), venue: 'BASE', baseId: randomUUID() } as const;
    const session = lesson(ground, randomUUID(), { ...wishes, organizer: base });
    return () => base.voice.send('scheduleSession', session);
  }),
  refuses(
    ['E_TRAINER_OVERLAP', '3.3', 'one trainer in two places at one time'],
    async (ground) => {
      const { id: trainer } = await ground.cast.person('1976-02-03');
      const on = inDays(ground, 1);
      await scheduled(ground, { on, trainer });
      const clash = lesson(ground, randomUUID(), { on, trainer, from: '11:30', to: '13:00' });
      return () => ground.cast.enterprise.voice.send('scheduleSession', clash);
    },
    { from: '11:30', to: '13:00' },
  ),
];
