import type { AnyProjection } from '#kernel';
import {
  listParked,
  readCheckpoints,
  Runner,
  verifyProjections,
  type Finding,
  type RunnerOptions,
  type Trouble,
} from '../src/index.js';
import { groundIn, until, type Ground } from './ground.js';
import { poisonous, poisonousBySubject } from './poison.js';
import { traineeTime } from './workshop.js';

type Database = Parameters<typeof groundIn>[0];

/** A database with the views of the parking specs, and what they ask of it. */
export interface Parkings {
  readonly ground: Ground;
  readonly troubles: Trouble[];
  run(options?: Partial<RunnerOptions>): Promise<Runner>;
  allReach(position: string): Promise<void>;
  /** Keys that wait. */
  waiting(view?: string): Promise<readonly string[]>;
  /** What a fold from the beginning says against the live rows, by the code that is given. */
  differences(projections?: readonly AnyProjection[]): Promise<readonly Finding[]>;
  leave(): Promise<void>;
}

export const table = 'poisonous_v1';
export const views = (mended = false) => [
  traineeTime,
  poisonous(mended),
  poisonousBySubject(mended),
];

export const parkings = async (database: Database): Promise<Parkings> => {
  const ground = await groundIn(database, views());
  const runners: Runner[] = [];
  const troubles: Trouble[] = [];
  return {
    ...{ ground, troubles },
    run: async (options = {}) => {
      const onTrouble = (trouble: Trouble) => troubles.push(trouble);
      const runner = new Runner({ ...ground, projections: views(), onTrouble, ...options });
      runners.push(runner);
      await runner.start();
      return runner;
    },
    allReach: (position) =>
      until(async () =>
        (await readCheckpoints(ground.pool)).every((one) => one.position === position),
      ),
    waiting: async (view = table) =>
      (await listParked(ground.pool, { view, first: 100 })).rows.map(({ key }) => key),
    differences: (projections = views(true)) => verifyProjections({ ...ground, projections }),
    leave: async () => {
      await Promise.all(runners.map((runner) => runner.stop()));
      await ground.leave();
    },
  };
};
