import { describe, expect, it } from '@jest/globals';
import { metaOf, type Message, type Recorded } from '#kernel';
import { baseSight, inForce } from './base-sight.js';

const baseId = '5d0f4e8e-6f55-4d0a-9b3d-8f6a3a1c2b01';
const seen = (...events: readonly Message[]) =>
  events
    .map((event, revision): Recorded<Message> => ({
      ...event,
      meta: metaOf(`base-${baseId}`, revision),
    }))
    .reduce((state, event) => baseSight.evolve(state, event), baseSight.initial);
const opened = (from: string) => ({ type: 'BaseOpened', data: { baseId, from } });
const suspended = (from: string) => ({
  type: 'BaseSuspended',
  data: { baseId, from, reason: 'safety' },
});

describe('a base', () => {
  it('is in force from its opening', () => {
    const base = seen(opened('2026-01-10'));
    expect(['2026-01-09', '2026-01-10'].map((day) => inForce(base, day))).toEqual([false, true]);
    expect(inForce(seen(), '2026-01-10')).toBe(false);
  });
  it('was not in force while it was suspended, also when it has opened again since', () => {
    const base = seen(opened('2026-01-10'), suspended('2026-02-01'), opened('2026-03-01'));
    const days = ['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01'];
    expect(days.map((day) => inForce(base, day))).toEqual([true, false, false, true]);
  });
});
