import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { begunOf, overOnePerson, overOneTrainersHour, wordOf, type Contest } from './contests.js';
import { openGround, stores, type Ground } from './ground.js';
import { overOneLevelNumber, overOneNumber } from './number-contests.js';

jest.setTimeout(300_000);
const rounds = process.env['LONG'] ? 200 : 20;

const contests: readonly (readonly [string, () => Contest])[] = [
  ['one person', overOnePerson],
  ["one trainer's hour", overOneTrainersHour],
  ['one certificate number', overOneNumber],
  ['one level certificate number', overOneLevelNumber],
];

describe.each(
  (['several', 'single', 'eventstoredb'] as const).map((kind) => [stores[kind], kind] as const),
)('of two rivals at two gateways, on %s', (_store, kind) => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround(kind);
  });
  afterAll(() => ground.close());

  it.each(contests)(
    `gives %s to exactly one, ${String(rounds)} times`,
    async (_name, contestOver) => {
      const contest = contestOver();
      await ground.tell(contest.ground);
      const firsts: number[] = [];
      for (let index = 0; index < rounds; index += 1)
        firsts.push(await fight(ground, contest, index, startOf(firsts)));
      // Chance decides, not the order of calling: or the rounds would not have been races.
      expect(new Set(firsts)).toEqual(new Set([0, 1]));
      await ground.settled();
    },
  );

  it(`gives numbers without gap or double to those who ask at once, ${String(rounds)} times`, async () => {
    const contest = overOneNumber(false);
    await ground.tell(contest.ground);
    for (let index = 0; index < rounds; index += 1) {
      const { before, rivals } = contest.round(index);
      await ground.tell(before);
      const words = rivals.map((sent, gateway) =>
        ground.send(gateway as 0 | 1, sent, Math.random() * 3),
      );
      expect((await Promise.all(words)).map(wordOf)).toEqual(['won', 'won']);
    }
    await ground.settled();
    expect(await sequences(ground)).toEqual(Array.from({ length: 2 * rounds }, (_, at) => at + 1));
  });
});

/**
 * Pauses in milliseconds before each of the two sends. Whoever won the last rounds waits longer, so that on any machine the two come to
 * meet where either may win.
 */
const startOf = (firsts: readonly number[]): readonly [number, number] => {
  const last = firsts.at(-1);
  const inARow = firsts.length - 1 - firsts.findLastIndex((first) => first !== last);
  const pauses: [number, number] = [Math.random() * 3, Math.random() * 3];
  if (last !== undefined) pauses[last as 0 | 1] += 2 * (inARow - 1);
  return pauses;
};

/** Sends both at about the same time and looks that one won and the other was told why not. Answers which. */
const fight = async (
  ground: Ground,
  contest: Contest,
  index: number,
  pauses: readonly [number, number],
): Promise<number> => {
  const { before, rivals } = contest.round(index);
  await ground.tell(before);
  const outcomes = await Promise.all(
    rivals.map((sent, gateway) => ground.send(gateway as 0 | 1, sent, pauses[gateway])),
  );
  const words = outcomes.map(wordOf);
  expect(words.toSorted()).toEqual([contest.refusal, 'won'].toSorted());
  expect(await begunOf(ground, contest, rivals)).toBe(1);
  return words.indexOf('won');
};

/** Of the series that was written last, in order. */
const sequences = async ({ rows }: Ground): Promise<readonly number[]> => {
  const all = await rows();
  const series = all.findLast(({ type }) => type === 'TrainingNumberAllotted')?.stream;
  return all.filter(({ stream }) => stream === series).map(({ data }) => Number(data['sequence']));
};
