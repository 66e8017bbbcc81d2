// The final assessment, both kinds of paper and what becomes of them.
import { as, system, type Cast } from '../cast.js';
import { chance } from '../values.js';
import type { World } from '../world.js';
import type { Path } from './path.js';
import { act } from './act.js';

/** The enterprise's own assessment and the training certificate it leads to. */
export const trainingPapers = async (world: World, cast: Cast, { by }: Path): Promise<void> => {
  const said = {
    on: world.today,
    theory: 80,
    practice: 80,
    conduct: 80,
    assessors: [cast.trainer],
  };
  const record = (change: object) =>
    by.works('final-assessment', 'RecordFinalAssessment', { ...said, ...change });
  if (chance(world.choose, 40)) await record({ theory: 40 });
  await record({});
  if (chance(world.choose, 30)) {
    const wrong = { attempt: 1, reason: 'typing-error' };
    await by.works('final-assessment', 'ReverseFinalAssessment', wrong);
    await record({ practice: 90 });
  }
  const certificateId = world.newId();
  await by.works('certificate', 'IssueTrainingCertificate', { certificateId });
  await notice(world, cast, certificateId);
  await care(world, cast, certificateId);
};

const put = (world: World, cast: Cast, type: string, data: object): Promise<void> =>
  act(world, cast, ['certificate', type, data], as('enterprise', { organization: cast.works }));

const notice = (world: World, cast: Cast, certificateId: string): Promise<void> =>
  put(world, cast, 'IssueAppointmentNotice', { certificateId, postId: cast.post });

/** The body's certificate for a candidate who passed. */
export const levelPapers = async (
  world: World,
  cast: Cast,
  { person: candidate }: Path,
  batchId: string,
): Promise<string> => {
  const certificateId = world.newId();
  const numbered = { certificateId, body: cast.body, batchId, candidate };
  await put(world, cast, 'NumberCertificate', numbered);
  for (const type of ['IssueLevelCertificate', 'ReportCertificate', 'PutCertificateOnline'])
    await put(world, cast, type, { certificateId });
  await care(world, cast, certificateId);
  // What the reaction on a correction does.
  const keep = { person: candidate, certificateId, occupation: otherOccupation };
  if (chance(world.choose, 30))
    await act(world, cast, ['levels-held', 'KeepCorrectedLevel', keep], system);
  return certificateId;
};

const otherOccupation = '6-31-01-99';
/** Custody and, by its consent, changes. */
const care = async (world: World, cast: Cast, certificateId: string): Promise<void> => {
  const custodians = [cast.works, cast.college, cast.body];
  const attest = (type: string, more: object = {}) =>
    custodians.reduce(
      (before, custodian) =>
        before.then(() => put(world, cast, type, { certificateId, custodian, ...more })),
      Promise.resolve(),
    );
  const reason = { certificateId, reason: 'typing-error' };
  await attest('AttestCustody');
  const correction = chance(world.choose, 30)
    ? { field: 'occupation', occupation: otherOccupation }
    : { field: 'issue-date', issuedOn: world.day(-1) };
  await attest('CoSignChange', { change: 'correct', ...correction });
  await put(world, cast, 'CorrectCertificate', { ...reason, ...correction });
  await put(world, cast, 'ReissueCertificate', reason);
  await put(world, cast, 'SuspendCertificate', reason);
  await put(world, cast, 'RestoreCertificate', reason);
  if (chance(world.choose, 70)) return;
  await attest('CoSignChange', { change: 'revoke' });
  await put(world, cast, 'RevokeCertificate', reason);
};
