import { reject, unmet, when, type Claim } from '#kernel';
import { lookUp } from './buckets.js';
import type { Certificate } from './certificate-state.js';
import type {
  Asked,
  CertificateCommand,
  CertificateContext,
  CertificateDecisions,
  CertificateFacts,
  Decided,
} from './certificate-types.js';
import { levelNumbers } from './level-numbers.js';
import { heldAlready, levelsHeld } from './levels-held.js';
import { levelNumbering, trainingNumbering } from './numbering.js';
import { trainingNumbers } from './training-numbers.js';

/** How either kind of paper comes into being; the one is never made from the other. */
export const issueDecisions: Pick<
  CertificateDecisions,
  | 'IssueTrainingCertificate'
  | 'IssueAppointmentNotice'
  | 'NumberCertificate'
  | 'IssueLevelCertificate'
> = {
  IssueTrainingCertificate: (data, state, context) => issueTraining(data, state, context),
  IssueAppointmentNotice: ({ certificateId, postId }, state, { facts, occurredOn }) => {
    const { kind, standing, apprenticeshipId, enterprise } = state;
    if (state.postId === postId) return [];
    if (
      kind !== 'training' ||
      standing !== 'valid' ||
      apprenticeshipId === undefined ||
      state.postId !== undefined
    )
      return reject('E_STATE', { kind, standing, postId: state.postId ?? null });
    if (facts.post?.enterprise === undefined || facts.post.enterprise !== enterprise)
      return reject('E_UNKNOWN', { postId });
    const data = { certificateId, apprenticeshipId, postId, on: occurredOn };
    return [{ type: 'PostAppointmentNoticeIssued', data }];
  },
  NumberCertificate: (data, state, context) => numberLevel(data, state, context),
  IssueLevelCertificate: ({ certificateId }, { kind, standing, issued }, { occurredOn }) => {
    if (kind !== 'level' || standing !== 'valid') return reject('E_STATE', { kind, standing });
    return issued
      ? []
      : [{ type: 'LevelCertificateIssued', data: { certificateId, on: occurredOn } }];
  },
};

const issueTraining = (
  data: Asked<'IssueTrainingCertificate'>,
  state: Certificate,
  { facts, occurredOn }: CertificateContext,
): Decided => {
  const { certificateId, apprenticeshipId } = data;
  if (state.kind !== 'none')
    return state.apprenticeshipId === apprenticeshipId && state.kind === 'training'
      ? []
      : reject('E_STATE', { kind: state.kind });
  const { path, final } = facts;
  const passedOn = final?.passed.at(0)?.on;
  if (!path || passedOn === undefined) return reject('E_NOT_PASSED_FINAL');
  const numbering = trainingNumbering(facts, certificateId, data.sequence);
  if (!numbering) return reject('E_UNKNOWN', { organization: path.enterprise });
  const { sequence, expected, number } = numbering;
  const other = facts.trainingNumbers && lookUp(facts.trainingNumbers.byPath, apprenticeshipId);
  const broken = unmet(
    when(other !== undefined && other !== certificateId, 'E_STATE', {
      phase: 'issued',
      certificateId: other ?? null,
    }),
    when(occurredOn < passedOn, 'E_STATE', { occurredOn, passedOn }),
    when(sequence < expected, 'E_NUMBER_REUSED', { sequence, next: expected }),
    when(sequence > expected || number === undefined, 'E_NUMBER_SEQUENCE', {
      sequence,
      next: expected,
    }),
  );
  if (broken || number === undefined) return broken ?? reject('E_NUMBER_SEQUENCE', { sequence });
  const { person, enterprise, college, region, occupation } = path;
  const parties = { person, enterprise, ...(college !== undefined && { college }) };
  const told = { region, occupation, number, on: occurredOn };
  return [
    {
      type: 'TrainingCertificateIssued',
      data: { certificateId, apprenticeshipId, ...parties, ...told },
    },
  ];
};

const numberLevel = (
  data: Asked<'NumberCertificate'>,
  state: Certificate,
  { facts }: CertificateContext,
): Decided => {
  const { certificateId, body, batchId, candidate } = data;
  if (state.kind !== 'none')
    return state.batchId === batchId && state.person === candidate
      ? []
      : reject('E_STATE', { kind: state.kind });
  const { batch, path, levels, holder } = facts;
  const found = batch?.candidates[candidate];
  if (!batch || !found || batch.body !== body || batch.approvedOn === undefined || !found.passed)
    return notPassed(data, batch);
  const numbering = levelNumbering(facts, certificateId, data.sequence);
  if (!numbering) return reject('E_UNKNOWN', { body });
  const { sequence, expected, number } = numbering;
  const { region, occupation, level } = batch;
  const other = levels && heldAlready(levels, batch, certificateId);
  const broken = unmet(
    when(!holder, 'E_UNKNOWN', { candidate }),
    when(other !== undefined, 'E_DUPLICATE_CERT', {
      occupation,
      level,
      held: other?.level ?? null,
    }),
    when(sequence !== expected || number === undefined, 'E_NUMBER_SEQUENCE', {
      sequence,
      next: expected,
    }),
  );
  if (broken || number === undefined) return broken ?? reject('E_NUMBER_SEQUENCE', { sequence });
  const college = path?.person === candidate ? path.college : undefined;
  const whose = { certificateId, batchId, person: candidate, ...optional({ ...found, college }) };
  return [
    { type: 'CertificateNumbered', data: { ...whose, body, region, occupation, level, number } },
  ];
};

const notPassed = (
  { body, candidate }: Asked<'NumberCertificate'>,
  batch: CertificateFacts['batch'],
): Decided =>
  reject('E_NOT_PASSED_LEVEL', {
    own: batch?.body === body,
    approved: batch?.approvedOn !== undefined,
    passed: batch?.candidates[candidate]?.passed ?? false,
  });

const optional = ({
  apprenticeshipId,
  employer,
  college,
}: Readonly<Record<'apprenticeshipId' | 'employer' | 'college', string | undefined>>) => ({
  ...(apprenticeshipId !== undefined && { apprenticeshipId }),
  ...(employer !== undefined && { employer }),
  ...(college !== undefined && { college }),
});

/**
 * Reservations of a new paper, in the same unit. The level is held before the number is allotted: a refused level must never leave an
 * allotted number behind, because numbers are not taken back.
 */
export const issueClaims = (
  { type, data }: CertificateCommand,
  facts: CertificateFacts,
): readonly Claim[] => {
  if (type === 'IssueTrainingCertificate') {
    const { certificateId, apprenticeshipId } = data;
    const numbering = trainingNumbering(facts, certificateId, data.sequence);
    if (!numbering) return [];
    const { series, sequence } = numbering;
    const allotted = { series, sequence, certificateId, apprenticeshipId };
    return [{ on: trainingNumbers, command: { type: 'AllotTrainingNumber', data: allotted } }];
  }
  if (type !== 'NumberCertificate') return [];
  const { certificateId, body, batchId, candidate } = data;
  const numbering = levelNumbering(facts, certificateId, data.sequence);
  if (!numbering || !facts.batch) return [];
  const { series, sequence } = numbering;
  const { occupation, level } = facts.batch;
  const insisted = data.sequence !== undefined && { sequence };
  const whose = { person: candidate, occupation, level, certificateId, body, batchId };
  const held = { ...whose, series, ...insisted };
  const allotted = { series, sequence, certificateId, body, batchId, candidate };
  return [
    { on: levelsHeld, command: { type: 'HoldLevel', data: held } },
    { on: levelNumbers, command: { type: 'AllotLevelNumber', data: allotted } },
  ];
};
