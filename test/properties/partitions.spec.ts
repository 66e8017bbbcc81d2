import type { AnyProjection, Message, Recorded } from '#kernel';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contexts } from '../../apps/worker/src/index.js';
import { journey } from './journey.js';
import { trial } from './noise.js';
import { Tally } from './tally.js';
import { World } from './world.js';

// Whole paths are walked with others' commands between, and of every row of every view it is noted whose events touched it.
const views = contexts.flatMap(({ projections }) => projections);
const [walks, trials] = [20, 10];

/** For each view the most first subjects that any one of its rows met. */
const most = new Map<string, number>();

const handles = (view: AnyProjection, { type }: Message) =>
  Object.hasOwn(view.on, type) && view.on[type] !== 'ignored';

/** The rows of a view by the first subjects of the events that touch them. */
const subjectsByRow = (view: AnyProjection, events: readonly Recorded<Message>[]) => {
  const rows = new Map<string, Set<string | undefined>>();
  for (const event of events.filter((one) => handles(view, one)))
    for (const key of [view.key(event)].flat()) {
      const known = rows.get(key) ?? new Set();
      rows.set(key, known.add(event.meta.subjects[0]));
    }
  return rows;
};

beforeAll(async () => {
  const walk = async (choose: fc.GeneratorValue) => {
    const world = new World(choose, new Tally());
    const cast = await journey(world);
    for (const decider of world.engine.deciders.values())
      for (let round = 0; round < trials; round += 1) await trial(world, cast, decider);
    const events = await world.store.readAll(undefined, {}, 10_000);
    for (const view of views)
      for (const subjects of subjectsByRow(view, events).values())
        most.set(view.table, Math.max(subjects.size, most.get(view.table) ?? 0));
  };
  await fc.assert(fc.asyncProperty(fc.gen(), walk), {
    ...{ numRuns: walks, endOnFailure: true, seed: 20_260_302 },
  });
}, 300_000);

describe.each(views)('$table', ({ table, partitionedBy }) => {
  it(`is rightly declared to be ${partitionedBy ?? 'whole'}`, () => {
    const found = most.get(table) ?? 0;
    expect(found).toBeGreaterThan(0);
    expect(found === 1 ? 'subject' : 'whole').toBe(partitionedBy ?? 'whole');
  });
});
