import { isSystem, reject, unmet, when } from '#kernel';
import { holdersOf, type Certificate, type Change } from './certificate-state.js';
import type { CertificateContext, CertificateDecisions, Decided } from './certificate-types.js';
import type { CertificateEvent } from './events.js';

/** 证书共管: where a paper is registered, who cares for it, and what may still be changed. Nothing is ever deleted. */
export const careDecisions: Omit<
  CertificateDecisions,
  | 'IssueTrainingCertificate'
  | 'IssueAppointmentNotice'
  | 'NumberCertificate'
  | 'IssueLevelCertificate'
> = {
  ReportCertificate: ({ certificateId }, state, { occurredOn }) => {
    if (state.reported) return [];
    if (!isLiving(state) || state.kind !== 'level') return notNow(state);
    return [{ type: 'CertificateReported', data: { certificateId, on: occurredOn } }];
  },
  PutCertificateOnline: ({ certificateId }, state, { occurredOn }) => {
    if (state.online) return [];
    if (!isLiving(state) || !state.reported) return notNow(state);
    return [{ type: 'CertificateOnline', data: { certificateId, on: occurredOn } }];
  },
  AttestCustody: ({ certificateId, custodian }, state) => {
    if (state.custodians.includes(custodian)) return [];
    const partyKind = holdersOf(state).find(({ id }) => id === custodian)?.partyKind;
    if (!isLiving(state) || partyKind === undefined) return notNow(state);
    return [{ type: 'CustodyAttested', data: { certificateId, custodian, partyKind } }];
  },
  CoSignChange: ({ certificateId, custodian, change }, state) => {
    if (state.coSigned[change].includes(custodian)) return [];
    return (
      unmet(
        when(state.standing === 'revoked', 'E_STATE', { standing: state.standing }),
        when(!state.custodians.includes(custodian), 'E_CO_SIGN', { custodian, attested: false }),
      ) ?? [{ type: 'ChangeCoSigned', data: { certificateId, custodian, change } }]
    );
  },
  CorrectCertificate: ({ certificateId, reason, field }, state, context) =>
    change(['correct', ['valid', 'suspended']], state, context, (made) => ({
      type: 'CertificateCorrected',
      data: { certificateId, ...made, reason, field },
    })),
  ReissueCertificate: ({ certificateId, reason }, state, context) =>
    change(['reissue', ['valid']], state, context, (made) => ({
      type: 'CertificateReissued',
      data: { certificateId, ...made, reason },
    })),
  SuspendCertificate: ({ certificateId, reason }, state, context) =>
    state.standing === 'suspended'
      ? []
      : change(['suspend', ['valid']], state, context, (made) => ({
          type: 'CertificateSuspended',
          data: { certificateId, ...made, reason },
        })),
  RestoreCertificate: ({ certificateId, reason }, state, context) =>
    state.standing === 'valid' && state.issued
      ? []
      : change(['restore', ['suspended']], state, context, (made) => ({
          type: 'CertificateRestored',
          data: { certificateId, ...made, reason },
        })),
  RevokeCertificate: ({ certificateId, reason }, state, context) =>
    state.standing === 'revoked'
      ? []
      : change(['revoke', ['valid', 'suspended']], state, context, (made) => ({
          type: 'CertificateRevoked',
          data: { certificateId, ...made, reason },
        })),
};

const isLiving = ({ issued, standing }: Certificate): boolean => issued && standing !== 'revoked';

const notNow = ({ kind, issued, standing, reported }: Certificate) =>
  reject('E_STATE', { kind, issued, standing, reported });

/** The changes that no single organisation may make alone. */
const needCoSignatures: readonly Change[] = ['correct', 'revoke'];

/**
 * Corrections and revocations need enough custodians (§3c 10); the province may order any change without them. A paper that was
 * numbered but never issued can only be revoked, so that its level is not held for ever.
 */
const change = (
  [name, from]: readonly [Change, readonly Certificate['standing'][]],
  state: Certificate,
  { actor, rules, occurredOn, evidence }: CertificateContext,
  event: (made: { readonly on: string; readonly ordered: boolean }) => CertificateEvent,
): Decided => {
  const { issued, standing } = state;
  const ordered = !isSystem(actor) && actor.role === 'province';
  const { custodiansToRevoke } = rules.figures;
  const coSigned = state.coSigned[name].length;
  const asked = needCoSignatures.includes(name) && !ordered;
  return (
    unmet(
      when(!from.includes(standing) || (!issued && name !== 'revoke'), 'E_STATE', {
        standing,
        issued,
      }),
      // §3c 11: every change has its reason and its evidence.
      when(evidence.length === 0, 'E_INPUT', { path: 'evidence' }),
      when(asked && coSigned < custodiansToRevoke, 'E_CO_SIGN', { coSigned, custodiansToRevoke }),
    ) ?? [event({ on: occurredOn, ordered })]
  );
};
