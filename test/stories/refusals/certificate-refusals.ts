import { randomUUID } from 'node:crypto';
import {
  approve,
  batchAt,
  fileBody,
  scoreOf,
  type Candidate,
  type Filed,
  type Opened,
} from '../batch.js';
import type { Organization } from '../cast.js';
import { proven, type Ground } from '../ground.js';
import { pathAt } from '../path.js';
import { refuses, type Refused } from './refusal.js';

const filings = new WeakMap<object, Promise<Filed>>();
const filed = (ground: Ground): Promise<Filed> => {
  const known = filings.get(ground) ?? fileBody(ground, ground.cast.body);
  filings.set(ground, known);
  return known;
};

/** A batch whose results were approved. */
const approved = async (ground: Ground, candidates?: readonly Candidate[]): Promise<Opened> => {
  const wishes = candidates === undefined ? {} : { candidates };
  const opened = await batchAt(ground, await filed(ground), 'notice', wishes);
  await approve(ground, opened);
  return opened;
};

const paper = ({ batchId, body, candidates }: Opened, more: object = {}) => ({
  ...{ certificateId: randomUUID(), body: body.id, batchId },
  candidate: candidates[0]?.person.id,
  ...more,
});

/** A training certificate, issued. */
const issued = async (ground: Ground): Promise<string> => {
  const path = await pathAt(ground, 'passed');
  const certificateId = randomUUID();
  const certificate = { certificateId, apprenticeshipId: path.id };
  await ground.cast.enterprise.voice.does('issueTrainingCertificate', certificate);
  return certificateId;
};

const attest = (certificateId: string, { id, voice }: Organization) =>
  voice.does('attestCustody', { certificateId, custodian: id });

/** Both kinds of paper: §3a 18, §3c 8–11. */
export const certificateRefusals: readonly Refused[] = [
  refuses(
    ['E_NOT_PASSED_FINAL', '2.1.6', 'a training certificate without the final assessment'],
    async (ground) => {
      const path = await pathAt(ground, 'completed');
      const certificate = { certificateId: randomUUID(), apprenticeshipId: path.id };
      return () => ground.cast.enterprise.voice.send('issueTrainingCertificate', certificate);
    },
  ),
  refuses(
    ['E_NUMBER_REUSED', '2.1.6', 'a training number that is taken'],
    async (ground) => {
      await issued(ground);
      const path = await pathAt(ground, 'passed');
      const certificate = { certificateId: randomUUID(), apprenticeshipId: path.id, sequence: 1 };
      return () => ground.cast.enterprise.voice.send('issueTrainingCertificate', certificate);
    },
    { sequence: 1 },
  ),
  refuses(
    ['E_NUMBER_SEQUENCE', '2.1.6', 'a level number that leaves a gap'],
    async (ground) => {
      const opened = await approved(ground);
      return () => opened.body.voice.send('numberCertificate', paper(opened, { sequence: 999 }));
    },
    { sequence: 999 },
  ),
  refuses(
    ['E_NUMBER_SEQUENCE', '2.1.6', 'a training number that leaves a gap'],
    async (ground) => {
      const path = await pathAt(ground, 'passed');
      const certificate = { certificateId: randomUUID(), apprenticeshipId: path.id };
      const far = { ...certificate, sequence: 5000 };
      return () => ground.cast.enterprise.voice.send('issueTrainingCertificate', far);
    },
    { sequence: 5000 },
  ),
  refuses(
    ['E_NOT_PASSED_LEVEL', '2.1.6', 'a level certificate for a candidate who failed'],
    async (ground) => {
      const opened = await batchAt(ground, await filed(ground), 'scored');
      const { batchId, body, panel, candidates } = opened;
      for (const { id, asAssessor } of panel) {
        const failed = scoreOf(batchId, candidates[0]?.person.id ?? '', id, 40);
        await asAssessor.does('scorePractice', failed);
      }
      for (const { id, asAssessor } of panel)
        await asAssessor.does('signPanel', { batchId, assessor: id });
      await body.voice.does('openResultNotice', { batchId });
      await approve(ground, opened);
      return () => body.voice.send('numberCertificate', paper(opened));
    },
    { own: true, approved: true, passed: false },
  ),
  refuses(
    ['E_NOT_PASSED_LEVEL', '2.1.6', "a level certificate for another body's candidate"],
    async (ground) => {
      const opened = await batchAt(ground, await filed(ground), 'notice');
      const { farBody } = ground.cast;
      return () => farBody.voice.send('numberCertificate', paper({ ...opened, body: farBody }));
    },
    { own: false },
  ),
  refuses(
    ['E_DUPLICATE_CERT', '2.1.6', 'a second certificate of the same level'],
    async (ground) => {
      const person = await ground.cast.person();
      const first = await batchAt(ground, await filed(ground), 'notice', {
        candidates: [{ person }],
      });
      const second = await approved(ground, [{ person }]);
      const { batchId, body } = first;
      await body.voice.does('closeResultNotice', { batchId });
      await body.voice.does('reportResults', { batchId });
      await ground.cast.bureau.does('approveResults', { batchId });
      await body.voice.does('numberCertificate', paper(first));
      return () => body.voice.send('numberCertificate', paper(second));
    },
    { held: 'INTERMEDIATE' },
  ),
  refuses(
    ['E_CO_SIGN', '3.3', 'a revocation that only one custodian signed'],
    async (ground) => {
      const { enterprise, college } = ground.cast;
      const certificateId = await issued(ground);
      await attest(certificateId, enterprise);
      await attest(certificateId, college);
      const consent = { certificateId, custodian: college.id, change: 'REVOKE' };
      await college.voice.does('coSignChange', consent);
      const revoked = { certificateId, reason: 'IRREGULARITY' };
      return () => enterprise.voice.send('revokeCertificate', revoked, proven);
    },
    { coSigned: 1, custodiansToRevoke: 2 },
  ),
  refuses(
    ['E_STATE', 'platform', 'the reversal of an assessment that a certificate rests on'],
    async (ground) => {
      const { voice } = ground.cast.enterprise;
      const { id: apprenticeshipId } = await pathAt(ground, 'passed');
      const certificateId = randomUUID();
      await voice.does('issueTrainingCertificate', { certificateId, apprenticeshipId });
      const reversal = { apprenticeshipId, attempt: 1, reason: 'TYPING_ERROR' };
      return () => voice.send('reverseFinalAssessment', reversal);
    },
    { attempt: 1 },
  ),
  refuses(['E_INPUT', 'platform', 'a suspension without evidence'], async (ground) => {
    const suspended = { certificateId: await issued(ground), reason: 'IRREGULARITY' };
    return () => ground.cast.enterprise.voice.send('suspendCertificate', suspended);
  }),
  refuses(
    ['E_CO_SIGN', '3.3', 'a correction to another value than the one that was signed for'],
    async (ground) => {
      const { enterprise, college } = ground.cast;
      const certificateId = await issued(ground);
      for (const one of [enterprise, college]) {
        await attest(certificateId, one);
        const consent = { certificateId, custodian: one.id, change: 'CORRECT' };
        const to = { field: 'OCCUPATION', occupation: '6-31-01-98' };
        await one.voice.does('coSignChange', { ...consent, ...to });
      }
      const other = { field: 'OCCUPATION', occupation: '6-31-01-99' };
      const corrected = { certificateId, reason: 'TYPING_ERROR', ...other };
      return () => enterprise.voice.send('correctCertificate', corrected, proven);
    },
    { coSigned: 0, custodiansToRevoke: 2 },
  ),
  refuses(
    ['E_PERSON_FIELD', '3.3', 'a name that is corrected on a paper'],
    async (ground) => {
      const named = { certificateId: await issued(ground), reason: 'TYPING_ERROR', field: 'NAME' };
      return () => ground.cast.enterprise.voice.send('correctCertificate', named, proven);
    },
    { field: 'name', command: 'CorrectIdentity' },
  ),
  refuses(['E_FUTURE', '3.3', 'an issue date that has not come'], async (ground) => {
    const dated = { field: 'ISSUE_DATE', issuedOn: '2099-01-01', reason: 'TYPING_ERROR' };
    const corrected = { certificateId: await issued(ground), ...dated };
    return () => ground.cast.province.send('correctCertificate', corrected, proven);
  }),
  refuses(['E_CO_SIGN', '3.3', 'the signature of one who took no custody'], async (ground) => {
    const { college } = ground.cast;
    const certificateId = await issued(ground);
    const consent = { certificateId, custodian: college.id, change: 'CORRECT', field: 'OTHER' };
    return () => college.voice.send('coSignChange', consent);
  }),
  refuses(['E_STATE', 'platform', 'a notice to a second post'], async (ground) => {
    const certificateId = await issued(ground);
    const { voice } = ground.cast.enterprise;
    const { postId, secondPostId } = ground.offer;
    await voice.does('issueAppointmentNotice', { certificateId, postId });
    return () => voice.send('issueAppointmentNotice', { certificateId, postId: secondPostId });
  }),
];
