import { projection, type Recorded } from '#kernel';
import type { HoursEvent } from '../events.js';

/** One line of the ledger of hours: what was logged, what came of it, and why it counts or does not. */
export interface LedgerLine {
  readonly apprenticeshipId: string;
  readonly person: string;
  readonly session: string;
  readonly on: string;
  readonly from: string;
  readonly to: string;
  readonly minutes: number;
  readonly activity: string;
  readonly venue: string;
  readonly baseId: string | undefined;
  readonly trainer: string;
  readonly checkIn: string;
  readonly standing: 'logged' | 'confirmed' | 'disputed' | 'reversed' | 'credited' | 'refused';
  readonly recognisedMinutes: number;
  /** Why it stands as it does, where a reason was given. */
  readonly reason: string | undefined;
  readonly replaces: string | undefined;
  readonly replacedBy: string | undefined;
  /** The rule pack that decided last. */
  readonly rules: string | undefined;
}

const noLine: LedgerLine = {
  apprenticeshipId: '',
  person: '',
  session: '',
  on: '',
  from: '',
  to: '',
  minutes: 0,
  activity: '',
  venue: '',
  baseId: undefined,
  trainer: '',
  checkIn: '',
  standing: 'logged',
  recognisedMinutes: 0,
  reason: undefined,
  replaces: undefined,
  replacedBy: undefined,
  rules: undefined,
};

const by = (event: Recorded<HoursEvent>) => ({ rules: event.meta.rules });

/** The ledger of hours, a row per entry. */
export const hoursLedger = projection<HoursEvent, LedgerLine>({
  table: 'hours_ledger_v1',
  partitionedBy: 'subject',
  key: ({ data }) => data.entry,
  empty: noLine,
  on: {
    TrainingHoursLogged: (row, event) => {
      const { baseId, replaces, apprenticeshipId, session, on, from, to, minutes } = event.data;
      const { activity, venue, trainer, checkIn } = event.data;
      const logged = { apprenticeshipId, session, on, from, to, minutes, activity, venue };
      const person = event.meta.subjects[0]?.replace(/^person-/, '') ?? '';
      return { ...row, ...logged, trainer, checkIn, person, baseId, replaces, ...by(event) };
    },
    TrainingHoursConfirmed: (row, event) => ({
      ...row,
      standing: 'confirmed',
      recognisedMinutes: event.data.recognisedMinutes,
      ...by(event),
    }),
    TrainingHoursDisputed: (row, event) => ({
      ...row,
      standing: 'disputed',
      recognisedMinutes: 0,
      reason: event.data.reason,
      ...by(event),
    }),
    TrainingHoursReversed: (row, event) => ({
      ...row,
      standing: 'reversed',
      recognisedMinutes: 0,
      reason: event.data.reason,
      replacedBy: event.data.replacedBy,
      ...by(event),
    }),
    BaseHoursCredited: (row, event) => ({
      ...row,
      standing: 'credited',
      recognisedMinutes: event.data.recognisedMinutes,
      ...by(event),
    }),
    BaseHoursRefused: (row, event) => ({
      ...row,
      standing: 'refused',
      recognisedMinutes: 0,
      reason: event.data.reason,
      ...by(event),
    }),
  },
  columns: {
    person: { kind: 'text', index: true },
    apprenticeship: { kind: 'text', index: true },
    session: { kind: 'text', index: true },
    on: { kind: 'date' },
    standing: { kind: 'text' },
    activity: { kind: 'text' },
    venue: { kind: 'text' },
    minutes: { kind: 'integer' },
    recognised: { kind: 'integer' },
  },
  values: (row) => ({
    person: row.person,
    apprenticeship: row.apprenticeshipId,
    session: row.session,
    on: row.on,
    standing: row.standing,
    activity: row.activity,
    venue: row.venue,
    minutes: row.minutes,
    recognised: row.recognisedMinutes,
  }),
});
