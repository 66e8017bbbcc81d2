import { addDays, addMonths } from '#kernel';
import { office } from './actors.js';
import type { Diary } from './diary.js';
import type { Layout } from './layout.js';
import type { Member } from './members.js';
import { belongings } from './preparing.js';
import { act, type Act } from './step.js';

/** Seat, mentor, cover and induction, and the first day. Answers that day. */
export const begin = (layout: Layout, diary: Diary): string => {
  const { plan } = diary;
  const by = office(plan.enterprise);
  const { classId } = belongings(layout, plan);
  const step = (member: Member, type: string, data: object): Act =>
    act(`${member.key}:${type}`, by, 'apprenticeship', {
      type,
      data: { apprenticeshipId: member.path, ...data },
    });
  const enrolled = diary.after(addDays(plan.start, -14), 0);
  // Seats and mentors are shared: one after the other.
  diary.milestoneInTurn('seated', enrolled, (member) => [
    step(member, 'EnrolInClass', { classId }),
    step(member, 'AssignMentor', { mentor: member.mentor }),
  ]);
  const covered = diary.after(enrolled, 1);
  diary.milestone('enrolled', covered, (member) => [
    step(member, 'CoverInsurance', {
      policyNumber: `PA-${plan.start.slice(0, 4)}-${String(member.number).padStart(6, '0')}`,
      from: covered,
      until: addMonths(covered, 18),
    }),
    step(member, 'PassSafetyInduction', { on: covered }),
  ]);
  const first = diary.after(plan.start > covered ? plan.start : covered, 0);
  diary.milestone('started', first, (member) => [step(member, 'StartTraining', { on: first })]);
  return first;
};
