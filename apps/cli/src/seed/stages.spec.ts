import { describe, expect, it } from '@jest/globals';
import { addDays, addMonths, type Day } from '#kernel';
import { layoutOf } from './layout.js';
import { membersOf } from './members.js';
import { storyOf } from './story.js';

/** Commands told of one member of a class by the last simulated day. */
const toldOf = (index: number, place: number, until: Day): readonly string[] => {
  const layout = layoutOf({ seed: 7, trainees: 120, scene: 'demo', until });
  const plan = layout.classes[index];
  if (!plan) throw new RangeError('no such class');
  const member = membersOf(layout, plan)[place];
  const diary = storyOf(layout, plan);
  const told: string[] = [];
  for (let day = layout.from; day <= until; day = addDays(day, 1))
    for (const { chains } of diary.take(day))
      for (const step of chains().flat())
        if ('command' in step && !step.refused && step.name.startsWith(`${member?.key ?? ''}:`))
          told.push(step.command.type);
  return told;
};

/** The first and the middle of the months by turns, for two years: holidays must not push a stage out of the demo. */
const endings = Array.from({ length: 24 }, (_, month) =>
  addDays(addMonths('2025-09-01', month), month % 2 === 0 ? 0 : 14),
);

describe('the stages of the demo', () => {
  it.each([
    ['has someone hired and not confirmed', 4, 7, 'HireApprentice', 'ConfirmProbation'],
    ['has someone graded and not confirmed', 5, 7, 'GradeLevel', 'ConfirmProbation'],
    ['has someone whose suspension goes on', 7, 6, 'SuspendTraining', 'ResumeTraining'],
    ['has a student with a seat who has not begun', 10, 8, 'EnrolInClass', 'StartTraining'],
    ['has a tech trainee with a seat who has not begun', 11, 8, 'EnrolInClass', 'StartTraining'],
    [
      'has someone with a certificate who is not hired',
      4,
      5,
      'IssueTrainingCertificate',
      'HireApprentice',
    ],
    ['has someone in training', 8, 0, 'StartTraining', 'CompleteTraining'],
    ['has someone employed without an agreement', 11, 3, 'SignLaborContract', 'DraftAgreement'],
    [
      'has a student vouched for without an agreement',
      10,
      3,
      'ConfirmEligibility',
      'DraftAgreement',
    ],
    ['has someone promoted', 0, 2, 'Promote', 'RecordDeparture'],
  ] as const)('%s, whatever the day', (...[, index, place, done, open]) => {
    const wrong = endings.filter((until) => {
      const told = toldOf(index, place, until);
      return !told.includes(done) || told.includes(open);
    });
    expect(wrong).toEqual([]);
  });
});
