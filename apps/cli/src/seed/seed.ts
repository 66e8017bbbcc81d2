import { addDays, dayOf, type Day } from '#kernel';
import { migrate } from '#postgres';
import { contexts, openPlatform, type Platform } from '../../../worker/src/index.js';
import { SimulatedClock } from './clock.js';
import { layoutOf, type SeedParameters } from './layout.js';
import { SeedFailure } from './seed-failure.js';
import {
  beginSeedRecord,
  markDone,
  readSeedRecord,
  seedMigrations,
  type SeedRecord,
} from './seed-record.js';
import { Sender, type Tally } from './sending.js';
import { simulate } from './simulation.js';

export interface SeedTarget {
  /** A database to which the platform's migrations were applied. */
  readonly databaseUrl: string;
  /** Where the events are, if not in the database. */
  readonly eventStoreUrl?: string | undefined;
  /** 32 bytes as hex. */
  readonly vaultKey: string;
}

export interface SeedProgress {
  /** The simulated day that is over. */
  readonly day: Day;
  readonly from: Day;
  readonly until: Day;
  readonly events: number;
}
export interface SeedOutcome {
  /** `already` when the same seed had been sown to its end before. */
  readonly outcome: 'seeded' | 'already';
  readonly parameters: SeedParameters;
  readonly tally: Tally;
}
/** What it throws ends the seeding with that; what was recorded by then stays and is carried on by the next. */
export type OnSeedProgress = (progress: SeedProgress) => void;

/** The seed of demo data, always the same. */
export const demoSeed = 20_260_301;

/** Demo parameters as of a moment: the last simulated day is the day before, so nothing is recorded in the future. */
export const demoParameters = (now: Date): SeedParameters => ({
  ...{ seed: demoSeed, trainees: 120, scene: 'demo' },
  until: addDays(dayOf(now.toISOString()), -1),
});
export const largeParameters = (now: Date, trainees: number): SeedParameters => ({
  ...demoParameters(now),
  ...{ trainees, scene: 'large' },
});

/**
 * Fills a store through the same commands as everyone's, day by day of a simulated past. What was begun with these parameters is
 * carried on where it stopped, also after a crash; a repeat of the finished says so and writes nothing. Rejects with `SeedFailure`,
 * one line, when the store holds anything else.
 */
export const sow = async (
  target: SeedTarget,
  asked: SeedParameters,
  onProgress: OnSeedProgress = () => undefined,
): Promise<SeedOutcome> => {
  const clock = new SimulatedClock();
  const platform = await openPlatform({
    databaseUrl: relaxed(target.databaseUrl),
    ...{ eventStoreUrl: target.eventStoreUrl, vaultKey: target.vaultKey },
    clock: clock.read,
    // Some days' classes: a trainee is met again within the day, and then after half a week.
    remember: 250_000,
  });
  try {
    const record = await claimStore(platform, asked);
    const { parameters } = record;
    const layout = layoutOf(parameters);
    const resumed = (await platform.store.head()) !== undefined;
    const sender = new Sender(platform.dispatcher, contexts, layout.id, resumed);
    if (record.finished) return { outcome: 'already', parameters, tally: sender.tally };
    const { doneUntil } = record;
    const from = doneUntil === undefined ? layout.from : addDays(doneUntil, 1);
    await play(platform, { layout, sender, clock, from }, onProgress);
    return { outcome: 'seeded', parameters, tally: sender.tally };
  } finally {
    await platform.close();
  }
};

/** Fills an empty store with the demo, or carries it on; answers nothing when the store holds something else. */
export const seedDemo = async (
  target: SeedTarget,
  onProgress?: OnSeedProgress,
  now = new Date(),
): Promise<SeedOutcome | undefined> => {
  try {
    return await sow(target, demoParameters(now), onProgress);
  } catch (error) {
    if (error instanceof StoreInUse) return undefined;
    throw error;
  }
};

/** The store holds what these parameters did not make. */
class StoreInUse extends SeedFailure {}

/** The record of this seed: found, or made when the store is empty. The last day is the one it was begun with. */
const claimStore = async (platform: Platform, asked: SeedParameters): Promise<SeedRecord> => {
  const { pool, store } = platform;
  await migrate(pool, seedMigrations);
  const found = await readSeedRecord(pool);
  if (found) {
    const { seed, trainees, scene } = found.parameters;
    if (seed === asked.seed && trainees === asked.trainees && scene === asked.scene) return found;
    throw new StoreInUse(
      `The store was seeded with ${String(trainees)} trainees (${scene}, seed ${String(seed)}): reset it first (skilltrace reset), or repeat that seed.`,
    );
  }
  if ((await store.head()) !== undefined)
    throw new StoreInUse(
      'The store holds data that no seed has made: seeding is for empty stores (skilltrace reset empties it).',
    );
  await beginSeedRecord(pool, asked);
  return { parameters: asked, doneUntil: undefined, finished: false };
};

type Play = Parameters<typeof simulate>[1] & { readonly layout: Parameters<typeof simulate>[0] };

/** A crash costs the days since the last mark, and repeating them is quick. */
const markEvery = 1_000;

const play = async (
  { pool }: Platform,
  { layout, ...rest }: Play,
  onProgress: OnSeedProgress,
): Promise<void> => {
  const { from, parameters } = layout;
  let marked = performance.now();
  for await (const { day } of simulate(layout, rest)) {
    const { events } = rest.sender.tally;
    onProgress({ day, from, until: parameters.until, events });
    if (performance.now() - marked < markEvery) continue;
    await markDone(pool, day, false);
    marked = performance.now();
  }
  await markDone(pool, parameters.until, true);
};

/**
 * The simulated past need not be on disk command by command: what a crash takes is sent again. A mark is written after what it
 * stands for, and the log of the database is one, so a mark that is on disk has all of that before it.
 */
const relaxed = (databaseUrl: string): string => {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', '-c synchronous_commit=off');
  return url.href;
};
