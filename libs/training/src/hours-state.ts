import { dayOf, type Actor, type ClockTime, type Day, type Recorded } from '#kernel';
import type { Activity, HoursEvent, Venue } from './events.js';
import type { z } from 'zod';

export interface Entry {
  readonly entry: string;
  /** The user who logged it: may not confirm it. */
  readonly by: string;
  /** When it was put into the ledger: the days for a dispute begin here. */
  readonly recordedOn: Day;
  readonly on: Day;
  readonly from: ClockTime;
  readonly to: ClockTime;
  readonly minutes: number;
  readonly activity: Activity;
  readonly venue: z.infer<typeof Venue>;
  readonly session: string;
  readonly baseId: string | undefined;
  readonly checkedIn: boolean;
  readonly standing: 'logged' | 'disputed' | 'confirmed' | 'credited' | 'refused' | 'reversed';
  readonly recognised: number;
  /** The entry that stands for this one since it was reversed. */
  readonly replacedBy: string | undefined;
}

/** The ledger of one path's hours. Nothing leaves it: reversed entries stay and count for nothing. */
export interface Hours {
  /** In the order they were logged. A list: a ledger of hundreds is copied at every event, and a list is copied as one block. */
  readonly entries: readonly Entry[];
}
export const noHours: Hours = { entries: [] };

export const evolveHours = (state: Hours, { type, data, meta }: Recorded<HoursEvent>): Hours => {
  const change = (part: Partial<Entry>): Hours => {
    const index = state.entries.findIndex(({ entry }) => entry === data.entry);
    const found = state.entries[index];
    return found ? { entries: state.entries.with(index, { ...found, ...part }) } : state;
  };
  switch (type) {
    case 'TrainingHoursLogged': {
      const { entry, on, from, to, minutes, activity, venue, session, baseId, checkIn } = data;
      // Within the unit that makes it an event has no time yet; nothing is disputed there.
      const recordedOn = meta.recordedAt === '' ? on : dayOf(meta.recordedAt);
      const made: Entry = {
        ...{ entry, recordedOn, on, from, to, minutes, activity, venue, session, baseId },
        by: nameOf(meta.actor),
        checkedIn: checkIn !== 'none',
        standing: 'logged',
        recognised: 0,
        replacedBy: undefined,
      };
      return { entries: [...state.entries, made] };
    }
    case 'TrainingHoursConfirmed':
      return change({ standing: 'confirmed', recognised: data.recognisedMinutes });
    case 'TrainingHoursDisputed':
      return change({ standing: 'disputed', recognised: 0 });
    case 'TrainingHoursReversed':
      return change({ standing: 'reversed', recognised: 0, replacedBy: data.replacedBy });
    case 'BaseHoursCredited':
      return change({ standing: 'credited', recognised: data.recognisedMinutes });
    case 'BaseHoursRefused':
      return change({ standing: 'refused', recognised: 0 });
  }
};

/** By what name an entry remembers who made it. */
export const nameOf = (actor: Actor): string => ('user' in actor ? actor.user : actor.system);

/** The entry of that id, whatever its standing. */
export const entryOf = ({ entries }: Hours, id: string): Entry | undefined =>
  entries.find(({ entry }) => entry === id);

/** Entries that still stand. */
export const standing = ({ entries }: Hours): readonly Entry[] =>
  entries.filter((entry) => entry.standing !== 'reversed');

/** Recognised minutes by activity; `onlineTheory` is the part of the theory that was held online. */
export const recognised = (
  hours: Hours,
): { readonly theory: number; readonly practice: number; readonly onlineTheory: number } => {
  const sum = (counts: (entry: Entry) => boolean) =>
    standing(hours).reduce((total, e) => (counts(e) ? total + e.recognised : total), 0);
  return {
    theory: sum(({ activity }) => activity === 'theory'),
    practice: sum(({ activity }) => activity === 'practice'),
    onlineTheory: sum(({ activity, venue }) => activity === 'theory' && venue === 'online'),
  };
};

/** For decisions that rest on the ledger: `stateOf(hoursView, id)`. */
export const hoursView = { category: 'hours', initial: noHours, evolve: evolveHours } as const;
