import { scatter } from './shuffle.js';
import type { ClassPlan, Layout } from './layout.js';

/** What becomes of a trainee when it is not the usual. */
export type Turn =
  | 'usual'
  | 'ineligible'
  | 'withdraws'
  | 'terminated'
  | 'not-hired'
  | 'departs'
  | 'suspended'
  | 'fails-final'
  | 'fails-level'
  | 'disputes'
  | 'corrected'
  | 'base-refused';

export interface Member {
  /** Place in the class. */
  readonly place: number;
  /** Number among all trainees. */
  readonly number: number;
  readonly key: string;
  readonly person: string;
  /** Id of the path, and of its papers and hours. */
  readonly path: string;
  readonly mentor: string;
  readonly turn: Turn;
  /** The milestone after which nothing more was done yet. */
  readonly halt: string | undefined;
}

/** By number modulo 40: what is rare in life is rare here, and a demo of 120 still has each of them. */
const turns = new Map<number, Turn>([
  [3, 'withdraws'],
  [6, 'corrected'],
  [8, 'not-hired'],
  [9, 'disputes'],
  [13, 'fails-final'],
  [18, 'departs'],
  [23, 'fails-level'],
  [25, 'ineligible'],
  [27, 'base-refused'],
  [29, 'terminated'],
  [36, 'suspended'],
]);

/** At which milestone each place of a mosaic class stands still. */
const halts = {
  'student-apprentice': {
    entry: [
      'registered',
      'proposed',
      'proposed',
      'eligible',
      'eligible',
      'agreed',
      'agreed',
      'filed',
      'enrolled',
      'enrolled',
    ],
    finish: [
      'course',
      'completed',
      'completed',
      'assessed',
      'assessed',
      'certified',
      'certified',
      'hired',
      'hired',
      undefined,
    ],
  },
  'tech-trainee': {
    entry: [
      'registered',
      'proposed',
      'proposed',
      'employed',
      'employed',
      'agreed',
      'agreed',
      'filed',
      'enrolled',
      'enrolled',
    ],
    finish: [
      'course',
      'completed',
      'completed',
      'assessed',
      'assessed',
      'certified',
      'certified',
      'graded',
      'graded',
      undefined,
    ],
  },
} as const;

export const mentorPlaces = 8;

/** Everyone of a class. Each is the same whoever asks and whenever. */
export const membersOf = ({ id }: Layout, plan: ClassPlan): readonly Member[] =>
  Array.from({ length: plan.size }, (_, place): Member => {
    const number = plan.first + place;
    const key = `trainee:${String(number)}`;
    const halt = plan.mosaic && halts[plan.programme][plan.mosaic][place];
    return {
      ...{ place, number, key, halt },
      person: id(`${key}:person`),
      path: id(`${key}:path`),
      mentor: mentorOf(id, plan, Math.floor(place / mentorPlaces)),
      turn: plan.mosaic ? 'usual' : turnOf(number, plan),
    };
  });

const turnOf = (number: number, { programme }: ClassPlan): Turn => {
  const turn = turns.get(number % 40) ?? 'usual';
  const students = turn === 'ineligible' || turn === 'not-hired';
  return students && programme === 'tech-trainee' ? 'usual' : turn;
};

export const mentorOf = (id: Layout['id'], { key }: ClassPlan, nth: number): string =>
  id(`${key}:mentor:${String(nth)}`);

/** A whole number from `low` to `high`, always the same for the same trainee and purpose. */
export const between = (
  { parameters }: Layout,
  member: Member,
  purpose: number,
  [low, high]: readonly [number, number],
): number => low + (scatter(parameters.seed, member.number, 1_000 + purpose) % (high - low + 1));
