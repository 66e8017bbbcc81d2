import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '#event-store';
import type { DecodedRecord } from '#messaging';
import { eventAbout } from './writing.js';
import { judge } from './verdict.js';

const stored = ['1', '2', '3'].map((position, revision): StoredEvent => {
  const { id, type, data, meta } = eventAbout('person-1', revision);
  const where = {
    id,
    stream: 'hours-1',
    revision,
    position,
    recordedAt: '2026-03-02T08:00:00.000000Z',
  };
  return { type, data, meta: { ...meta, ...where } };
});
const log = (...records: readonly (number | `up to ${number}`)[]) =>
  records.map((one, offset) => ({
    ...{ partition: 0, offset: BigInt(offset), at: 0 },
    record: (typeof one === 'number'
      ? { kind: 'event', event: stored[one - 1]! }
      : { kind: 'watermark', position: one.slice('up to '.length) }) satisfies DecodedRecord,
  }));
const clean = { missing: 0, early: 0, repeated: 0, false: 0, unreadable: 0 };

describe('the judge of a topic', () => {
  it.each([
    ['has nothing against all of it in order', log(1, 2, 'up to 2', 3, 'up to 3'), {}],
    ['counts what came again, which does no harm', log(1, 2, 1, 2, 'up to 1', 3), { repeated: 2 }],
    ['finds what never came', log(1, 3), { missing: 1, early: 1 }],
    [
      'finds what came before its predecessor, also when that came later',
      log(1, 3, 2),
      { early: 1 },
    ],
    ['finds a watermark that promised too much', log(1, 'up to 2', 2, 3), { false: 1 }],
  ] as const)('%s', (_, records, found) => {
    expect(judge(stored, records, 1)).toEqual({ ...clean, ...found });
  });
});
