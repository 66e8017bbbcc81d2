import { addDays } from '#kernel';
import { correct } from './corrections.js';
import { accompany, planAbsences } from './course.js';
import { Diary } from './diary.js';
import { enter } from './entering.js';
import { finish } from './finishing.js';
import { leadDays, type ClassPlan, type Layout } from './layout.js';
import { level } from './leveling.js';
import { membersOf } from './members.js';
import { admitBaseTrainer, prepareClass } from './preparing.js';
import { sessionsOf } from './sessions.js';
import { begin } from './starting.js';
import { train } from './training.js';
import { work } from './working.js';

/** Everything that ever happens to one class, as its parameters alone have it; what lies after the last day is never sent. */
export const storyOf = (layout: Layout, plan: ClassPlan): Diary => {
  const members = membersOf(layout, plan);
  const opened = addDays(plan.start, -leadDays);
  const diary = new Diary(plan, members, (name) => layout.id(`command:${name}`), opened);
  prepareClass(layout, diary);
  admitBaseTrainer(layout, diary);
  enter(layout, diary);
  const first = begin(layout, diary);
  diary.courseBegins();
  const absences = planAbsences(layout, diary, first);
  accompany(layout, diary, first, absences);
  const sessions = sessionsOf(layout, diary, first);
  train(layout, diary, sessions, { first, absences });
  correct(layout, diary, sessions, absences);
  for (const member of members)
    if (member.turn === 'withdraws' || member.turn === 'terminated') diary.stop(member);
  const certified = finish(layout, diary);
  work(layout, diary, level(layout, diary, certified));
  return diary;
};
