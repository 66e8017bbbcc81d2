import { decideBy, decider, stateOf, type FactSource } from '#kernel';
import { careDecisions } from './certificate-care.js';
import { correctionClaims } from './certificate-correction.js';
import { issueClaims, issueDecisions } from './certificate-issue.js';
import { certificateRefusals, type CertificateRule } from './certificate-refusals.js';
import {
  evolveCertificate,
  holdersOf,
  noCertificate,
  type Certificate,
} from './certificate-state.js';
import { CertificateCommand, type CertificateFacts } from './certificate-types.js';
import { CertificateEvent } from './events.js';
import { levelNumbers } from './level-numbers.js';
import { levelsHeld } from './levels-held.js';
import { levelSeries, trainingSeries } from './numbering.js';
import {
  batchOf,
  filingOf,
  finalOf,
  isRegistered,
  organizationOf,
  pathOf,
  postOf,
} from './sights.js';
import { trainingNumbers } from './training-numbers.js';

type Sources = { readonly [K in keyof CertificateFacts]?: FactSource<CertificateFacts[K]> };

/** A paper of either kind (2.1.6, §3c 8–11): the enterprise's training certificate or the body's level certificate, never both. */
export const certificate = decider<
  CertificateCommand,
  Certificate,
  CertificateEvent,
  CertificateRule,
  CertificateFacts
>({
  category: 'certificate',
  commands: CertificateCommand,
  events: CertificateEvent,
  refusals: certificateRefusals,
  initial: noCertificate,
  creators: ['IssueTrainingCertificate', 'NumberCertificate'],
  streamOf: ({ data }) => data.certificateId,
  facts: (command, state, found) => {
    if (state.kind !== 'none') return ofKnown(command, state);
    if (command.type === 'IssueTrainingCertificate')
      return forTraining(command.data.apprenticeshipId, found);
    if (command.type === 'NumberCertificate') return forLevel(command.data, found);
    return {};
  },
  rules: (command, state, { path, batch }) => {
    const training = state.kind === 'training' || command.type === 'IssueTrainingCertificate';
    return training && path
      ? { scheme: path.programme, jurisdiction: path.region || 'CN' }
      : { scheme: 'level-assessment', jurisdiction: state.region || batch?.region || 'CN' };
  },
  parties: ({ type, data }, state, { path, batch }) => ({
    enterprise: type === 'IssueTrainingCertificate' ? path?.enterprise : state.enterprise,
    body: type === 'NumberCertificate' ? data.body : state.body,
    issuer: state.kind === 'level' ? state.body : state.enterprise,
    custodian:
      'custodian' in data
        ? holdersOf(state).find(({ id }) => id === data.custodian)?.id
        : undefined,
    region: state.region || path?.region || batch?.region,
  }),
  decide: decideBy<
    CertificateCommand,
    Certificate,
    CertificateEvent,
    CertificateRule,
    CertificateFacts
  >({ ...issueDecisions, ...careDecisions }),
  evolve: evolveCertificate,
  subjects: (event, state) => subjectsOf(event, state),
  // What a refused command would have reserved is refused for the same reasons, which are named already.
  claims: (command, state, { facts }, events) => {
    if (events.length === 0) return [];
    return command.type === 'CorrectCertificate'
      ? correctionClaims(command.data, state)
      : issueClaims(command, facts);
  },
});

/** Only the programme's rules, the post that a notice names, and for another issue date what the paper rests on: all else stands in it. */
const ofKnown = (
  { type, data }: CertificateCommand,
  { kind, apprenticeshipId, batchId }: Certificate,
): Sources => {
  const post = type === 'IssueAppointmentNotice' ? { post: postOf(data.postId) } : {};
  const isDated = type === 'CorrectCertificate' && data.issuedOn !== undefined;
  if (kind === 'level')
    return { ...post, ...(isDated && batchId !== undefined && { batch: batchOf(batchId) }) };
  if (apprenticeshipId === undefined) return post;
  return {
    ...{ ...post, path: pathOf(apprenticeshipId) },
    ...(isDated && { final: finalOf(apprenticeshipId) }),
  };
};

const forTraining = (apprenticeshipId: string, found: Partial<CertificateFacts>): Sources => {
  const series = trainingSeries(found);
  return {
    path: pathOf(apprenticeshipId),
    final: finalOf(apprenticeshipId),
    ...(found.path?.enterprise && { organization: organizationOf(found.path.enterprise) }),
    ...(series !== undefined && { trainingNumbers: stateOf(trainingNumbers, series) }),
  };
};

const forLevel = (
  { batchId, candidate }: { readonly batchId: string; readonly candidate: string },
  found: Partial<CertificateFacts>,
): Sources => {
  const path = found.batch?.candidates[candidate]?.apprenticeshipId;
  const series = levelSeries(found);
  return {
    batch: batchOf(batchId),
    holder: isRegistered(candidate),
    levels: stateOf(levelsHeld, candidate),
    ...(found.batch?.body && { filing: filingOf(found.batch.body) }),
    ...(path !== undefined && { path: pathOf(path) }),
    ...(series !== undefined && { levelNumbers: stateOf(levelNumbers, series) }),
  };
};

/** What makes a paper tells its parties itself; what comes after finds them in the paper. */
const subjectsOf = (event: CertificateEvent, before: Certificate): readonly string[] => {
  const state = before.kind === 'none' ? evolveCertificate(before, event) : before;
  return [
    `person-${state.person}`,
    ...new Set(holdersOf(state).map(({ id }) => `organization-${id}`)),
    ...(state.batchId === undefined ? [] : [`assessment-batch-${state.batchId}`]),
    `certificate-${event.data.certificateId}`,
  ];
};
