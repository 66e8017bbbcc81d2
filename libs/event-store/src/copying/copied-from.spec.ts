import { describe, expect, it } from '@jest/globals';
import { withCopiedFrom, withoutCopiedFrom } from './copied-from.js';

const copiedFrom = { store: 'postgresql', position: '4711' } as const;

describe('the old position in the metadata', () => {
  it.each([
    ['{}', '{"copiedFrom":{"store":"postgresql","position":"4711"}}'],
    ['{"a": 1.0}', '{"a": 1.0,"copiedFrom":{"store":"postgresql","position":"4711"}}'],
  ])('of %s is put behind all else and leaves it to the byte', (meta, copied) => {
    expect(withCopiedFrom(meta, copiedFrom)).toBe(copied);
    expect(withoutCopiedFrom(copied)).toEqual({ meta, copiedFrom });
  });

  it.each(['{}', '{"a":1}', '{"note":"\\"copiedFrom\\":"}', '{"b":{"copiedFrom":{}}}'])(
    'is not in %s, which is left alone',
    (meta) => expect(withoutCopiedFrom(meta)).toEqual({ meta }),
  );
});
