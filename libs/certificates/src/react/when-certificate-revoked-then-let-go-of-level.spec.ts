import { describe, expect, it } from '@jest/globals';
import { metaOf, type Message } from '#kernel';
import { certificateId, issued, li, numbered, tell, today, trained } from '../../spec/world.js';
import { whenCertificateRevokedThenLetGoOfLevel as reaction } from './when-certificate-revoked-then-let-go-of-level.js';

const revoked = {
  ...tell('CertificateRevoked', { ...today, reason: 'fraud', ordered: true }),
  meta: metaOf(`certificate-${certificateId}`, 2),
};
/** What is sent when the certificate's stream holds these events. */
const sentAfter = (...past: readonly Message[]) => {
  const source = reaction.facts?.(revoked).holder;
  if (!source) throw new Error('the reaction looks at no certificate');
  expect(source.stream).toBe(`certificate-${certificateId}`);
  const holder = past.reduce(
    (sum, event, at) => source.folding.evolve(sum, { ...event, meta: metaOf(source.stream, at) }),
    source.folding.initial,
  );
  return reaction.react(revoked, { holder });
};

describe('the revocation of a certificate', () => {
  it('frees the level of the person it was numbered for', () => {
    expect(sentAfter(numbered, issued, revoked)).toEqual([
      {
        category: 'levels-held',
        command: { type: 'LetGoLevel', data: { person: li, certificateId } },
      },
    ]);
  });
  it('frees nothing when it was a training certificate', () => {
    expect(sentAfter(trained, revoked)).toEqual([]);
  });
});
