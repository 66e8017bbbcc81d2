import { reaction, stateOf, type Consequence } from '#kernel';
import type { SessionEvent, TrainerDayEvent } from '../events.js';
import { sessionView, type Session } from '../session-state.js';

type Touching =
  TrainerDayEvent | Extract<SessionEvent, { type: 'SessionScheduled' | 'SessionCancelled' }>;

/**
 * Makes the hours of trainers agree with their sessions; why looking after every event of either side is enough is told at
 * `whenReservedThenSettle`.
 */
export const whenTrainerBookedThenSettle = reaction<Touching, { readonly session: Session }>({
  name: 'when-trainer-booked-then-settle',
  on: ['TrainerBooked', 'TrainerFreed', 'SessionScheduled', 'SessionCancelled'],
  after: 700,
  facts: ({ data }) => ({ session: stateOf(sessionView, data.sessionId) }),
  react: ({ type, data }, { session }): readonly Consequence[] => {
    const { sessionId } = data;
    const { trainer, on } = 'trainer' in data ? data : session;
    if (trainer === '') return [];
    const stands = session.standing === 'scheduled' || session.standing === 'held';
    if (stands && session.trainer === trainer && session.on === on) {
      const { from, to } = session;
      return type === 'TrainerBooked'
        ? []
        : [sent('BookTrainer', { trainer, on, sessionId, from, to })];
    }
    return type === 'TrainerFreed' ? [] : [sent('FreeTrainer', { trainer, on, sessionId })];
  },
});

const sent = (type: 'BookTrainer' | 'FreeTrainer', data: object): Consequence => ({
  category: 'trainer-day',
  command: { type, data },
});
