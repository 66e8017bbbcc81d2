import { describe, expect, it } from '@jest/globals';
import { poisonousBySubject } from '../../spec/poison.js';
import { laneOf, type Lane } from '../batch.js';
import { beginningOf } from './beginning.js';

const order = { comparePositions: (a: string, b: string) => Number(a) - Number(b) };
const feed = { name: 'topic' };
const ranges = new Map([
  [0, { first: '10', end: '50' }],
  [1, { first: '0', end: '9' }],
]);
const lane = (name: string, position?: string, offsets?: readonly string[]): Lane =>
  laneOf(poisonousBySubject(), 'read', {
    held: {
      ...{ name, epoch: '1' },
      ...(position !== undefined && { position }),
      ...(offsets && {
        offsets: Object.fromEntries(offsets.map((one, at) => [`topic/${String(at)}`, one])),
      }),
    },
  });
const begin = (lanes: readonly Lane[], partitions: readonly number[] = [0]) => {
  const found = beginningOf(lanes, partitions, { feed, ranges, order });
  const names = (some: readonly Lane[]) => some.map(({ held: { name } }) => name);
  return {
    level: names(found.level),
    behind: names(found.behind),
    begin: [...found.begin.values()],
  };
};

describe('lanes of some partitions', () => {
  it('are level where the partitions hold all that they lack, and the others are behind', () => {
    const level = [lane('a', '7', ['20']), lane('b', '7', ['18'])];
    const lacking = [lane('new'), lane('old', '7', ['9']), lane('other topic', '7', ['51'])];
    expect(begin([...level, ...lacking])).toEqual({
      ...{ level: ['a', 'b'], behind: ['new', 'old', 'other topic'], begin: ['18'] },
    });
  });

  it('are behind also when they would have others wait that stand further on', () => {
    expect(begin([lane('late', '3', ['12']), lane('a', '7', ['20'])])).toEqual({
      ...{ level: ['a'], behind: ['late'], begin: ['20'] },
    });
  });

  it('need every partition, and without one that is level each is read from its end', () => {
    const half = lane('half', '7', ['20']);
    expect(begin([half], [0, 1])).toEqual({ level: [], behind: ['half'], begin: ['50', '9'] });
    expect(begin([lane('a', '7', ['50', '0'])], [0, 1])).toEqual({
      ...{ level: ['a'], behind: [], begin: ['50', '0'] },
    });
    expect(begin([lane('a', '7', ['0'])], [2])).toMatchObject({ behind: ['a'], begin: ['0'] });
  });
});
