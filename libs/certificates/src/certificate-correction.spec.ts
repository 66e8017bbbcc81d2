import { describe, expect, it } from '@jest/globals';
import { given, metaOf } from '#kernel';
import {
  approved,
  ask,
  attested,
  body,
  certificateId,
  enterprise,
  issued,
  li,
  numbered,
  occupation,
  passed,
  path,
  province,
  tell,
  today,
  trained,
} from '../spec/world.js';
import { certificate } from './certificate.js';
import type { CertificateCommand } from './certificate-types.js';
import type { CertificateEvent } from './events.js';

const right = '6-31-01-04';
const earlier = '2026-03-01';
const evidence = [{ kind: 'inquiry', digest: 'e'.repeat(64) }] as const;
const custody = [numbered, issued, attested(body), attested(enterprise)] as const;
const paper = (...past: readonly CertificateEvent[]) =>
  given(certificate, ...past).with({ evidence, facts: { path, batch: approved } });
/** Before the province, which needs nobody's consent. */
const ordered = (...past: readonly CertificateEvent[]) => paper(...past).with({ actor: province });

type Said = Pick<
  Extract<CertificateCommand, { type: 'CorrectCertificate' }>['data'],
  'field' | 'occupation' | 'issuedOn'
>;
const correct = (said: Said) => ask('CorrectCertificate', { reason: 'typing-error', ...said });
const consent = (custodian: string, said: Partial<Said>) =>
  ask('CoSignChange', { custodian, change: 'correct', ...said });
const consented = (custodian: string, said: Partial<Said>) =>
  tell('ChangeCoSigned', { custodian, change: 'correct', ...said });
const corrected = (said: Said, isOrdered = false) =>
  tell('CertificateCorrected', {
    ...{ ...today, ordered: isOrdered, reason: 'typing-error' },
    ...said,
  });
const toRight = { field: 'occupation', occupation: right } as const;
const signed = (said: Said) =>
  [...custody, consented(body, said), consented(enterprise, said)] as const;
const after = (...past: readonly CertificateEvent[]) =>
  past.reduce(
    (state, event, at) =>
      certificate.evolve(state, { ...event, meta: metaOf(`certificate-${certificateId}`, at) }),
    certificate.initial,
  );

describe('the correction of an occupation', () => {
  it('carries the right one, which is what the paper says from then on', () => {
    paper(...signed(toRight))
      .when(correct(toRight))
      .then(corrected(toRight));
    expect(after(...signed(toRight), corrected(toRight)).occupation).toBe(right);
  });
  it('holds the level in the right occupation, in the same breath', () => {
    const data = { person: li, occupation: right, level: 'SENIOR', certificateId };
    paper(...signed(toRight))
      .when(correct(toRight))
      .then(corrected(toRight))
      .andClaims({ on: 'levels-held', command: { type: 'HoldCorrectedLevel', data } });
  });
  it('holds nothing for a training certificate', () => {
    ordered(trained).when(correct(toRight)).then(corrected(toRight, true)).andClaims();
    expect(after(trained, corrected(toRight, true)).occupation).toBe(right);
  });
  it('says nothing when the paper says so already', () => {
    ordered(numbered, issued)
      .when(correct({ field: 'occupation', occupation }))
      .thenNothing();
    ordered(numbered, issued, corrected(toRight, true)).when(correct(toRight)).thenNothing();
  });
  it('is none when no value or another one comes with it', () => {
    const day = { issuedOn: earlier };
    for (const [said, path] of [
      [{ field: 'occupation' }, 'data.occupation'],
      [{ ...toRight, ...day }, 'data.issuedOn'],
      [{ field: 'issue-date' }, 'data.issuedOn'],
      [{ field: 'issue-date', ...day, occupation: right }, 'data.occupation'],
      [{ field: 'other', occupation: right }, 'data.occupation'],
    ] as const)
      for (const command of [correct(said), consent(body, said)])
        ordered(...custody)
          .when(command)
          .thenRejected({ code: 'E_INPUT', detail: { path, field: said.field } });
  });
  it('takes no code that is none, and no day that is none', () => {
    for (const said of [
      { field: 'occupation', occupation: 'turner' },
      { field: 'issue-date', issuedOn: '2026-02-30' },
    ] as const)
      expect(certificate.commands.safeParse(correct(said)).success).toBe(false);
  });
});

describe('the correction of an issue date', () => {
  const toEarlier = { field: 'issue-date', issuedOn: earlier } as const;
  it('is what the paper says from then on', () => {
    paper(...signed(toEarlier))
      .with({ facts: { batch: approved } })
      .when(correct(toEarlier))
      .then(corrected(toEarlier))
      .andClaims();
    expect(after(...signed(toEarlier), corrected(toEarlier)).issuedOn).toBe(earlier);
    expect(after(trained, corrected(toEarlier, true)).issuedOn).toBe(earlier);
  });
  it('looks at what the paper rests on, and nothing else does', () => {
    const asked = (event: CertificateEvent, said: Said) =>
      Object.keys(certificate.facts?.(correct(said), after(event), {}) ?? {});
    expect(asked(numbered, toEarlier)).toEqual(['batch']);
    expect(asked(trained, toEarlier)).toEqual(['path', 'final']);
    expect(asked(numbered, toRight)).toEqual([]);
  });
  it('never leads before what the paper rests on', () => {
    const before = { field: 'issue-date', issuedOn: '2026-02-28' } as const;
    ordered(numbered, issued)
      .with({ facts: { batch: { ...approved, approvedOn: earlier } } })
      .when(correct(before))
      .thenRejected({
        code: 'E_STATE',
        detail: { issuedOn: '2026-02-28', notBefore: earlier, notAfter: null },
      });
    ordered(trained).with({ facts: passed }).when(correct(before)).thenRejected('E_STATE');
  });
  it('never leads after the day the paper was reported, or into the future', () => {
    const reported = tell('CertificateReported', { on: earlier });
    ordered(numbered, tell('LevelCertificateIssued', { on: '2026-02-20' }), reported)
      .with({ facts: { batch: { ...approved, approvedOn: '2026-02-01' } } })
      .when(correct({ field: 'issue-date', issuedOn: '2026-03-02' }))
      .thenRejected('E_STATE');
    ordered(numbered, issued)
      .when(correct({ field: 'issue-date', issuedOn: '2099-01-01' }))
      .thenRejected('E_FUTURE');
  });
});

describe('a correction that is of the person', () => {
  it.each(['name', 'id-number'] as const)('is pointed to the identity: %s', (field) => {
    const detail = { field, command: 'CorrectIdentity' };
    for (const command of [correct({ field }), consent(body, { field })])
      ordered(...custody)
        .when(command)
        .thenRejected({ code: 'E_PERSON_FIELD', detail });
  });
  it('stays readable where it was recorded before', () => {
    const old = corrected({ field: 'name' });
    expect(certificate.events.parse(old)).toEqual(old);
    expect(after(numbered, issued, old)).toMatchObject({ occupation, issuedOn: '2026-03-02' });
  });
});

describe('a consent to a correction', () => {
  const toOther = { field: 'occupation', occupation: '6-31-01-05' } as const;
  it('names field and value, each once', () => {
    paper(...custody)
      .when(consent(body, toRight))
      .then(consented(body, toRight));
    paper(...custody, consented(body, toRight))
      .when(consent(body, toRight))
      .thenNothing();
    paper(...custody, consented(body, toRight))
      .when(consent(body, toOther))
      .then(consented(body, toOther));
  });
  it('counts for that value alone', () => {
    for (const past of [
      [...custody, consented(body, toRight), consented(enterprise, toOther)],
      [...custody, consented(body, toRight), consented(enterprise, { field: 'other' })],
      // Blank, as consents were before they named anything.
      [...custody, consented(body, toRight), consented(enterprise, {})],
    ])
      paper(...past)
        .when(correct(toRight))
        .thenRejected({ code: 'E_CO_SIGN', detail: { coSigned: 1, custodiansToRevoke: 2 } });
  });
  it('is spent with every other of the same field, and no other is', () => {
    const day = { field: 'issue-date', issuedOn: earlier } as const;
    const both = [consented(body, toOther), consented(enterprise, toOther)];
    const dated = [consented(body, day), consented(enterprise, day)];
    const past = [...signed(toRight), ...both, ...dated, corrected(toRight)];
    paper(...past)
      .when(correct(toOther))
      .thenRejected('E_CO_SIGN');
    paper(...past)
      .when(correct(day))
      .then(corrected(day));
  });
  it('to a correction says to what, and to any other change says nothing of the kind', () => {
    const detail = { path: 'data.field' };
    for (const command of [
      consent(body, {}),
      ask('CoSignChange', { custodian: body, change: 'revoke', field: 'other' }),
    ])
      paper(...custody)
        .when(command)
        .thenRejected({ code: 'E_INPUT', detail });
    paper(...custody)
      .when(ask('CoSignChange', { custodian: body, change: 'revoke', issuedOn: earlier }))
      .thenRejected({ code: 'E_INPUT', detail: { path: 'data.issuedOn' } });
  });
});
