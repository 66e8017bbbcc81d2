import { reaction, seenIn, sight } from '#kernel';
import type { CertificateEvent, LevelsHeldEvent } from '../events.js';

/** What a level certificate says now. */
interface Said {
  /** Absent for a training certificate, which holds no level. */
  readonly person: string | undefined;
  readonly occupation: string;
}
const said = sight<CertificateEvent, Said>(
  { person: undefined, occupation: '' },
  {
    CertificateNumbered: (_said, { data: { person, occupation } }) => ({ person, occupation }),
    CertificateCorrected: (state, { data }) => ({
      ...state,
      occupation: data.occupation ?? state.occupation,
    }),
  },
);

type Moved =
  | Extract<CertificateEvent, { type: 'CertificateCorrected' }>
  | Extract<LevelsHeldEvent, { type: 'LevelHeld' }>;

/**
 * A correction holds the right level first, beside the wrong one, and this lets go of the wrong one once the certificate has been
 * corrected. Where a store cannot span streams the correction may be missing: then what was held for it is let go, and the wait is as
 * long as a slow writer may still write it.
 */
export const whenCertificateCorrectedThenKeepItsLevel = reaction<Moved, { readonly said: Said }>({
  name: 'when-certificate-corrected-then-keep-its-level',
  on: ['CertificateCorrected', 'LevelHeld'],
  after: 700,
  facts: ({ data }) => ({ said: seenIn(`certificate-${data.certificateId}`, said) }),
  react: ({ type, data }, { said: { person, occupation } }) => {
    const moves =
      type === 'LevelHeld' ? data.occupation !== occupation : data.occupation !== undefined;
    if (person === undefined || !moves) return [];
    const { certificateId } = data;
    const command = { type: 'KeepCorrectedLevel', data: { person, certificateId, occupation } };
    return [{ category: 'levels-held', command }];
  },
});
