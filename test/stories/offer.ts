import { randomUUID } from 'node:crypto';
import type { World } from '../support/world.js';
import type { Cast, Person } from './cast.js';

export const occupation = '6-31-01-03';

/** What the enterprise offers: posts, plans, classes, mentors and an open call. */
export interface Offer {
  readonly postId: string;
  readonly secondPostId: string;
  readonly plans: { readonly student: string; readonly tech: string };
  /** An open call for the post, with room for all of a file's people. */
  readonly recruitmentId: string;
  /** A class with a free seat. */
  classId(): Promise<string>;
  /** A mentor with a free place. */
  mentor(): Promise<Person>;
}
export type Programme = 'STUDENT_APPRENTICE' | 'TECH_TRAINEE';

/** A plan as it is drafted for a programme. */
export const planOf = (cast: Cast, planId: string, programme: Programme) => ({
  ...{ planId, programme, occupation, enterprise: cast.enterprise.id },
  title: programme === 'STUDENT_APPRENTICE' ? '数控车工学徒培养方案' : '数控车工技培生培养方案',
  targetLevel: 'INTERMEDIATE',
  termMonths: 12,
  onPostInternship: programme === 'STUDENT_APPRENTICE',
  theoryClassHours: 120,
  practiceClassHours: 280,
  retentionMeasures: ['导师津贴与技能等级挂钩', '满一年续签并定级'],
});

/** A post as it is published. */
export const postOf = (cast: Cast, postId: string, kind = 'TECHNICAL_SKILL') => ({
  ...{ postId, kind, occupation, enterprise: cast.enterprise.id },
  title: '数控车工',
  places: 30,
});

export const openOffer = async (world: World, cast: Cast): Promise<Offer> => {
  const { voice } = cast.enterprise;
  const postId = randomUUID();
  const secondPostId = randomUUID();
  for (const id of [postId, secondPostId]) await voice.does('publishPost', postOf(cast, id));
  const adopt = async (programme: Programme) => {
    const planId = randomUUID();
    await voice.does('draftTrainingPlan', planOf(cast, planId, programme));
    await voice.does('adoptTrainingPlan', { planId });
    return planId;
  };
  const plans = { student: await adopt('STUDENT_APPRENTICE'), tech: await adopt('TECH_TRAINEE') };
  const recruitmentId = randomUUID();
  await voice.does('openRecruitment', {
    ...{ recruitmentId, enterprise: cast.enterprise.id, postId, quota: 500 },
    criteria: '年满16周岁，热爱数控加工，公开报名、择优录取',
    ...{ from: world.clock.today(), until: '2029-12-31' },
  });
  return {
    ...{ postId, secondPostId, plans, recruitmentId },
    classId: shared(35, async () => {
      const classId = randomUUID();
      await voice.does('openClass', {
        ...{ classId, enterprise: cast.enterprise.id, college: cast.college.id },
        ...{ planId: plans.student, name: '数控一班', capacity: 40 },
      });
      return classId;
    }),
    mentor: shared(7, async () => {
      const mentor = await cast.person('1980-03-02');
      await qualify(cast, mentor);
      return mentor;
    }),
  };
};

/** Makes the person a mentor of the enterprise. */
export const qualify = ({ enterprise }: Cast, mentor: Person) =>
  enterprise.voice.does('qualifyMentor', {
    ...{ mentor: mentor.id, enterprise: enterprise.id, level: 'TECHNICIAN' },
  });

/** The same one so many times, then another. */
const shared = <T>(times: number, make: () => Promise<T>): (() => Promise<T>) => {
  let left = 0;
  let current: Promise<T> | undefined;
  return () => {
    if (left === 0 || !current) {
      left = times;
      current = make();
    }
    left -= 1;
    return current;
  };
};
