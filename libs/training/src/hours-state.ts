import type { ClockTime, Day, Recorded } from '#kernel';
import type { Activity, HoursEvent } from './events.js';

export interface Entry {
  readonly entry: string;
  /** The user who logged it: may not confirm it. */
  readonly by: string;
  readonly on: Day;
  readonly from: ClockTime;
  readonly to: ClockTime;
  readonly minutes: number;
  readonly activity: Activity;
  readonly session: string;
  readonly baseId: string | undefined;
  readonly checkedIn: boolean;
  readonly standing: 'logged' | 'disputed' | 'confirmed' | 'credited' | 'refused' | 'reversed';
  readonly recognised: number;
}

/** The ledger of one path's hours. Nothing leaves it: reversed entries stay and count for nothing. */
export interface Hours {
  readonly entries: Readonly<Record<string, Entry>>;
}
export const noHours: Hours = { entries: {} };

export const evolveHours = (state: Hours, { type, data, meta }: Recorded<HoursEvent>): Hours => {
  const change = (part: Partial<Entry>): Hours => {
    const found = state.entries[data.entry];
    return found ? { entries: { ...state.entries, [data.entry]: { ...found, ...part } } } : state;
  };
  switch (type) {
    case 'TrainingHoursLogged': {
      const { entry, on, from, to, minutes, activity, session, baseId, checkIn } = data;
      const by = 'user' in meta.actor ? meta.actor.user : meta.actor.system;
      const made: Entry = {
        ...{ entry, by, on, from, to, minutes, activity, session, baseId },
        checkedIn: checkIn !== 'none',
        standing: 'logged',
        recognised: 0,
      };
      return { entries: { ...state.entries, [entry]: made } };
    }
    case 'TrainingHoursConfirmed':
      return change({ standing: 'confirmed', recognised: data.recognisedMinutes });
    case 'TrainingHoursDisputed':
      return change({ standing: 'disputed', recognised: 0 });
    case 'TrainingHoursReversed':
      return change({ standing: 'reversed', recognised: 0 });
    case 'BaseHoursCredited':
      return change({ standing: 'credited', recognised: data.recognisedMinutes });
    case 'BaseHoursRefused':
      return change({ standing: 'refused', recognised: 0 });
  }
};

/** Entries that still stand. */
export const standing = ({ entries }: Hours): readonly Entry[] =>
  Object.values(entries).filter((entry) => entry.standing !== 'reversed');

/** Recognised minutes by activity. */
export const recognised = (
  hours: Hours,
): { readonly theory: number; readonly practice: number } => {
  const sum = (activity: Activity) =>
    standing(hours).reduce(
      (total, e) => (e.activity === activity ? total + e.recognised : total),
      0,
    );
  return { theory: sum('theory'), practice: sum('practice') };
};
