import { beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, daysBetween, isWorkingDay } from '#kernel';
import { foundation } from './foundation.js';
import { layoutOf, type Layout, type SeedParameters } from './layout.js';
import { membersOf } from './members.js';
import type { Act, Step, Wave } from './step.js';
import { storyOf } from './story.js';

const demo: SeedParameters = { seed: 7, trainees: 120, scene: 'demo', until: '2026-03-01' };
const large: SeedParameters = { seed: 7, trainees: 90, scene: 'large', until: '2026-03-01' };

const wavesOf = (layout: Layout): readonly Wave[] => [
  ...foundation(layout),
  ...layout.classes.flatMap((plan) => {
    const diary = storyOf(layout, plan);
    const waves: Wave[] = [];
    for (let day = layout.from; day <= diary.last; day = addDays(day, 1))
      waves.push(...diary.take(day));
    return waves;
  }),
];
const stepsOf = (waves: readonly Wave[]): readonly Step[] =>
  waves.flatMap(({ chains }) => chains().flat());
const acts = (steps: readonly Step[], type: string): readonly Act[] =>
  steps.filter((step): step is Act => 'command' in step && step.command.type === type);
const field = ({ command }: Act, name: string): string =>
  String((command.data as Readonly<Record<string, unknown>>)[name]);

describe.each([demo, large])('the story of $trainees trainees ($scene)', (parameters) => {
  const layout = layoutOf(parameters);
  let waves: readonly Wave[];
  let steps: readonly Step[];
  beforeAll(() => {
    waves = wavesOf(layout);
    steps = stepsOf(waves);
  });

  it('is the same whenever it is told', () => {
    expect(JSON.stringify(stepsOf(wavesOf(layoutOf(parameters))))).toBe(JSON.stringify(steps));
  });

  it('gives every command a name of its own, and so an id', () => {
    expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length);
  });

  it('proposes everyone once, and only the entrants of the demo not yet', () => {
    const proposed = acts(steps, 'ProposeApprenticeship').filter(({ refused }) => !refused);
    const people = layout.classes.flatMap((plan) => membersOf(layout, plan));
    const registered = people.filter(({ halt }) => halt === 'registered');
    expect(people).toHaveLength(parameters.trainees);
    expect(proposed).toHaveLength(parameters.trainees - registered.length);
    expect(new Set(proposed.map((act) => field(act, 'person'))).size).toBe(proposed.length);
  });

  it('puts at most forty into a class and eight into the care of a mentor', () => {
    const seats = Map.groupBy(acts(steps, 'EnrolInClass'), (act) => field(act, 'classId'));
    const places = Map.groupBy(acts(steps, 'AssignMentor'), (act) => field(act, 'mentor'));
    expect(Math.max(...[...seats.values()].map(({ length }) => length))).toBeLessThanOrEqual(40);
    expect(Math.max(...[...places.values()].map(({ length }) => length))).toBeLessThanOrEqual(8);
  });

  it('asks no trainer to be in two places on one day', () => {
    const booked = acts(steps, 'ScheduleSession').filter(
      (act) => !act.refused && field(act, 'replaces') === 'undefined',
    );
    const days = booked.map((act) => `${field(act, 'trainer')} ${field(act, 'on')}`);
    expect(new Set(days).size).toBe(days.length);
  });

  it('works on working days alone, after the day on which all was founded', () => {
    const later = waves.filter(({ lane }) => lane !== 'foundation').map(({ day }) => day);
    expect(later.filter((day) => !isWorkingDay(day) || day <= layout.from)).toEqual([]);
  });
});

describe('in classes of every season', () => {
  const layout = layoutOf({ ...large, trainees: 10_000, until: '2026-11-24' });
  const classes = layout.classes.filter(
    ({ programme, index }) => programme === 'student-apprentice' && index % 6 === 0,
  );

  it('nobody is hired who has not graduated, also who paused on that day', () => {
    const waves = wavesOf({ ...layout, classes });
    const steps = stepsOf(waves.filter(({ hour }) => hour !== 'evening'));
    const paths = (type: string) => acts(steps, type).map((act) => field(act, 'apprenticeshipId'));
    const graduated = new Set(paths('Graduate'));
    expect(paths('HireApprentice').length).toBeGreaterThan(500);
    expect(paths('HireApprentice').filter((path) => !graduated.has(path))).toEqual([]);
  });
});

describe('a suspension', () => {
  it('lasts three weeks and more, also where the New Year holidays put off its beginning', () => {
    const layout = layoutOf({ ...large, trainees: 10_000, until: '2026-11-24' });
    const classes = layout.classes.slice(0, 16);
    const steps = stepsOf(wavesOf({ ...layout, classes }));
    const [begins, ends] = ['SuspendTraining', 'ResumeTraining'].map(
      (type) =>
        new Map(acts(steps, type).map((act) => [field(act, 'apprenticeshipId'), field(act, 'on')])),
    );
    const days = [...(begins ?? [])].map(([path, on]) => daysBetween(on, ends?.get(path) ?? on));
    expect(days).toHaveLength(classes.length);
    expect(days.filter((count) => count < 21)).toEqual([]);
  });
});

describe('a story with another seed', () => {
  it('is about other people', () => {
    const [one, other] = [demo, { ...demo, seed: 8 }].map((parameters) => {
      const layout = layoutOf(parameters);
      return layout.classes.flatMap((plan) => membersOf(layout, plan).map(({ person }) => person));
    });
    expect(other?.filter((person) => one?.includes(person))).toEqual([]);
  });
});
