import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import {
  ask,
  attested,
  body,
  college,
  enterprise,
  issued,
  numbered,
  path,
  province,
  tell,
  today,
  trained,
} from '../spec/world.js';
import { certificate } from './certificate.js';
import type { CertificateEvent } from './events.js';

const paper = (...past: readonly CertificateEvent[]) =>
  given(certificate, ...past).with({ facts: { path } });
const level = [numbered, issued] as const;
const reported = tell('CertificateReported', today);
const online = tell('CertificateOnline', today);

describe('the register', () => {
  it('is told of an issued level certificate, then shows it', () => {
    paper(...level)
      .when(ask('ReportCertificate', {}))
      .then(reported);
    paper(...level, reported)
      .when(ask('PutCertificateOnline', {}))
      .then(online);
  });
  it('says nothing the second time', () => {
    paper(...level, reported)
      .when(ask('ReportCertificate', {}))
      .thenNothing();
    paper(...level, reported, online)
      .when(ask('PutCertificateOnline', {}))
      .thenNothing();
  });
  it('keeps that order, and has no place for training certificates', () => {
    paper(numbered).when(ask('ReportCertificate', {})).thenRejected('E_STATE');
    paper(...level)
      .when(ask('PutCertificateOnline', {}))
      .thenRejected('E_STATE');
    paper(trained).when(ask('ReportCertificate', {})).thenRejected('E_STATE');
    paper(trained).when(ask('PutCertificateOnline', {})).thenRejected('E_STATE');
  });
});

const attest = (custodian: string) => ask('AttestCustody', { custodian });
const serial = { field: 'other' } as const;
const named = (change: 'correct' | 'revoke') => ({
  change,
  ...(change === 'correct' && serial),
});
const consent = (custodian: string, change: 'correct' | 'revoke' = 'revoke') =>
  ask('CoSignChange', { custodian, ...named(change) });
const consented = (custodian: string, change: 'correct' | 'revoke' = 'revoke') =>
  tell('ChangeCoSigned', { custodian, ...named(change) });

describe('joint custody', () => {
  it.each([enterprise, college, body])('is attested by each party %#', (custodian) => {
    paper(...level)
      .when(attest(custodian))
      .then(attested(custodian));
  });
  it('is attested once, and by no body for a training certificate', () => {
    paper(...level, attested(body))
      .when(attest(body))
      .thenNothing();
    paper(trained).when(attest(college)).then(attested(college));
    paper(trained).when(attest(body)).thenRejected('E_STATE');
  });
  it('begins with the issued paper and ends with its revocation', () => {
    const revoked = tell('CertificateRevoked', { ...today, reason: 'fraud', ordered: true });
    paper(numbered).when(attest(body)).thenRejected('E_STATE');
    paper(...level, revoked)
      .when(attest(body))
      .thenRejected('E_STATE');
    paper(...level, attested(body), revoked)
      .when(consent(body))
      .thenRejected('E_STATE');
  });
  it('is open to nobody but the parties', () => {
    const { state } = paper(...level).when(attest(body)).outcome;
    expect(certificate.parties(attest(body), state, {}).custodian).toBe(body);
    expect(certificate.parties(attest(idOf('stranger')), state, {}).custodian).toBeUndefined();
  });
  it('lets custodians alone co-sign, once for each change', () => {
    paper(...level, attested(body))
      .when(consent(body))
      .then(consented(body));
    paper(...level, attested(body), consented(body))
      .when(consent(body))
      .thenNothing();
    paper(...level, attested(body), consented(body))
      .when(consent(body, 'correct'))
      .then(consented(body, 'correct'));
    paper(...level)
      .when(consent(body))
      .thenRejected('E_CO_SIGN');
  });
});

const custody = [...level, attested(body), attested(enterprise)] as const;
const both = (change: 'correct' | 'revoke') =>
  [...custody, consented(body, change), consented(enterprise, change)] as const;
const correct = ask('CorrectCertificate', { reason: 'typing-error', ...serial });
const revoke = ask('RevokeCertificate', { reason: 'fraud' });
const suspend = ask('SuspendCertificate', { reason: 'irregularity' });
const restore = ask('RestoreCertificate', { reason: 'cleared' });
const reissue = ask('ReissueCertificate', { reason: 'lost' });
const made = (ordered = false) => ({ ...today, ordered });
const corrected = (ordered = false) =>
  tell('CertificateCorrected', { ...made(ordered), reason: 'typing-error', ...serial });
const revoked = (ordered = false) =>
  tell('CertificateRevoked', { ...made(ordered), reason: 'fraud' });
const suspended = tell('CertificateSuspended', { ...made(), reason: 'irregularity' });
const restored = tell('CertificateRestored', { ...made(), reason: 'cleared' });

const evidence = [{ kind: 'inquiry', digest: 'e'.repeat(64) }] as const;
/** The paper before someone who has evidence to show. */
const shown = (...past: readonly CertificateEvent[]) => paper(...past).with({ evidence });

describe('a change to a certificate', () => {
  it('needs evidence, whoever makes it and whatever it is', () => {
    for (const command of [correct, revoke, suspend, reissue])
      paper(...level)
        .with({ actor: province })
        .when(command)
        .thenRejected({ code: 'E_INPUT', detail: { path: 'evidence' } });
    paper(...level, suspended)
      .when(restore)
      .thenRejected({ code: 'E_INPUT', detail: { path: 'evidence' } });
  });
  it('needs two custodians to correct it, who consented to just that', () => {
    shown(...both('correct'))
      .when(correct)
      .then(corrected());
    shown(...custody, consented(body, 'correct'))
      .when(correct)
      .thenRejected({ code: 'E_CO_SIGN', detail: { coSigned: 1, custodiansToRevoke: 2 } });
    shown(...both('revoke'))
      .when(correct)
      .thenRejected('E_CO_SIGN');
  });
  it('spends the consents it needed', () => {
    shown(...both('correct'), corrected())
      .when(correct)
      .thenRejected({ code: 'E_CO_SIGN', detail: { coSigned: 0, custodiansToRevoke: 2 } });
  });
  it('needs two custodians to revoke it, and reserves nothing', () => {
    shown(...both('revoke'))
      .when(revoke)
      .then(revoked())
      .andClaims();
    shown(...custody)
      .when(revoke)
      .thenRejected('E_CO_SIGN');
    shown(...custody)
      .with({ rules: { custodiansToRevoke: 1 } })
      .when(revoke)
      .thenRejected('E_CO_SIGN');
  });
  it('is the same for a training certificate', () => {
    const past = [trained, attested(enterprise), attested(college)] as const;
    shown(...past, consented(enterprise), consented(college))
      .when(revoke)
      .then(revoked());
  });
  it('may be ordered by the province without the custodians', () => {
    shown(...level)
      .with({ actor: province, evidence })
      .when(correct)
      .then(corrected(true));
    shown(...level)
      .with({ actor: province, evidence })
      .when(revoke)
      .then(revoked(true));
  });
  it('suspends and restores without co-signatures', () => {
    shown(...level)
      .when(suspend)
      .then(suspended);
    shown(...level, suspended)
      .when(restore)
      .then(restored);
    shown(...level, suspended)
      .when(suspend)
      .thenNothing();
    shown(...level, suspended, restored)
      .when(restore)
      .thenNothing();
  });
  it('issues again what is valid', () => {
    shown(...level)
      .when(reissue)
      .then(tell('CertificateReissued', { ...made(), reason: 'lost' }));
    shown(...level, suspended)
      .when(reissue)
      .thenRejected('E_STATE');
  });
  it('is no more possible once revoked', () => {
    const over = [...level, revoked(true)];
    shown(...over)
      .when(revoke)
      .thenNothing();
    for (const command of [correct, suspend, restore, reissue])
      shown(...over)
        .with({ actor: province, evidence })
        .when(command)
        .thenRejected('E_STATE');
    shown(...over)
      .when(ask('IssueLevelCertificate', {}))
      .thenRejected('E_STATE');
  });
  it('is possible for a paper never issued only as its revocation', () => {
    shown(numbered).with({ actor: province, evidence }).when(revoke).then(revoked(true));
    for (const command of [correct, suspend, restore, reissue])
      shown(numbered).with({ actor: province, evidence }).when(command).thenRejected('E_STATE');
  });
  it('is never its deletion', () => {
    const names = certificate.commands.safeParse({ type: 'DeleteCertificate', data: {} });
    expect(names.success).toBe(false);
  });
});
