import { addMonths, type Day } from '#kernel';
import { office, traineeActor } from './actors.js';
import type { Diary } from './diary.js';
import { contract } from './entering.js';
import type { Layout } from './layout.js';
import { levelCertificate } from './leveling.js';
import type { Member } from './members.js';
import { act, attempt, type Act, type Chain } from './step.js';

/** From the papers into work: hired, confirmed, graded, kept, promoted – or not. */
export const work = (layout: Layout, diary: Diary, since: Day): void => {
  const { plan } = diary;
  const student = plan.programme === 'student-apprentice';
  const hired = diary.after(since, 5);
  if (student) hire(layout, diary, hired);
  const graded = diary.after(hired, 10);
  diary.milestone('graded', graded, (member) => [
    step(diary, member, 'GradeLevel', { level: 'JUNIOR', label: '一级技工', basis: 'conversion' }),
    ...(member.turn === 'fails-level' ? [unfounded(diary, member)] : []),
  ]);
  const confirmed = diary.after(graded, 20);
  // It ends the path and gives back the seat; the class is shared.
  diary.milestoneInTurn('confirmed', confirmed, (member) => [
    step(diary, member, 'ConfirmProbation'),
  ]);
  for (const member of diary.active.filter(({ turn }) => turn === 'departs')) {
    const by = traineeActor(member.person);
    diary.inTurn(diary.after(confirmed, 30), () => [
      stepBy(by, member, 'RecordDeparture', { reason: 'resigned' }),
    ]);
    diary.stop(member);
  }
  const promoted = diary.after(confirmed, 60);
  diary.milestone('promoted', promoted, (member) =>
    member.turn === 'fails-level' || member.place % 4 === 0 ? [] : promotion(layout, diary, member),
  );
  const since6 = student ? hired : diary.after(plan.start, -45);
  const due = addMonths(since6, 6);
  const checked = diary.after(due > promoted ? due : promoted, 1);
  diary.milestone('kept', checked, (member) => [
    step(diary, member, 'CheckRetention', { months: 6, retained: true }),
  ]);
};

const step = ({ plan }: Diary, member: Member, type: string, data: object = {}): Act =>
  stepBy(office(plan.enterprise), member, type, data);

/** What trainees say of themselves. */
const stepBy = (actor: Act['actor'], { key, path }: Member, type: string, data: object): Act =>
  act(`${key}:${type}`, actor, 'employment', { type, data: { apprenticeshipId: path, ...data } });

const hire = (layout: Layout, diary: Diary, on: Day): void => {
  for (const member of diary.active.filter(({ turn }) => turn === 'not-hired')) {
    const by = traineeActor(member.person);
    diary.inTurn(on, () => [stepBy(by, member, 'DeclineHire', { reason: 'further-study' })]);
    diary.stop(member);
  }
  diary.milestone('hired', on, (member) => [
    ...contract(layout, diary.plan, member, on),
    step(diary, member, 'HireApprentice'),
  ]);
};

/** A level that no certificate carries. */
const unfounded = ({ plan }: Diary, { key, path }: Member): Act => {
  const data = { apprenticeshipId: path, level: 'SENIOR', basis: 'level-certificate' };
  return attempt('E_LEVEL_BASIS', key, office(plan.enterprise), [
    'employment',
    { type: 'Promote', data },
  ]);
};

const promotion = (layout: Layout, diary: Diary, member: Member): Chain => [
  step(diary, member, 'Promote', {
    ...{ level: 'INTERMEDIATE', label: '二级技工', basis: 'level-certificate' },
    certificateId: levelCertificate(layout, member),
  }),
];
