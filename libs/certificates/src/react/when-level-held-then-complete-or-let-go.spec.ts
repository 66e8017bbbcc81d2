import { describe, expect, it } from '@jest/globals';
import { metaOf } from '#kernel';
import { batchId, body, certificateId, li } from '../../spec/world.js';
import { withEntry } from '../buckets.js';
import { levelNumbers, type LevelNumbers } from '../level-numbers.js';
import { whenLevelHeldThenCompleteOrLetGo as reaction } from './when-level-held-then-complete-or-let-go.js';

type Event = Parameters<typeof reaction.react>[0];
const held = (change: object = {}): Event => ({
  type: 'LevelHeld',
  data: {
    ...{ person: li, occupation: '6-31-01-03', level: 'SENIOR', certificateId, body, batchId },
    ...{ series: 'S000144000042-26-SENIOR', ...change },
  },
  meta: metaOf('x', 0),
});
const absent = { exists: false };
const { initial } = levelNumbers;
const allotted = (certificate: string): LevelNumbers => ({
  next: 2,
  byCertificate: withEntry(initial.byCertificate, certificate, 1),
});
const numbered = (more: object = {}) => [
  {
    category: 'certificate',
    command: {
      type: 'NumberCertificate',
      data: { certificateId, body, batchId, candidate: li, ...more },
    },
  },
];
const letGo = [
  {
    category: 'levels-held',
    command: { type: 'LetGoLevel', data: { person: li, certificateId } },
  },
];

describe('a held level', () => {
  it('looks at its certificate and at the numbers of its series', () => {
    const { paper, numbers } = reaction.facts!(held());
    expect(paper.stream).toBe(`certificate-${certificateId}`);
    expect(numbers.stream).toBe('level-numbers-S000144000042-26-SENIOR');
  });
  it('needs nothing once its certificate is there', () => {
    expect(reaction.react(held(), { paper: { exists: true }, numbers: initial })).toEqual([]);
  });
  it('is completed with the next number, whatever was allotted meanwhile', () => {
    for (const numbers of [initial, allotted(body)])
      expect(reaction.react(held(), { paper: absent, numbers })).toEqual(numbered());
  });
  it('is completed with the number it insists on while that is free or its own', () => {
    for (const numbers of [initial, allotted(certificateId)])
      expect(reaction.react(held({ sequence: 1 }), { paper: absent, numbers })).toEqual(
        numbered({ sequence: 1 }),
      );
  });
  it('is let go when the number it insists on has gone to another', () => {
    const numbers = allotted(body);
    expect(reaction.react(held({ sequence: 1 }), { paper: absent, numbers })).toEqual(letGo);
  });
  it('is left to whoever verifies when it does not say for what it is held', () => {
    const event = held({ body: undefined });
    expect(reaction.react(event, { paper: absent, numbers: initial })).toEqual([]);
  });
});
