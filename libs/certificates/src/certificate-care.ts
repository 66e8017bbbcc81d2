import { reject } from '#kernel';
import { change } from './certificate-change.js';
import { correctionDecisions } from './certificate-correction.js';
import { holdersOf, type Certificate } from './certificate-state.js';
import type { CertificateDecisions } from './certificate-types.js';

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
  ...correctionDecisions,
  ReissueCertificate: ({ certificateId, reason }, state, context) =>
    change({ name: 'reissue', from: ['valid'] }, state, context, (made) => ({
      type: 'CertificateReissued',
      data: { certificateId, ...made, reason },
    })),
  SuspendCertificate: ({ certificateId, reason }, state, context) =>
    state.standing === 'suspended'
      ? []
      : change({ name: 'suspend', from: ['valid'] }, state, context, (made) => ({
          type: 'CertificateSuspended',
          data: { certificateId, ...made, reason },
        })),
  RestoreCertificate: ({ certificateId, reason }, state, context) =>
    state.standing === 'valid' && state.issued
      ? []
      : change({ name: 'restore', from: ['suspended'] }, state, context, (made) => ({
          type: 'CertificateRestored',
          data: { certificateId, ...made, reason },
        })),
  RevokeCertificate: ({ certificateId, reason }, state, context) =>
    state.standing === 'revoked'
      ? []
      : change({ name: 'revoke', from: ['valid', 'suspended'] }, state, context, (made) => ({
          type: 'CertificateRevoked',
          data: { certificateId, ...made, reason },
        })),
};

const isLiving = ({ issued, standing }: Certificate): boolean => issued && standing !== 'revoked';

const notNow = ({ kind, issued, standing, reported }: Certificate) =>
  reject('E_STATE', { kind, issued, standing, reported });
