import { describe, expect, it } from '@jest/globals';
import { foldRow, idOf, metaOf, type Recorded } from '#kernel';
import {
  apprenticeshipId,
  attested,
  batchId,
  body,
  certificateId,
  college,
  enterprise,
  issued,
  li,
  numbered,
  numberedAlone,
  occupation,
  tell,
  today,
  trained,
  uscc,
} from '../../spec/world.js';
import type { CertificateEvent } from '../events.js';
import { certificateRegister, type RegisteredCertificate } from './certificate-register.js';

/** The rows after the events, as the runner folds them: each event into the row of its key alone. */
const rowsAfter = (
  ...events: readonly CertificateEvent[]
): ReadonlyMap<string, RegisteredCertificate> => {
  const rows = new Map<string, RegisteredCertificate>();
  events.forEach((event, at) => {
    const recorded: Recorded<CertificateEvent> = {
      ...event,
      meta: metaOf(`certificate-${event.data.certificateId}`, at),
    };
    const key = String(certificateRegister.key(recorded));
    const row = rows.get(key) ?? certificateRegister.empty;
    rows.set(key, foldRow(certificateRegister, row, recorded));
  });
  return rows;
};
const rowAfter = (...events: readonly CertificateEvent[]) =>
  rowsAfter(...events).get(certificateId)!;
const change = { ...today, ordered: false };

describe('the register of both kinds', () => {
  it('shows a training certificate with its enterprise and its notice', () => {
    const postId = idOf('post');
    const notice = tell('PostAppointmentNoticeIssued', { apprenticeshipId, postId, ...today });
    expect(rowAfter(trained, notice)).toMatchObject({
      ...{ certificateId, kind: 'training', number: `TC-${uscc}-2026-000001`, person: li },
      ...{ apprenticeshipId, enterprise, college, body: null, batchId: null, level: null },
      ...{ region: '4403', occupation, standing: 'issued', issuedOn: '2026-03-02' },
      appointment: { postId, on: '2026-03-02' },
    });
  });
  it('shows a level certificate from its number to the public register', () => {
    const numberedRow = rowAfter(numbered);
    expect(numberedRow).toMatchObject({
      ...{ kind: 'level', number: 'S000144000042263000001', person: li, batchId, body },
      ...{ enterprise, college, level: 'SENIOR', standing: 'numbered', issuedOn: null },
    });
    const steps = [issued, tell('CertificateReported', today), tell('CertificateOnline', today)];
    const row = rowAfter(numbered, ...steps);
    expect(row).toMatchObject({
      ...{ standing: 'issued', issuedOn: '2026-03-02' },
      ...{ reportedOn: '2026-03-02', onlineOn: '2026-03-02' },
    });
    expect(certificateRegister.values(numberedRow, certificateId)['online']).toBe(false);
    expect(certificateRegister.values(row, certificateId)['online']).toBe(true);
  });
  it('does without a path, an employer and a college', () => {
    const row = rowAfter(numberedAlone);
    expect(row).toMatchObject({ apprenticeshipId: null, enterprise: null, college: null });
    expect(certificateRegister.values(row, certificateId)['organizations']).toEqual([body]);
  });
  it('knows its custodians, and what they consented to until it is used up', () => {
    const consents = [
      tell('ChangeCoSigned', { custodian: body, change: 'correct' }),
      tell('ChangeCoSigned', { custodian: enterprise, change: 'correct' }),
      tell('ChangeCoSigned', { custodian: body, change: 'revoke' }),
    ];
    const past = [numbered, issued, attested(body), attested(enterprise), ...consents] as const;
    expect(rowAfter(...past)).toMatchObject({
      custodians: [
        { custodian: body, partyKind: 'assessment-body', since: '2026-03-01' },
        { custodian: enterprise, partyKind: 'enterprise', since: '2026-03-01' },
      ],
      coSigned: [
        { custodian: body, change: 'correct', field: null, value: null },
        { custodian: enterprise, change: 'correct', field: null, value: null },
        { custodian: body, change: 'revoke', field: null, value: null },
      ],
    });
    const corrected = tell('CertificateCorrected', {
      ...{ ...change, reason: 'typing-error', field: 'name' },
    });
    expect(rowAfter(...past, corrected).coSigned).toEqual([
      { custodian: body, change: 'revoke', field: null, value: null },
    ]);
  });
  it('says what is right since a correction, and in its history what stood there before', () => {
    const to = { field: 'occupation', occupation: '6-31-01-04' } as const;
    const day = { field: 'issue-date', issuedOn: '2026-03-01' } as const;
    const why = { ...change, reason: 'typing-error' } as const;
    const consents = [
      tell('ChangeCoSigned', { custodian: body, change: 'correct', ...to }),
      tell('ChangeCoSigned', { custodian: body, change: 'correct', ...day }),
    ];
    const past = [numbered, issued, attested(body), ...consents] as const;
    expect(rowAfter(...past).coSigned).toEqual([
      { custodian: body, change: 'correct', field: 'occupation', value: '6-31-01-04' },
      { custodian: body, change: 'correct', field: 'issue-date', value: '2026-03-01' },
    ]);
    const once = rowAfter(...past, tell('CertificateCorrected', { ...why, ...to }));
    expect(once).toMatchObject({ occupation: '6-31-01-04', issuedOn: '2026-03-02' });
    expect(once.coSigned).toEqual([
      { custodian: body, change: 'correct', field: 'issue-date', value: '2026-03-01' },
    ]);
    expect(once.history.at(-1)?.correction).toEqual({
      ...{ field: 'occupation', was: occupation, now: '6-31-01-04' },
    });
    const twice = rowAfter(
      ...[...past, tell('CertificateCorrected', { ...why, ...to })],
      tell('CertificateCorrected', { ...why, ...day }),
    );
    expect(twice).toMatchObject({ occupation: '6-31-01-04', issuedOn: '2026-03-01' });
    expect(certificateRegister.values(twice, certificateId)['issued_on']).toBe('2026-03-01');
    expect(twice.history.at(-1)?.correction).toEqual({
      ...{ field: 'issue-date', was: '2026-03-02', now: '2026-03-01' },
    });
  });
  it('keeps the field of a correction that was recorded before values were', () => {
    const old = tell('CertificateCorrected', { ...change, reason: 'typing-error', field: 'name' });
    const row = rowAfter(numbered, issued, old);
    expect(row).toMatchObject({ occupation, issuedOn: '2026-03-02' });
    expect(row.history.at(-1)?.correction).toEqual({ field: 'name', was: null, now: null });
  });
  it('keeps the whole history of its standing', () => {
    const row = rowAfter(
      ...[numbered, issued],
      tell('CertificateSuspended', { ...change, reason: 'irregularity' }),
      tell('CertificateRestored', { ...change, reason: 'cleared' }),
      tell('CertificateReissued', { ...change, reason: 'lost' }),
      tell('CertificateRevoked', { ...today, reason: 'authority-order', ordered: true }),
    );
    expect(row.standing).toBe('revoked');
    expect(row.history.map(({ event, standing }) => [event, standing])).toEqual([
      ['CertificateNumbered', 'numbered'],
      ['LevelCertificateIssued', 'issued'],
      ['CertificateSuspended', 'suspended'],
      ['CertificateRestored', 'issued'],
      ['CertificateReissued', 'issued'],
      ['CertificateRevoked', 'revoked'],
    ]);
    expect(row.history[0]).toMatchObject({ on: '2026-03-01', reason: null, ordered: false });
    expect(row.history.at(-1)).toEqual({
      event: 'CertificateRevoked',
      on: '2026-03-02',
      recordedAt: '2026-03-01T01:00:00.000005Z',
      standing: 'revoked',
      reason: 'authority-order',
      ordered: true,
      correction: null,
    });
  });
  it('keeps one paper apart from another', () => {
    const other = idOf('other certificate');
    const elsewhere = <T extends CertificateEvent>(event: T): T => ({
      ...event,
      data: { ...event.data, certificateId: other },
    });
    const revoked = tell('CertificateRevoked', { ...change, reason: 'fraud' });
    const rows = rowsAfter(numbered, elsewhere(trained), issued, elsewhere(revoked));
    expect(rows.get(certificateId)).toMatchObject({ kind: 'level', standing: 'issued' });
    expect(rows.get(other)).toMatchObject({
      ...{ certificateId: other, kind: 'training', standing: 'revoked' },
    });
    expect(rows.get(other)?.history).toHaveLength(2);
  });
  it('can be searched by number, person and every party', () => {
    const values = certificateRegister.values(rowAfter(numbered, issued), certificateId);
    expect(Object.keys(values).sort()).toEqual(Object.keys(certificateRegister.columns).sort());
    expect(values).toMatchObject({
      ...{ number: 'S000144000042263000001', kind: 'level', person: li, batch: batchId },
      ...{ apprenticeship: apprenticeshipId, organizations: [enterprise, college, body] },
      ...{ region: '4403', standing: 'issued', issued_on: '2026-03-02' },
    });
  });
});
