import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import {
  apprenticeshipId,
  approved,
  ask,
  assessed,
  batchId,
  body,
  certificateId,
  college,
  enterprise,
  filing,
  issued,
  li,
  numbered,
  numberedAlone,
  occupation,
  passed,
  path,
  tell,
  today,
  trained,
  uscc,
} from '../spec/world.js';
import { withEntry } from './buckets.js';
import { certificate } from './certificate.js';
import { noCertificate } from './certificate-state.js';
import type { CertificateFacts } from './certificate-types.js';
import type { CertificateEvent } from './events.js';

const training = (facts: CertificateFacts = {}, ...past: readonly CertificateEvent[]) =>
  given(certificate, ...past).with({ facts: { ...passed, ...facts } });
const issue = (sequence?: number) =>
  ask('IssueTrainingCertificate', {
    apprenticeshipId,
    ...(sequence !== undefined && { sequence }),
  });
const allotted = (sequence: number) => ({
  on: 'training-numbers',
  command: {
    type: 'AllotTrainingNumber',
    data: { series: `${uscc}-2026`, sequence, certificateId, apprenticeshipId },
  },
});
const used = (next: number, own?: number) => ({
  next,
  byCertificate: own === undefined ? {} : withEntry({}, certificateId, own),
  byPath: own === undefined ? {} : withEntry({}, apprenticeshipId, certificateId),
});

describe('issuing a training certificate', () => {
  it('numbers it in the series of its enterprise and the year it was earned in', () => {
    training().when(issue()).then(trained).andClaims(allotted(1));
  });
  it('stays in that series when asked for after New Year', () => {
    const final = { passed: [{ attempt: 1, on: '2025-12-30' }] };
    const number = `TC-${uscc}-2025-000007`;
    training({ final, trainingNumbers: used(7) })
      .when(issue())
      .then({ ...trained, data: { ...trained.data, number } });
  });
  it('is refused until the final assessment is passed', () => {
    training({ final: { passed: [] } })
      .when(issue())
      .thenRejected('E_NOT_PASSED_FINAL');
  });
  it('is refused for a day before it was passed', () => {
    training().with({ occurredOn: '2026-02-28' }).when(issue()).thenRejected('E_STATE');
  });
  it('is refused with a number that is in use, and with one that would leave a gap', () => {
    training({ trainingNumbers: used(5) })
      .when(issue(4))
      .thenRejected({ code: 'E_NUMBER_REUSED', detail: { sequence: 4, next: 5 } });
    training({ trainingNumbers: used(5) })
      .when(issue(6))
      .thenRejected({ code: 'E_NUMBER_SEQUENCE', detail: { sequence: 6, next: 5 } });
    training({ trainingNumbers: used(5) })
      .when(issue(5))
      .then({
        ...trained,
        data: { ...trained.data, number: `TC-${uscc}-2026-000005` },
      });
  });
  it('takes the number it was allotted before, whatever was allotted since', () => {
    training({ trainingNumbers: used(9, 1) })
      .when(issue())
      .then(trained)
      .andClaims(allotted(1));
    training({ trainingNumbers: used(9, 1) })
      .when(issue(2))
      .thenRejected('E_NUMBER_SEQUENCE');
  });
  it('is done once for a path', () => {
    const byPath = withEntry({}, apprenticeshipId, idOf('first'));
    training({ trainingNumbers: { ...used(2), byPath } })
      .when(issue())
      .thenRejected({ code: 'E_STATE', detail: { phase: 'issued', certificateId: idOf('first') } });
  });
  it('is refused for an enterprise whose credit code nobody knows, and when the series is full', () => {
    training({ organization: { uscc: '' } })
      .when(issue())
      .thenRejected('E_UNKNOWN');
    training({ trainingNumbers: used(1_000_000) })
      .when(issue())
      .thenRejected('E_NUMBER_SEQUENCE');
  });
  it('says nothing when it is there, and never makes the one kind from the other', () => {
    training({}, trained).when(issue()).thenNothing();
    given(certificate, numbered, issued).when(issue()).thenRejected('E_STATE');
  });
});

describe('the appointment notice', () => {
  const post = { enterprise };
  const notice = (post = 'post') => ask('IssueAppointmentNotice', { postId: idOf(post) });
  const given = tell('PostAppointmentNoticeIssued', {
    apprenticeshipId,
    postId: idOf('post'),
    ...today,
  });
  it('goes with a training certificate, once', () => {
    training({ post }, trained).when(notice()).then(given);
    training({ post }, trained, given).when(notice()).thenNothing();
    training({ post }, trained, given).when(notice('other')).thenRejected('E_STATE');
  });
  it('names a post of the enterprise, whether it is still on offer or not', () => {
    for (const owner of [undefined, idOf('rival')])
      training({ post: { enterprise: owner } }, trained)
        .when(notice())
        .thenRejected({ code: 'E_UNKNOWN', detail: { postId: idOf('post') } });
  });
  it('never goes with a level certificate, nor with one that was revoked', () => {
    training({ post }, numbered, issued).when(notice()).thenRejected('E_STATE');
    const revoked = tell('CertificateRevoked', { ...today, reason: 'fraud', ordered: true });
    training({ post }, trained, revoked).when(notice()).thenRejected('E_STATE');
    training().when(notice()).thenRejected('E_UNKNOWN');
  });
});

const level = (facts: CertificateFacts = {}, ...past: readonly CertificateEvent[]) =>
  given(certificate, ...past).with({ facts: { ...assessed, ...facts } });
const number = (sequence?: number) =>
  ask('NumberCertificate', {
    ...{ body, batchId, candidate: li },
    ...(sequence !== undefined && { sequence }),
  });
const series = 'S000144000042-26-SENIOR';
const claims = (sequence: number, insisted = false) => [
  {
    on: 'levels-held',
    command: {
      type: 'HoldLevel',
      data: {
        ...{ person: li, occupation, level: 'SENIOR', certificateId, body, batchId, series },
        ...(insisted && { sequence }),
      },
    },
  },
  {
    on: 'level-numbers',
    command: {
      type: 'AllotLevelNumber',
      data: { series, sequence, certificateId, body, batchId, candidate: li },
    },
  },
];

describe('numbering a level certificate', () => {
  it('follows §4.6, and holds the level before it takes the number', () => {
    level()
      .when(number())
      .then(numbered)
      .andClaims(...claims(1));
  });
  it.each([
    ['another body’s', { ...approved, body: idOf('other') }],
    ['one not yet approved', { ...approved, approvedOn: undefined }],
    ['one where the candidate failed', failedIn(approved)],
    ['one without the candidate', { ...approved, candidates: {} }],
  ])('is refused from a batch that is %s', (_which, batch) => {
    level({ batch }).when(number()).thenRejected('E_NOT_PASSED_LEVEL');
  });
  it('is refused for a person whom nobody registered: a number is for ever', () => {
    level({ holder: false })
      .when(number())
      .thenRejected({ code: 'E_UNKNOWN', detail: { candidate: li } });
  });
  it('is refused to one who holds the level or a higher one by now', () => {
    const held = [{ occupation, level: 'TECHNICIAN' as const, number: '19440001' }];
    level({ levels: { held } })
      .when(number())
      .thenRejected({
        code: 'E_DUPLICATE_CERT',
        detail: { occupation, level: 'SENIOR', held: 'TECHNICIAN' },
      });
  });
  it('is refused with a proposed number that collides or leaves a gap, naming all that is wrong', () => {
    const levelNumbers = { next: 8, byCertificate: {} };
    level({ levelNumbers })
      .when(number(7))
      .thenRejected({ code: 'E_NUMBER_SEQUENCE', detail: { sequence: 7, next: 8 } });
    level({ levelNumbers }).when(number(9)).thenRejected('E_NUMBER_SEQUENCE');
    level({ levelNumbers })
      .when(number(8))
      .then({ ...numbered, data: { ...numbered.data, number: 'S000144000042263000008' } });
    const held = [{ occupation, level: 'SENIOR' as const, number: '19440001' }];
    level({ levelNumbers, levels: { held } })
      .when(number(9))
      .thenRejected('E_DUPLICATE_CERT', 'E_NUMBER_SEQUENCE');
  });
  it('takes the number it was allotted before, whatever was allotted since', () => {
    const levelNumbers = { next: 8, byCertificate: withEntry({}, certificateId, 1) };
    const held = [{ occupation, level: 'SENIOR' as const, certificateId }];
    level({ levelNumbers, levels: { held } })
      .when(number())
      .then(numbered)
      .andClaims(...claims(1));
  });
  it('is refused when the authority’s parts are not known, and when the series is full', () => {
    level({ filing: { ...filing, bodyCode: '' } })
      .when(number())
      .thenRejected('E_NUMBER_SEQUENCE');
    level({ levelNumbers: { next: 1_000_000, byCertificate: {} } })
      .when(number())
      .thenRejected('E_NUMBER_SEQUENCE');
  });
  it('does without a path, and takes no college from another’s', () => {
    const candidates = { [li]: { apprenticeshipId: undefined, employer: undefined, passed: true } };
    const { data } = numberedAlone;
    level({ batch: { ...approved, candidates } })
      .when(number())
      .then(numberedAlone);
    level({ path: { ...path, person: idOf('wang') } })
      .when(number())
      .then({
        type: 'CertificateNumbered',
        data: { ...data, apprenticeshipId, employer: enterprise },
      });
  });
  it('says nothing when it is there, and never makes the one kind from the other', () => {
    level({}, numbered).when(number()).thenNothing();
    level({}, trained).when(number()).thenRejected('E_STATE');
  });
  it('is issued by its body, once', () => {
    const give = ask('IssueLevelCertificate', {});
    level({}, numbered).when(give).then(issued);
    level({}, numbered, issued).when(give).thenNothing();
    level({}, trained).when(give).thenRejected('E_STATE');
    expect(certificate.parties(number(), noCertificate, assessed)).toMatchObject({ body });
  });
});

describe('what a certificate is about', () => {
  it('is its person first, then all its parties', () => {
    const subjects = [
      `person-${li}`,
      `organization-${enterprise}`,
      `organization-${college}`,
      `organization-${body}`,
      `assessment-batch-${batchId}`,
      `certificate-${certificateId}`,
    ];
    expect(certificate.subjects(numbered, noCertificate, {})).toEqual(subjects);
    const { state } = level({}, numbered).when(ask('IssueLevelCertificate', {})).outcome;
    expect(certificate.subjects(issued, state, {})).toEqual(subjects);
  });
});

function failedIn(batch: typeof approved) {
  const { [li]: candidate } = batch.candidates;
  return { ...batch, candidates: { [li]: { ...candidate!, passed: false } } };
}
