import { describe, expect, it } from '@jest/globals';
import { consoleOn } from './console.js';

const streams = (isTTY: boolean) => {
  const written = { out: '', err: '' };
  const to = (name: 'out' | 'err') => ({
    isTTY,
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  return { written, out: to('out'), err: to('err') };
};

describe('the console of a command', () => {
  it('speaks to people in lines and keeps the result to itself', () => {
    const { written, out, err } = streams(false);
    const console = consoleOn(out, err, false);
    console.say('done');
    console.result({ done: true });
    expect(written).toEqual({ out: 'done\n', err: '' });
  });

  it('answers scripts with one JSON document and nothing else', () => {
    const { written, out, err } = streams(false);
    const console = consoleOn(out, err, true);
    console.say('done');
    console.result({ done: true });
    expect(JSON.parse(written.out)).toEqual({ done: true });
    expect(written.err).toBe('');
  });

  it('does not tell of every step', () => {
    const { written, out, err } = streams(true);
    const console = consoleOn(out, err, false);
    for (let step = 0; step < 1_000; step += 1) console.progress(() => `step ${String(step)}`);
    expect(written.err.length).toBeLessThan(200);
  });
});
