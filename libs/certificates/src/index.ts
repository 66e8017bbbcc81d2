export { certificate } from './certificate.js';
export { certificates } from './context.js';
export { levelNumbers } from './level-numbers.js';
export { levelsHeld } from './levels-held.js';
export { trainingNumbers } from './training-numbers.js';
export { whenCertificateRevokedThenLetGoOfLevel } from './react/when-certificate-revoked-then-let-go-of-level.js';
export { whenNumberAllottedThenComplete } from './react/when-number-allotted-then-complete.js';
export {
  certificateRegister,
  type CertificateStanding,
  type CertificateStep,
  type CorrectedField,
  type Custodian,
  type RegisteredCertificate,
} from './read/certificate-register.js';
