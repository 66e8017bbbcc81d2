import { addDays, addMonths, daysBetween, type Day } from '#kernel';
import type { GuangdongCity } from './guangdong.js';
import { identifiers } from './identifiers.js';
import { syntheticOrganizations, type SyntheticOrganization } from './organizations.js';
import { trades, type Trade } from './trades.js';

/** What decides every event of a simulation: the same parameters give the same data. */
export interface SeedParameters {
  readonly seed: number;
  readonly trainees: number;
  /** `demo` spreads its classes over every stage; `large` lets most paths come to their end. */
  readonly scene: 'demo' | 'large';
  /** The last simulated day. */
  readonly until: Day;
}

export interface Organization extends SyntheticOrganization {
  readonly id: string;
}
export type Programme = 'student-apprentice' | 'tech-trainee';

/** One class and all that belongs to it alone. */
export interface ClassPlan {
  readonly index: number;
  readonly key: string;
  readonly programme: Programme;
  readonly enterprise: Organization;
  /** Of student apprentices. */
  readonly college: Organization | undefined;
  readonly body: Organization;
  readonly trade: Trade;
  /** First day of training; the term is twelve months. */
  readonly start: Day;
  readonly until: Day;
  readonly size: number;
  /** Number of its first trainee among all. */
  readonly first: number;
  /** Days of the week on which anything is done for it. */
  readonly weekdays: readonly number[];
  /** Whether its trainees stand still at different stages, so that a demo shows them all. */
  readonly mosaic: 'entry' | 'finish' | undefined;
}

export interface Layout {
  readonly parameters: SeedParameters;
  readonly id: (name: string) => string;
  readonly chainOwner: Organization;
  readonly enterprises: readonly Organization[];
  readonly colleges: readonly Organization[];
  readonly base: Organization;
  readonly bodies: readonly Organization[];
  readonly bureaus: readonly Organization[];
  readonly province: Organization;
  readonly classes: readonly ClassPlan[];
  /** The first simulated day. */
  readonly from: Day;
}

/** Days before the first day of training on which a class begins to be prepared. */
export const leadDays = 75;

const cities: readonly GuangdongCity[] = ['4401', '4403'];

/** Start of each demo class, in days from the last simulated day; each pair is a class of either programme. */
const demoStarts = [-700, -690, -600, -560, -470, -460, -385, -300, -200, -100, 2, 1];
const demoMosaics = new Map<number, ClassPlan['mosaic']>([
  [4, 'finish'],
  [5, 'finish'],
  [10, 'entry'],
  [11, 'entry'],
]);
/** On two days a week, so that a demo of two years is told in few simulated days. */
const demoWeekdays = [2, 5];
const largeWeekdays = [
  [1, 4],
  [2, 5],
  [3, 1],
  [4, 2],
  [5, 3],
];
const classSize = { demo: 10, large: 40 };

/** Who and which classes there are. Pure: follows from the parameters alone. */
export const layoutOf = (parameters: SeedParameters): Layout => {
  const { seed, trainees, scene } = parameters;
  const id = identifiers(seed);
  const make = syntheticOrganizations(seed);
  const organization = (index: number, kind: SyntheticOrganization['kind'], city: GuangdongCity) =>
    Object.assign(make(index, kind, city), { id: id(`organization:${String(index)}`) });
  const several = (first: number, count: number, kind: SyntheticOrganization['kind']) =>
    Array.from({ length: count }, (_, n) =>
      organization(first + n, kind, cities[n % cities.length] ?? '4401'),
    );
  const count = Math.ceil(trainees / classSize[scene]);
  const who = {
    chainOwner: organization(0, 'enterprise', '4401'),
    base: organization(1, 'base', '4401'),
    province: organization(2, 'bureau', '4401'),
    bureaus: several(3, cities.length, 'bureau'),
    bodies: several(10, Math.max(1, Math.ceil(trainees / 2_000)), 'assessment-body'),
    colleges: several(100, Math.max(3, Math.ceil(count / 25)), 'college'),
    enterprises: several(1_000, Math.max(6, Math.ceil(count / 5)), 'enterprise'),
  };
  const classes = Array.from({ length: count }, (_, index) =>
    classAt(parameters, who, { index, count }),
  );
  const first = classes.reduce((day, { start }) => (start < day ? start : day), parameters.until);
  return { parameters, id, ...who, classes, from: addDays(first, -leadDays - 5) };
};

type Who = Pick<Layout, 'enterprises' | 'colleges' | 'bodies'>;

const classAt = (
  { trainees, scene, until }: SeedParameters,
  { enterprises, colleges, bodies }: Who,
  { index, count }: { readonly index: number; readonly count: number },
): ClassPlan => {
  const size = classSize[scene];
  const programme: Programme = index % 2 === 0 ? 'student-apprentice' : 'tech-trainee';
  const start =
    scene === 'demo' && index < demoStarts.length
      ? addDays(until, demoStarts[index] ?? 0)
      : largeStart(until, index, count);
  const weekdays = scene === 'demo' ? demoWeekdays : (largeWeekdays[index % 5] ?? demoWeekdays);
  return {
    index,
    key: `class:${String(index)}`,
    programme,
    enterprise: at(enterprises, index),
    college: programme === 'student-apprentice' ? at(colleges, index >> 1) : undefined,
    body: at(bodies, index),
    trade: at(trades, index),
    start,
    until: addDays(addMonths(start, 12), -1),
    size: Math.min(size, trainees - index * size),
    first: index * size,
    weekdays,
    mosaic: scene === 'demo' ? demoMosaics.get(index) : undefined,
  };
};

/** No earlier: the youngest of the synthetic people come of age for training then, and the rule packs are in force. */
const earliestStart = '2023-12-01';

/** Eighty-five in a hundred classes began early enough to be through, the others since. */
const largeStart = (until: Day, index: number, count: number): Day => {
  const through = Math.ceil(count * 0.85);
  const done = addDays(until, -620);
  const last = done > earliestStart ? done : earliestStart;
  if (index >= through) {
    const span = Math.max(1, daysBetween(last, until) - 30);
    return addDays(
      last,
      30 + Math.floor((span * (index - through)) / Math.max(1, count - through)),
    );
  }
  const span = daysBetween(earliestStart, last);
  return addDays(earliestStart, Math.floor((span * index) / through));
};

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new RangeError('an empty list has no members');
  return found;
};
