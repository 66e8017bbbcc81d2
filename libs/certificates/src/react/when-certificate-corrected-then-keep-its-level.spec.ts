import { describe, expect, it } from '@jest/globals';
import { metaOf, type Message } from '#kernel';
import {
  certificateId,
  issued,
  li,
  numbered,
  occupation,
  tell,
  today,
  trained,
} from '../../spec/world.js';
import { whenCertificateCorrectedThenKeepItsLevel as reaction } from './when-certificate-corrected-then-keep-its-level.js';

type Event = Parameters<typeof reaction.react>[0];
const right = '6-31-01-04';
const why = { ...today, reason: 'typing-error', ordered: true } as const;
const corrected = (to: string) =>
  tell('CertificateCorrected', { ...why, field: 'occupation', occupation: to });
const held = (of: string) => ({
  type: 'LevelHeld',
  data: { person: li, occupation: of, level: 'SENIOR', certificateId },
});
/** What is sent for an event when the certificate's stream holds these. */
const sentFor = (event: Message, ...past: readonly Message[]) => {
  const recorded = { ...event, meta: metaOf('x', 0) } as unknown as Event;
  const source = reaction.facts?.(recorded).said;
  if (!source) throw new Error('the reaction looks at no certificate');
  expect(source.stream).toBe(`certificate-${certificateId}`);
  const said = past.reduce(
    (sum, one, at) => source.folding.evolve(sum, { ...one, meta: metaOf(source.stream, at) }),
    source.folding.initial,
  );
  return reaction.react(recorded, { said });
};
const keep = (of: string) => [
  {
    category: 'levels-held',
    command: { type: 'KeepCorrectedLevel', data: { person: li, certificateId, occupation: of } },
  },
];

describe('the level of a corrected certificate', () => {
  it('is held in the right occupation alone', () => {
    expect(sentFor(corrected(right), numbered, issued, corrected(right))).toEqual(keep(right));
  });
  it('is what the certificate says by now, not what an earlier correction said', () => {
    const past = [numbered, issued, corrected(right), corrected(occupation)];
    expect(sentFor(corrected(right), ...past)).toEqual(keep(occupation));
  });
  it('goes back when the correction it was held for never came', () => {
    expect(sentFor(held(right), numbered, issued)).toEqual(keep(occupation));
  });
  it('stays as it is when it was numbered, when the correction came, and for other fields', () => {
    const dated = tell('CertificateCorrected', {
      ...{ ...why, field: 'issue-date', issuedOn: '2026-03-01' },
    });
    expect(sentFor(held(occupation), numbered)).toEqual([]);
    expect(sentFor(held(occupation))).toEqual([]);
    expect(sentFor(held(right), numbered, issued, corrected(right))).toEqual([]);
    expect(sentFor(dated, numbered, issued, dated)).toEqual([]);
  });
  it('is none of a training certificate', () => {
    expect(sentFor(corrected(right), trained, corrected(right))).toEqual([]);
  });
});
