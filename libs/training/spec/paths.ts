import { idOf, metaOf, type PersonFact } from '#kernel';
import { noAgreement, type Agreement } from '../src/agreement-state.js';
import type { ApprenticeshipEvent, HoursEvent } from '../src/events.js';
import { evolveHours, noHours, type Hours } from '../src/hours-state.js';
import type { OfferedPlan, PostSight } from '../src/offer-sight.js';

/** A path and those around it, as the specs of this library know them. Training runs from 2 March 2026 for a year. */
export const ids = {
  path: idOf('path'),
  person: idOf('person'),
  enterprise: idOf('enterprise'),
  college: idOf('college'),
  post: idOf('post'),
  otherPost: idOf('other post'),
  recruitment: idOf('recruitment'),
  plan: idOf('plan'),
  class: idOf('class'),
  mentor: idOf('mentor'),
  otherMentor: idOf('other mentor'),
} as const;
export const term = { from: '2026-03-02', until: '2027-03-01' } as const;
export const own = { apprenticeshipId: ids.path } as const;

/** An event of the path: its id need not be said. */
export const its = <T extends ApprenticeshipEvent['type']>(
  type: T,
  data: Omit<Extract<ApprenticeshipEvent, { type: T }>['data'], 'apprenticeshipId'>,
): Extract<ApprenticeshipEvent, { type: T }> =>
  ({ type, data: { ...own, ...data } }) as unknown as Extract<ApprenticeshipEvent, { type: T }>;

const offered = {
  person: ids.person,
  enterprise: ids.enterprise,
  postId: ids.post,
  occupation: '6-31-01-03',
  region: '440100',
};
export const proposed = its('ApprenticeshipProposed', {
  ...offered,
  programme: 'student-apprentice',
  college: ids.college,
});
export const techProposed = its('ApprenticeshipProposed', {
  ...offered,
  programme: 'tech-trainee',
  recruitmentId: ids.recruitment,
});
export const intent = its('EmploymentIntentStated', {});
export const eligible = its('EligibilityConfirmed', { graduatesOn: '2026-06-30' });
export const filed = its('ApprenticeshipFiled', { plannedStart: term.from, late: false });
export const accepted = its('ApprenticeshipFilingAccepted', {
  filingNumber: 'GZ-2026-1',
  lateAllowed: false,
});
export const enrolled = its('ApprenticeEnrolledInClass', { classId: ids.class });
export const assigned = its('MentorAssigned', { mentor: ids.mentor });
export const covered = its('InsuranceCovered', { policyNumber: 'P-1', ...term });
export const inducted = its('SafetyInductionPassed', { on: '2026-03-01' });
export const started = its('TrainingStarted', { on: term.from, until: term.until });
export const endorsed = its('CompletionEndorsed', {});
export const completed = its('TrainingCompleted', {
  on: term.until,
  recognisedMinutes: 18_000,
  classHours: 400,
});

/** Up to the accepted filing; ready to start; in training. */
export const toAccepted = [proposed, intent, eligible, filed, accepted] as const;
export const toReady = [...toAccepted, enrolled, assigned, covered, inducted] as const;
export const inTraining = [...toReady, started] as const;
export const techInTraining = [
  ...[techProposed, filed, accepted, assigned, covered, inducted],
  started,
] as const;

export const adult: PersonFact = { known: 'yes', born: '2004-05-01' };
export const minor: PersonFact = { known: 'yes', born: '2009-05-01' };
export const child: PersonFact = { known: 'yes', born: '2010-05-01' };

export const openPost: PostSight = {
  enterprise: ids.enterprise,
  technical: true,
  occupation: '6-31-01-03',
  open: true,
};
export const adoptedPlan: OfferedPlan = {
  enterprise: ids.enterprise,
  programme: 'student-apprentice',
  targetLevel: 'INTERMEDIATE',
  onPostInternship: true,
  adopted: true,
};

export const digest = 'a'.repeat(64);
export const draft = {
  ...own,
  digest,
  postId: ids.post,
  planId: ids.plan,
  mentor: ids.mentor,
  targetLevel: 'INTERMEDIATE' as const,
  ...term,
  monthlyPayYuan: 2_600,
  insurance: 'both' as const,
};
export const agreed: Agreement = {
  ...noAgreement,
  draft: { ...draft, parties: ['enterprise', 'college', 'trainee'] },
  signed: ['enterprise', 'college', 'trainee'],
  concluded: true,
};

/** A ledger with so many recognised minutes of each kind; theory may be held online. */
export const ledger = (
  theory: number,
  practice: number,
  venue: 'college' | 'online' = 'college',
): Hours =>
  [
    { activity: 'theory' as const, venue, minutes: theory },
    { activity: 'practice' as const, venue: 'enterprise' as const, minutes: practice },
  ]
    .filter(({ minutes }) => minutes > 0)
    .flatMap(({ activity, venue: where, minutes }) => confirmed(activity, where, minutes))
    .reduce(
      (hours, event, revision) =>
        evolveHours(hours, { ...event, meta: metaOf(`hours-${ids.path}`, revision) }),
      noHours,
    );

const confirmed = (
  activity: 'theory' | 'practice',
  venue: 'college' | 'online' | 'enterprise',
  minutes: number,
): readonly HoursEvent[] => {
  const entry = { ...own, entry: idOf(activity) };
  const session = { session: idOf('session'), trainer: idOf('trainer'), checkIn: 'face' as const };
  const time = { on: '2026-04-01', from: '08:00', to: '09:00', minutes };
  return [
    { type: 'TrainingHoursLogged', data: { ...entry, ...session, ...time, activity, venue } },
    { type: 'TrainingHoursConfirmed', data: { ...entry, recognisedMinutes: minutes } },
  ];
};
