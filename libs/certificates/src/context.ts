import type { BoundedContext } from '#kernel';
import { certificate } from './certificate.js';
import { levelNumbers } from './level-numbers.js';
import { levelsHeld } from './levels-held.js';
import { whenCertificateCorrectedThenKeepItsLevel } from './react/when-certificate-corrected-then-keep-its-level.js';
import { whenCertificateRevokedThenLetGoOfLevel } from './react/when-certificate-revoked-then-let-go-of-level.js';
import { whenLevelHeldThenCompleteOrLetGo } from './react/when-level-held-then-complete-or-let-go.js';
import { whenNumberAllottedThenComplete } from './react/when-number-allotted-then-complete.js';
import { certificateRegister } from './read/certificate-register.js';
import { trainingNumbers } from './training-numbers.js';

/** The papers themselves: numbered, issued, held in joint custody, changed, never deleted. */
export const certificates: BoundedContext = {
  name: 'certificates',
  deciders: [certificate, levelsHeld, trainingNumbers, levelNumbers],
  projections: [certificateRegister],
  reactions: [
    whenNumberAllottedThenComplete,
    whenLevelHeldThenCompleteOrLetGo,
    whenCertificateRevokedThenLetGoOfLevel,
    whenCertificateCorrectedThenKeepItsLevel,
  ],
};
