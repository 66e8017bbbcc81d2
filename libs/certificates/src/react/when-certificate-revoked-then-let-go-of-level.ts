import { reaction, seenIn, sight } from '#kernel';
import type { CertificateEvent } from '../events.js';

interface Holder {
  /** Absent for a training certificate, which holds no level. */
  readonly person: string | undefined;
}
const holder = sight<CertificateEvent, Holder>(
  { person: undefined },
  { CertificateNumbered: (_holder, { data }) => ({ person: data.person }) },
);

type Revoked = Extract<CertificateEvent, { type: 'CertificateRevoked' }>;

/**
 * A level is let go after its certificate was revoked and never before: were it the other way round, a writer that dies in between
 * would leave a valid certificate whose level somebody could be certified for again.
 */
export const whenCertificateRevokedThenLetGoOfLevel = reaction<
  Revoked,
  { readonly holder: Holder }
>({
  name: 'when-certificate-revoked-then-let-go-of-level',
  on: ['CertificateRevoked'],
  facts: ({ data }) => ({ holder: seenIn(`certificate-${data.certificateId}`, holder) }),
  react: ({ data: { certificateId } }, { holder: { person } }) =>
    person === undefined
      ? []
      : [
          {
            category: 'levels-held',
            command: { type: 'LetGoLevel', data: { person, certificateId } },
          },
        ],
});
