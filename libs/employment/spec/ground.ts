// What the specs of employment share: one path, one enterprise, and the days between them.
import { idOf } from '#kernel';
import type { EmploymentCommand } from '../src/employment-commands.js';
import type { EmploymentEvent } from '../src/events.js';
import type { PathSight } from '../src/sights.js';

export const apprenticeshipId = idOf('path');
export const [person, enterprise, certificateId] = [
  idOf('someone'),
  idOf('works'),
  idOf('certificate'),
];

/** A 技培生 whose year of training is over; a student has graduated as well. */
export const path = (
  programme: PathSight['programme'] = 'tech-trainee',
  change: Partial<PathSight> = {},
): PathSight => ({
  known: true,
  person,
  programme,
  enterprise,
  college: undefined,
  occupation: '6-31-01-03',
  region: '4401',
  termEnds: '2026-02-27',
  completed: true,
  graduatedOn: programme === 'student-apprentice' ? '2026-01-15' : undefined,
  ended: false,
  ...change,
});

export const contract = {
  apprenticeshipId,
  person,
  enterprise,
  contractNumber: 'HT-2026-001',
  from: '2026-02-01',
  until: '2027-01-31',
  hiredOn: '2026-02-01',
  monthlyWageYuan: 5_000,
};
export const sign = (change: Partial<typeof contract> = {}): EmploymentCommand => ({
  type: 'SignLaborContract',
  data: { ...contract, ...change },
});
export const signed = (change: Partial<typeof contract> = {}): EmploymentEvent => ({
  type: 'LaborContractSigned',
  data: { ...contract, ...change, warnings: [] },
});
export const insured: EmploymentEvent = {
  type: 'SocialInsuranceConfirmed',
  data: { apprenticeshipId, since: '2026-02-01', insuredBy: enterprise },
};
export const hired: EmploymentEvent = {
  type: 'ApprenticeHired',
  data: { apprenticeshipId, on: '2026-02-02' },
};
export const departed: EmploymentEvent = {
  type: 'EmployeeDeparted',
  data: { apprenticeshipId, on: '2026-03-02', reason: 'resigned' },
};
export const notHired: EmploymentEvent = {
  type: 'ApprenticeNotHired',
  data: { apprenticeshipId, reason: 'own-choice' },
};
