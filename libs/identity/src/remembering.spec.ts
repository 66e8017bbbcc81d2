import { describe, expect, it } from '@jest/globals';
import { remembering } from './remembering.js';
import type { Verdict } from './verifier.js';

const actor = { user: 'hr-1', role: 'enterprise' } as const;

/** A verifier that counts how often it was asked, under a clock of its own. */
const ground = (answer: () => Verdict) => {
  const clock = { now: 1_000_000 };
  const asked: (string | undefined)[] = [];
  const verify = remembering(
    async (token) => {
      asked.push(token);
      return Promise.resolve(answer());
    },
    { most: 2, forMs: 5_000, now: () => clock.now },
  );
  return { clock, asked, verify };
};
const good = (seconds: number): Verdict => ({ ok: true, actor, expires: seconds });

describe('a token seen before', () => {
  it('is believed again without being checked, for a while', async () => {
    const { clock, asked, verify } = ground(() => good(2_000));
    const first = await verify('a');
    clock.now += 4_999;
    expect(await verify('a')).toEqual(first);
    expect(asked).toEqual(['a']);
    clock.now += 1;
    await verify('a');
    expect(asked).toEqual(['a', 'a']);
  });
  it('is checked again from its own end on', async () => {
    const { clock, asked, verify } = ground(() => good(1_001));
    await verify('a');
    clock.now += 1_000;
    await verify('a');
    expect(asked).toEqual(['a', 'a']);
  });
  it('is no longer believed after its key lost trust and the while is over', async () => {
    let trusted = true;
    const { clock, verify } = ground(() =>
      trusted ? good(2_000) : { ok: false, reason: 'forged' },
    );
    await verify('a');
    trusted = false;
    clock.now += 5_000;
    expect(await verify('a')).toEqual({ ok: false, reason: 'forged' });
  });
  it('is asked about each time while it is doubted', async () => {
    const { asked, verify } = ground(() => ({ ok: false, reason: 'expired' }));
    await verify('a');
    await verify('a');
    await verify(undefined);
    expect(asked).toEqual(['a', 'a', undefined]);
  });
  it('is forgotten for newer ones', async () => {
    const { asked, verify } = ground(() => good(2_000));
    for (const token of ['a', 'b', 'c', 'a']) await verify(token);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });
});
