import { describe, expect, it } from '@jest/globals';
import { given } from '#kernel';
import { apprenticeship } from './apprenticeship.js';
import { noHours } from './hours-state.js';
import { trainingMonths } from './term.js';
import * as p from '../spec/paths.js';

const { ids, own, its, term } = p;
const complete = (on: string = term.until) =>
  ({ type: 'CompleteTraining', data: { ...own, on } }) as const;
// 400 class hours of 45 minutes.
const enough = p.ledger(6_000, 12_000);
const endorsed = given(apprenticeship, ...p.inTraining, p.endorsed);
const student = endorsed.with({ facts: { hours: enough } });

describe('the word of the college', () => {
  const endorse = { type: 'EndorseCompletion', data: own } as const;
  it('vouches once, in training only', () => {
    given(apprenticeship, ...p.inTraining)
      .when(endorse)
      .then(p.endorsed);
    endorsed.when(endorse).thenNothing();
    given(apprenticeship, ...p.toReady)
      .when(endorse)
      .thenRejected('E_STATE');
  });
});

describe('completing the training', () => {
  it('records the recognised hours and lets the mentor go', () => {
    student
      .when(complete())
      .then(p.completed)
      .andClaims({
        on: 'mentor',
        command: { type: 'LetGoApprentice', data: { ...own, mentor: ids.mentor } },
      });
  });
  it('refuses a class hour too few, and says how many there are', () => {
    student
      .with({ facts: { hours: p.ledger(6_000, 11_999) } })
      .when(complete())
      .thenRejected({
        code: 'E_HOURS_SHORT',
        detail: { classHours: 399, required: 400, months: 12 },
      });
  });
  it('asks for the hours of the term agreed where it was shortened since, and lets it end early', () => {
    const half = its('TermChanged', { until: '2026-09-01', reason: 'shortening' });
    const noted = its('ChangeAcknowledged', { change: 'term', by: 'trainee' });
    const shortened = given(apprenticeship, ...p.inTraining, p.endorsed, half, noted);
    shortened
      .with({ facts: { hours: p.ledger(3_000, 6_000) } })
      .when(complete('2026-09-01'))
      .thenRejected({
        code: 'E_HOURS_SHORT',
        detail: { classHours: 200, required: 400, months: 12 },
      });
    shortened
      .with({ facts: { hours: enough } })
      .when(complete('2026-09-01'))
      .then(
        its('TrainingCompleted', { on: '2026-09-01', recognisedMinutes: 18_000, classHours: 400 }),
      );
  });
  it('keeps the term agreed while nobody has taken note of a shorter one', () => {
    const half = its('TermChanged', { until: '2026-09-01', reason: 'shortening' });
    const back = its('TermChanged', { until: term.until, reason: 'extension' });
    given(apprenticeship, ...p.inTraining, p.endorsed, half)
      .with({ facts: { hours: enough } })
      .when(complete('2026-09-01'))
      .thenRejected({
        code: 'E_TERM_OPEN',
        detail: { on: '2026-09-01', until: term.until, unacknowledged: '2026-09-01' },
      });
    given(apprenticeship, ...p.inTraining, p.endorsed, half, back)
      .with({ facts: { hours: enough } })
      .when(complete('2026-09-01'))
      .thenRejected({ code: 'E_TERM_OPEN', detail: { on: '2026-09-01', until: term.until } });
  });
  it('asks for more hours where the term was extended', () => {
    const longer = its('TermChanged', { until: '2027-09-01', reason: 'extension' });
    given(apprenticeship, ...p.inTraining, p.endorsed, longer)
      .with({ facts: { hours: enough } })
      .when(complete('2027-09-01'))
      .thenRejected({
        code: 'E_HOURS_SHORT',
        detail: { classHours: 400, required: 600, months: 18 },
      });
  });
  it('asks for the hours from the start that was filed, however late the training began', () => {
    const late = its('TrainingStarted', { on: term.until, until: term.until });
    given(apprenticeship, ...p.toReady, late, p.endorsed)
      .with({ facts: { hours: p.ledger(0, 450) }, rules: { theoryShareMin: null } })
      .when(complete())
      .thenRejected({
        code: 'E_HOURS_SHORT',
        detail: { classHours: 10, required: 400, months: 12 },
      });
  });
  it("asks for a month's hours of the shortest term", () => {
    const filedFor = its('ApprenticeshipFiled', { plannedStart: term.until, late: false });
    const day = its('TrainingStarted', { on: term.until, until: term.until });
    given(apprenticeship, ...p.toReady, filedFor, p.accepted, day, p.endorsed)
      .with({ facts: { hours: noHours } })
      .when(complete())
      .thenRejected({ code: 'E_HOURS_SHORT', detail: { classHours: 0, required: 34, months: 1 } });
  });
  it('refuses hours of one kind or online beyond the shares', () => {
    const uneven = [
      p.ledger(3_000, 15_000),
      p.ledger(10_000, 8_000),
      p.ledger(6_000, 12_000, 'online'),
    ];
    for (const hours of uneven)
      student.with({ facts: { hours } }).when(complete()).thenRejected('E_RATIO');
  });
  it('looks at no share that the rules leave open', () => {
    student
      .with({
        facts: { hours: p.ledger(18_000, 0, 'online') },
        rules: { theoryShareMin: null, practiceShareMin: null, onlineTheoryShareMax: null },
      })
      .when(complete())
      .then(p.completed);
  });
  it('refuses before the last day of the term', () => {
    student
      .when(complete('2027-02-28'))
      .thenRejected({ code: 'E_TERM_OPEN', detail: { on: '2027-02-28', until: term.until } });
  });
  it('refuses without the word of the college', () => {
    given(apprenticeship, ...p.inTraining)
      .with({ facts: { hours: enough } })
      .when(complete())
      .thenRejected({
        code: 'E_STATE',
        detail: { phase: 'training', missing: ['college-endorsement'] },
      });
  });
  it('names all that is missing at once', () => {
    given(apprenticeship, ...p.inTraining)
      .with({ facts: { hours: p.ledger(0, 100) } })
      .when(complete('2026-05-01'))
      .thenRejected('E_TERM_OPEN', 'E_HOURS_SHORT', 'E_RATIO', 'E_STATE');
  });
  it('refuses what is suspended or has not begun, and says nothing when completed', () => {
    const pause = its('TrainingSuspended', { on: '2026-05-01', reason: 'leave' });
    const facts = { hours: enough };
    given(apprenticeship, ...p.inTraining, pause)
      .with({ facts })
      .when(complete())
      .thenRejected('E_STATE');
    given(apprenticeship, ...p.toReady)
      .with({ facts })
      .when(complete())
      .thenRejected('E_STATE');
    given(apprenticeship, ...p.inTraining, p.endorsed, p.completed)
      .with({ facts })
      .when(complete())
      .thenNothing();
  });
});

describe('completing the training of a tech trainee', () => {
  const rotated = its('PostRotationRecorded', {
    postId: ids.otherPost,
    from: '2026-06-01',
    until: '2026-08-01',
  });
  const facts = { hours: enough, career: { planned: true } };

  it('takes two posts and a career plan, and no college', () => {
    given(apprenticeship, ...p.techInTraining, rotated)
      .with({ facts })
      .when(complete())
      .then(p.completed);
  });
  it('refuses one who worked in too few posts', () => {
    given(apprenticeship, ...p.techInTraining)
      .with({ facts })
      .when(complete())
      .thenRejected({ code: 'E_ROTATION', detail: { posts: 1, rotationMinPosts: 2 } });
  });
  it('refuses one without a career plan', () => {
    given(apprenticeship, ...p.techInTraining, rotated)
      .with({ facts: { ...facts, career: { planned: false } } })
      .when(complete())
      .thenRejected({ code: 'E_STATE', detail: { phase: 'training', missing: ['career-plan'] } });
  });
});

describe('the months of a term', () => {
  it('are whole to the nearest', () => {
    expect(trainingMonths(term, [])).toBe(12);
    expect(trainingMonths({ ...term, from: '2026-03-09' }, [])).toBe(12);
    expect(trainingMonths({ ...term, from: '2026-03-20' }, [])).toBe(11);
    expect(trainingMonths({ from: '2026-03-02', until: '2026-09-01' }, [])).toBe(6);
    expect(trainingMonths({ from: '2026-03-02', until: '2026-03-02' }, [])).toBe(1);
  });
  it('do not count a suspension that an extension makes up for', () => {
    const pause = { from: '2026-06-01', to: '2026-08-01' };
    expect(trainingMonths({ ...term, until: '2027-05-01' }, [pause])).toBe(12);
  });
});
