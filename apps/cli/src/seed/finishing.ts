import { addDays, type Day } from '#kernel';
import { faculty, office } from './actors.js';
import type { Diary } from './diary.js';
import type { Layout } from './layout.js';
import { between, type Member } from './members.js';
import { belongings } from './preparing.js';
import { act, attempt, type Act, type Chain } from './step.js';

export const trainingCertificate = (layout: Layout, { key }: Member): string =>
  layout.id(`${key}:training-certificate`);

/** From the end of the term to the enterprise's own papers. Answers the day of these. */
export const finish = (layout: Layout, diary: Diary): Day => {
  const { plan } = diary;
  const by = office(plan.enterprise);
  diary.reach('course');
  const early = diary.active.find(({ turn }) => turn === 'usual');
  if (plan.index % 12 === 1 && early)
    diary.inTurn(diary.after(plan.start, 200), () => tooEarly(diary, early));
  const completed = diary.after(plan.until, 2);
  // Mentors are shared: whose hands are freed first would else be chance.
  diary.milestoneInTurn('completed', completed, (member) => completion(diary, member, completed));
  const assessed = diary.after(completed, 4);
  diary.milestone('assessed', assessed, (member) =>
    finalAssessment(layout, diary, member, assessed),
  );
  const again = diary.after(assessed, 14);
  const failed = diary.active.filter(({ turn }) => turn === 'fails-final');
  diary.beside(again, () =>
    failed.map((member) => [attemptAt(layout, diary, member, { on: again, practice: 74, nth: 2 })]),
  );
  const issued = diary.after(again, 2);
  // The enterprise's numbers run without gaps, so its certificates are issued one after the other.
  const lane = `numbers:${plan.enterprise.id}`;
  diary.milestoneInTurn(
    'numbered',
    issued,
    (member) => [
      act(`${member.key}:training-certificate`, by, 'certificate', {
        type: 'IssueTrainingCertificate',
        data: { certificateId: trainingCertificate(layout, member), apprenticeshipId: member.path },
      }),
    ],
    { hour: 'evening', lane },
  );
  const handed = diary.after(issued, 1);
  diary.milestone('certified', handed, (member) => papers(layout, diary, member));
  return handed;
};

const tooEarly = (diary: Diary, member: Member): Chain => {
  const on = diary.after(diary.plan.start, 200);
  const data = { apprenticeshipId: member.path, on };
  return [
    attempt('E_TERM_OPEN', member.key, office(diary.plan.enterprise), [
      'apprenticeship',
      { type: 'CompleteTraining', data },
    ]),
  ];
};

const completion = ({ plan }: Diary, { key, path }: Member, on: Day): Chain => {
  const one = { apprenticeshipId: path };
  const step = (type: string, actor: Act['actor'], data: object = {}) =>
    act(`${key}:${type}`, actor, 'apprenticeship', { type, data: { ...one, ...data } });
  return [
    ...(plan.college ? [step('EndorseCompletion', faculty(plan.college))] : []),
    step('CompleteTraining', office(plan.enterprise), { on }),
  ];
};

interface Sitting {
  readonly on: Day;
  readonly practice: number;
  readonly nth: number;
}

const attemptAt = (
  layout: Layout,
  { plan }: Diary,
  member: Member,
  { on, practice, nth }: Sitting,
): Act => {
  const points = (purpose: number) => between(layout, member, 40 + purpose, [62, 98]);
  const { theoryTrainer } = belongings(layout, plan);
  return act(`${member.key}:final:${String(nth)}`, office(plan.enterprise), 'final-assessment', {
    type: 'RecordFinalAssessment',
    data: {
      ...{ apprenticeshipId: member.path, on, theory: points(1), practice, conduct: points(2) },
      assessors: [member.mentor, theoryTrainer],
    },
  });
};

const finalAssessment = (layout: Layout, diary: Diary, member: Member, on: Day): Chain => {
  const fails = member.turn === 'fails-final';
  const practice = fails ? 52 : between(layout, member, 43, [62, 98]);
  const by = office(diary.plan.enterprise);
  const sitting = attemptAt(layout, diary, member, { on, practice, nth: 1 });
  const alone = {
    type: sitting.command.type,
    data: { ...sitting.command.data, assessors: [member.mentor] },
  };
  const certificateId = trainingCertificate(layout, member);
  const data = { certificateId, apprenticeshipId: member.path };
  const unearned = { type: 'IssueTrainingCertificate', data };
  return [
    ...(fails ? [attempt('E_CONFLICT_MENTOR', member.key, by, ['final-assessment', alone])] : []),
    sitting,
    ...(fails ? [attempt('E_NOT_PASSED_FINAL', member.key, by, ['certificate', unearned])] : []),
  ];
};

/** The notice that goes with the certificate, and its joint custody. */
const papers = (layout: Layout, { plan }: Diary, member: Member): Chain => {
  const certificateId = trainingCertificate(layout, member);
  const custodian = ({ id }: { readonly id: string }, actor: Act['actor']): Act =>
    act(`${member.key}:custody:${id}`, actor, 'certificate', {
      type: 'AttestCustody',
      data: { certificateId, custodian: id },
    });
  return [
    act(`${member.key}:notice`, office(plan.enterprise), 'certificate', {
      type: 'IssueAppointmentNotice',
      data: { certificateId, postId: belongings(layout, plan).postId },
    }),
    custodian(plan.enterprise, office(plan.enterprise)),
    ...(plan.college ? [custodian(plan.college, faculty(plan.college))] : []),
  ];
};

/** Whether the term of the class was over by the last simulated day. */
export const isThrough = ({ parameters }: Layout, { plan }: Diary): boolean =>
  addDays(plan.until, 1) <= parameters.until;
