import type { ClockTime, Day, Recorded } from '#kernel';
import type { Activity, SessionEvent } from './events.js';

export interface Session {
  readonly standing: 'none' | 'scheduled' | 'held' | 'cancelled';
  readonly organizer: string;
  readonly classId: string | undefined;
  readonly venue: 'enterprise' | 'college' | 'base' | 'online';
  readonly baseId: string | undefined;
  readonly trainer: string;
  readonly on: Day;
  readonly from: ClockTime;
  readonly to: ClockTime;
  readonly activity: Activity;
  /** Paths of those who attended, with how they checked in; empty until the session was held. */
  readonly roster: readonly {
    readonly apprenticeshipId: string;
    readonly checkIn: 'face' | 'id-card' | 'signature' | 'none';
  }[];
  /** The session that this one stands for. */
  readonly replaces: string | undefined;
  /** The session that stands for this one. */
  readonly replacedBy: string | undefined;
}

export const noSession: Session = {
  standing: 'none',
  organizer: '',
  classId: undefined,
  venue: 'enterprise',
  baseId: undefined,
  trainer: '',
  on: '',
  from: '',
  to: '',
  activity: 'theory',
  roster: [],
  replaces: undefined,
  replacedBy: undefined,
};

export const evolveSession = (state: Session, { type, data }: Recorded<SessionEvent>): Session => {
  switch (type) {
    case 'SessionScheduled': {
      const { organizer, classId, venue, baseId, trainer, on, from, to, activity, replaces } = data;
      return {
        ...noSession,
        standing: 'scheduled',
        organizer,
        classId,
        venue,
        baseId,
        trainer,
        on,
        from,
        to,
        activity,
        replaces,
      };
    }
    case 'SessionHeld':
      return { ...state, standing: 'held', roster: data.roster };
    case 'SessionCancelled':
      return { ...state, standing: 'cancelled', replacedBy: data.replacedBy };
  }
};

/** The session and the one it stands for: an approval of late entries for either covers what is recorded of it. */
export const lateTargetsOf = (id: string, session: Session | undefined): readonly string[] =>
  session?.replaces === undefined ? [id] : [id, session.replaces];

/** For decisions that rest on the session: `stateOf(sessionView, id)`. */
export const sessionView = {
  category: 'session',
  initial: noSession,
  evolve: evolveSession,
} as const;
