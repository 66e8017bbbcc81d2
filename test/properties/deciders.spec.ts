import { resolve } from 'node:path';
import { membersOf } from '#event-store';
import { kernelRefusals } from '#kernel';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contexts } from '../../apps/worker/src/index.js';
import { reachOf } from '../../infra/tooling/docs/reach.js';
import { journey } from './journey.js';
import { trial } from './noise.js';
import { Tally } from './tally.js';
import { World } from './world.js';

const deciders = contexts.flatMap((context) => context.deciders);
const runsPerDecider = process.env.LONG ? 10_000 : 1_000;
/** Of each decider that still lacks runs, at the end of a walk. */
const trials = 20;
const tally = new Tally();
const reach = reachOf(resolve(import.meta.dirname, '../..'), contexts);

/** One walk: two apprentices' paths with others' commands between, then whatever was tried least. */
const walk = async (choose: fc.GeneratorValue): Promise<void> => {
  const world = new World(choose, tally);
  const cast = await journey(world);
  for (const decider of deciders) {
    const due = tally.of(decider.category).runs < runsPerDecider ? trials : 0;
    for (let round = 0; round < due; round += 1) await trial(world, cast, decider);
  }
  await world.mustReplay();
};

describe('any command on any reachable state', () => {
  const walks = runsPerDecider / trials + 2;
  it('gives events or a named refusal, the same again when repeated, and replays to the same state', async () => {
    await fc.assert(fc.asyncProperty(fc.gen(), walk), {
      numRuns: Math.ceil(walks),
      endOnFailure: true,
      ...(!process.env.LONG && { seed: 20_260_302 }),
    });
  }, 600_000);
  afterAll(() => {
    process.stdout.write(`${tally.table()}\n`);
  });

  describe.each(deciders.map((decider) => [decider.category, decider] as const))(
    'of %s',
    (category, decider) => {
      it('was tried often enough', () => {
        expect(tally.of(category).runs).toBeGreaterThanOrEqual(runsPerDecider);
      });
      it('was accepted in three of ten at least', () => {
        const { runs, accepted } = tally.of(category);
        expect(accepted / runs).toBeGreaterThanOrEqual(0.3);
      });
      it('led to nothing that docs/events.md and docs/refusals.md do not tell', () => {
        const told = membersOf(decider.commands).flatMap((member) => {
          const type = member.shape.type.value;
          const { events, codes } = reach.get(`${category}/${type}`) ?? { events: [], codes: [] };
          return [...events, ...codes, ...Object.keys(kernelRefusals)].map((to) => `${type} ${to}`);
        });
        const known = new Set(told);
        expect([...tally.of(category).led].filter((pair) => !known.has(pair))).toEqual([]);
      });
      it('led to every kind of event', () => {
        const types = membersOf(decider.events).map((member) => member.shape.type.value);
        expect([...tally.of(category).events].sort()).toEqual(types.sort());
      });
    },
  );
});
