import { describe, expect, it } from '@jest/globals';
import { viewsUpToDate, type Standing } from './views-up-to-date.js';

const never = new AbortController().signal;
/** A store with one event; `reached` tells of the names asked for whether they hold it. */
const standing = (
  reached: (names: readonly string[]) => boolean,
  errors: Readonly<Record<string, string>> = {},
): Standing => ({
  head: () => Promise.resolve('1'),
  watermarks: {
    waitFor: (names) => Promise.resolve(reached(names) ? 'reached' : 'timed-out'),
  },
  checkpoints: () =>
    Promise.resolve(Object.entries(errors).map(([name, error]) => ({ name, error }))),
});
const told = async (of: Standing, patienceMs = 60_000, stop = never) => {
  const lines: string[] = [];
  await viewsUpToDate(of, ['hours_v1', 'trainees_v1'], (line) => lines.push(line), {
    ...{ stop, patienceMs },
  });
  return lines;
};

describe('waiting for the views at the start', () => {
  it('says nothing when they hold all that is stored', async () => {
    expect(await told(standing(() => true))).toEqual([]);
    expect(
      await told({ ...standing(() => false), head: () => Promise.resolve(undefined) }),
    ).toEqual([]);
  });
  it('does not wait for a view that stands on an error, and says which', async () => {
    const others = standing((names) => !names.includes('hours_v1'), { hours_v1: 'TypeError' });
    expect(await told(others)).toEqual([
      'The view hours_v1 stands still and answers with what it holds: TypeError',
    ]);
  });
  it('goes on with views that are behind once its patience is over, and says so', async () => {
    expect(
      await told(
        standing(() => false),
        0,
      ),
    ).toEqual([expect.stringContaining('still being brought up to date')]);
  });
  it('ends when the program is told to stop', async () => {
    const stop = AbortSignal.abort(new Error('asked to stop'));
    await expect(
      told(
        standing(() => false),
        60_000,
        stop,
      ),
    ).rejects.toThrow('asked to stop');
  });
});
