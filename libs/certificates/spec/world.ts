import { idOf, type Actor } from '#kernel';
import type { CertificateCommand, CertificateFacts } from '../src/certificate-types.js';
import type { CertificateEvent } from '../src/events.js';
import type { BatchSight, FilingSight, PathSight } from '../src/sights.js';

export const certificateId = idOf('certificate');
export const apprenticeshipId = idOf('path of li');
export const batchId = idOf('batch');
export const li = idOf('li');
export const enterprise = idOf('enterprise');
export const college = idOf('college');
export const body = idOf('body');
export const occupation = '6-31-01-03';
export const uscc = '91440300MA0000023W';

export const path: PathSight = {
  person: li,
  programme: 'tech-trainee',
  enterprise,
  college,
  occupation,
  region: '4403',
};
const noNumbers = { next: 1, byCertificate: {} };
/** All that a first training certificate rests on. */
export const passed = {
  path,
  final: { passed: [{ attempt: 1, on: '2026-03-01' }] },
  organization: { uscc },
  trainingNumbers: { ...noNumbers, byPath: {} },
} satisfies CertificateFacts;

export const filing: FilingSight = {
  kind: 'S',
  bodyCode: '0001',
  province: '44',
  site: '000042',
};
export const approved: BatchSight = {
  body,
  region: '4403',
  occupation,
  level: 'SENIOR',
  candidates: { [li]: { apprenticeshipId, employer: enterprise, passed: true } },
  approvedOn: '2026-03-01',
};
/** All that a first level certificate rests on. */
export const assessed = {
  batch: approved,
  holder: true,
  filing,
  path,
  levels: { held: [] },
  levelNumbers: noNumbers,
} satisfies CertificateFacts;

type Event<T extends CertificateEvent['type']> = Extract<CertificateEvent, { type: T }>;
type Command<T extends CertificateCommand['type']> = Extract<CertificateCommand, { type: T }>;

export const tell = <T extends CertificateEvent['type']>(
  type: T,
  data: Omit<Event<T>['data'], 'certificateId'>,
): Event<T> => ({ type, data: { certificateId, ...data } }) as unknown as Event<T>;
export const ask = <T extends CertificateCommand['type']>(
  type: T,
  data: Omit<Command<T>['data'], 'certificateId'>,
): Command<T> => ({ type, data: { certificateId, ...data } }) as unknown as Command<T>;

export const trained = tell('TrainingCertificateIssued', {
  apprenticeshipId,
  person: li,
  enterprise,
  college,
  region: '4403',
  occupation,
  number: `TC-${uscc}-2026-000001`,
  on: '2026-03-02',
});
/** Numbered for one without path, employer and college. */
export const numberedAlone = tell('CertificateNumbered', {
  batchId,
  person: li,
  body,
  region: '4403',
  occupation,
  level: 'SENIOR',
  number: 'S000144000042263000001',
});
export const numbered = tell('CertificateNumbered', {
  ...numberedAlone.data,
  apprenticeshipId,
  employer: enterprise,
  college,
});
export const today = { on: '2026-03-02' };
export const issued = tell('LevelCertificateIssued', today);
export const attested = (custodian: string) =>
  tell('CustodyAttested', {
    custodian,
    partyKind:
      custodian === body ? 'assessment-body' : custodian === college ? 'college' : 'enterprise',
  });
export const province: Actor = { user: 'spec', role: 'province', region: '44' };
