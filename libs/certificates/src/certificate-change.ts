import { isSystem, unmet, when, type KernelRefusal, type Reason } from '#kernel';
import type { CertificateRule } from './certificate-refusals.js';
import type { Certificate, Change, Consent } from './certificate-state.js';
import type { CertificateContext, Decided } from './certificate-types.js';
import type { CertificateEvent } from './events.js';

interface Wanted {
  readonly name: Change;
  readonly from: readonly Certificate['standing'][];
  /** Which consents count; left out, all that were given for this change. */
  readonly isFor?: (consent: Consent) => boolean;
  /** What else is in the way. */
  readonly broken?: readonly (Reason<CertificateRule | KernelRefusal> | undefined)[];
}

/** The changes that no single organisation may make alone. */
const needCoSignatures: readonly Change[] = ['correct', 'revoke'];

/**
 * Corrections and revocations need enough custodians (§3c 10); the province may order any change without them. A paper that was
 * numbered but never issued can only be revoked, so that its level is not held for ever.
 */
export const change = (
  { name, from, isFor = () => true, broken = [] }: Wanted,
  state: Certificate,
  { actor, rules, occurredOn, evidence }: CertificateContext,
  event: (made: { readonly on: string; readonly ordered: boolean }) => CertificateEvent,
): Decided => {
  const { issued, standing } = state;
  const ordered = !isSystem(actor) && actor.role === 'province';
  const { custodiansToRevoke } = rules.figures;
  const coSigned = state.coSigned[name].filter(isFor).length;
  const asked = needCoSignatures.includes(name) && !ordered;
  return (
    unmet(
      when(!from.includes(standing) || (!issued && name !== 'revoke'), 'E_STATE', {
        standing,
        issued,
      }),
      ...broken,
      // §3c 11: every change has its reason and its evidence.
      when(evidence.length === 0, 'E_INPUT', { path: 'evidence' }),
      when(asked && coSigned < custodiansToRevoke, 'E_CO_SIGN', { coSigned, custodiansToRevoke }),
    ) ?? [event({ on: occurredOn, ordered })]
  );
};
