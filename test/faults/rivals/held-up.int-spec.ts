import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { begunOf, overOnePerson, overOneTrainersHour, wordOf } from './contests.js';
import { openGround, stores, type Ground, type Try } from './ground.js';

jest.setTimeout(60_000);
const rounds = 20;

describe.each((['single', 'eventstoredb'] as const).map((kind) => [stores[kind], kind] as const))(
  'on %s, a gateway that is held up between',
  (_store, kind) => {
    let ground: Ground;
    /** What the gateway waits for after each write. */
    let gate: Promise<unknown> = Promise.resolve();
    let written = 0;
    beforeAll(async () => {
      ground = await openGround(kind);
      const { store } = ground.gateways[0];
      const append = store.append.bind(store);
      store.append = async (units) => {
        const outcomes = await append(units);
        written += units.length;
        await gate;
        return outcomes;
      };
    });
    afterAll(() => ground.close());

    it.each([
      ['a person', overOnePerson],
      ["a trainer's hour", overOneTrainersHour],
    ])('finds %s with the rival who came meanwhile, and says so', async (_name, contestOver) => {
      const contest = contestOver();
      await ground.tell(contest.ground);
      const each = Array.from({ length: rounds }, () => contest.round(0));
      await ground.tell(each.flatMap(({ before }) => before));
      const { promise, resolve } = Promise.withResolvers<undefined>();
      gate = promise;
      written = 0;
      const slow = each.map(({ rivals }) => ground.send(0, rivals[0]));
      await eventually('all have reserved', () => written >= rounds);
      // Refused until the reservations are released because nothing followed them.
      const others = await Promise.all(each.map(({ rivals }) => untilWon(ground, rivals[1])));
      resolve(undefined);
      const words = (await Promise.all(slow)).map(wordOf);
      expect(Math.max(...others)).toBeGreaterThan(1);
      expect(words).toEqual(each.map(() => contest.refusal));
      for (const { rivals } of each) expect(await begunOf(ground, contest, rivals)).toBe(1);
      await ground.settled();
    });
  },
);

/** How often it had to be sent. */
const untilWon = async (ground: Ground, sent: Try): Promise<number> => {
  for (let sendings = 1; sendings < 200; sendings += 1) {
    const pauseMs = sendings === 1 ? 0 : Math.random() * 100;
    if (wordOf(await ground.send(1, sent, pauseMs)) === 'won') return sendings;
  }
  throw new Error('never won');
};
