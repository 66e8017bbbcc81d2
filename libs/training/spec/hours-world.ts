import { idOf, type Message } from '#kernel';
import type { z } from 'zod';
import { noApprenticeship, type Apprenticeship } from '../src/apprenticeship-state.js';
import type { BaseSight } from '../src/base-sight.js';
import type {
  BaseHoursCredited,
  BaseHoursRefused,
  TrainingHoursConfirmed,
  TrainingHoursDisputed,
  TrainingHoursLogged,
  TrainingHoursReversed,
} from '../src/events.js';
import type { HoursCommand } from '../src/hours-commands.js';
import type { HoursFacts } from '../src/hours-facts.js';
import { noSession, type Session } from '../src/session-state.js';

type EventOf<S extends z.ZodType<Message>> = z.infer<S>;
type Data<S extends z.ZodType<Message>> = z.infer<S>['data'];
type Command<T extends HoursCommand['type']> = Extract<HoursCommand, { type: T }>;

/** Two trainees of one class, and the ids around them. */
export const li = idOf('li');
export const wang = idOf('wang');
export const morning = idOf('morning');
export const afternoon = idOf('afternoon');
export const baseId = idOf('base');
export const entry = idOf('entry');
export const other = idOf('other entry');
export const trainer = idOf('trainer');
const enterprise = idOf('enterprise');

/** The one who confirms what `specActor` logged. */
export const tutor = { user: 'tutor', role: 'college', organization: idOf('college') } as const;

export const path: Apprenticeship = {
  ...noApprenticeship,
  phase: 'training',
  person: idOf('person li'),
  enterprise,
  college: idOf('college'),
  classId: idOf('class'),
  region: '4403',
  from: '2026-01-05',
  until: '2027-01-04',
};

/** A morning of theory at the college, 210 minutes, held on the Friday before the Monday of the specs. */
export const held: Session = {
  ...noSession,
  standing: 'held',
  organizer: idOf('college'),
  venue: 'college',
  trainer,
  on: '2026-02-27',
  from: '08:30',
  to: '12:00',
  activity: 'theory',
  roster: [
    { apprenticeshipId: li, checkIn: 'face' },
    { apprenticeshipId: wang, checkIn: 'signature' },
  ],
};
export const atBase: Session = { ...held, venue: 'base', baseId };

export const openBase: BaseSight = {
  openFrom: '2026-01-01',
  suspensions: [],
  operator: idOf('operator'),
  trainers: [trainer],
};

/** Facts for a session on which all is well, with changes. */
export const well = (changes: Partial<HoursFacts> = {}): { facts: Partial<HoursFacts> } => ({
  facts: {
    path,
    session: held,
    base: openBase,
    agreed: { planId: idOf('plan') },
    plan: { theory: 100, practice: 300 },
    ...changes,
  },
});

export const log = (changes: Partial<Command<'LogHours'>['data']> = {}): Command<'LogHours'> => ({
  type: 'LogHours',
  data: { apprenticeshipId: li, entry, session: morning, checkIn: 'face', ...changes },
});
export const correct = (
  changes: Partial<Command<'CorrectHours'>['data']> = {},
): Command<'CorrectHours'> => ({
  type: 'CorrectHours',
  data: {
    ...{ apprenticeshipId: li, entry, replacement: other, session: afternoon, checkIn: 'face' },
    reason: 'wrong-time',
    ...changes,
  },
});

const one = { apprenticeshipId: li, entry };
export const logged = (
  changes: Partial<Data<typeof TrainingHoursLogged>> = {},
): EventOf<typeof TrainingHoursLogged> => ({
  type: 'TrainingHoursLogged',
  data: {
    ...{ ...one, session: morning, on: '2026-02-27', from: '08:30', to: '12:00', minutes: 210 },
    ...{ activity: 'theory', venue: 'college', trainer, checkIn: 'face' },
    ...changes,
  },
});
export const loggedAtBase = (changes: Partial<Data<typeof TrainingHoursLogged>> = {}) =>
  logged({ venue: 'base', baseId, ...changes });
export const confirmed = (
  recognisedMinutes = 210,
  id = entry,
): EventOf<typeof TrainingHoursConfirmed> => ({
  type: 'TrainingHoursConfirmed',
  data: { ...one, entry: id, recognisedMinutes },
});
export const credited = (
  recognisedMinutes = 210,
  id = entry,
): EventOf<typeof BaseHoursCredited> => ({
  type: 'BaseHoursCredited',
  data: { ...one, entry: id, recognisedMinutes },
});
export const refused: EventOf<typeof BaseHoursRefused> = {
  type: 'BaseHoursRefused',
  data: { ...one, reason: 'not-in-plan' },
};
export const disputed = (
  changes: Partial<Data<typeof TrainingHoursDisputed>> = {},
): EventOf<typeof TrainingHoursDisputed> => ({
  type: 'TrainingHoursDisputed',
  data: { ...one, reason: 'was-absent', ...changes },
});
export const reversed = (
  changes: Partial<Data<typeof TrainingHoursReversed>> = {},
): EventOf<typeof TrainingHoursReversed> => ({
  type: 'TrainingHoursReversed',
  data: { ...one, minutes: 210, recognisedMinutes: 0, reason: 'typed-twice', ...changes },
});
