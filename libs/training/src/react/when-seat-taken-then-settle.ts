import { reaction, stateOf, type Consequence } from '#kernel';
import { apprenticeshipView, type Apprenticeship } from '../apprenticeship-state.js';
import type { ApprenticeshipEvent, ClassEvent } from '../events.js';

type Touching =
  | Extract<ClassEvent, { type: 'SeatTaken' | 'SeatFreed' }>
  | Extract<
      ApprenticeshipEvent,
      {
        type:
          | 'ApprenticeEnrolledInClass'
          | 'EligibilityRefused'
          | 'ApprenticeshipWithdrawn'
          | 'ApprenticeshipTerminated'
          | 'ApprenticeshipEnded';
      }
    >;

/**
 * Makes the seats of a class agree with the paths enrolled in it; why looking after every event of either side is enough is told
 * at `whenReservedThenSettle`. Taking or freeing a seat that is so already says nothing.
 */
export const whenSeatTakenThenSettle = reaction<Touching, { readonly path: Apprenticeship }>({
  name: 'when-seat-taken-then-settle',
  on: [
    'SeatTaken',
    'SeatFreed',
    'ApprenticeEnrolledInClass',
    'EligibilityRefused',
    'ApprenticeshipWithdrawn',
    'ApprenticeshipTerminated',
    'ApprenticeshipEnded',
  ],
  after: 700,
  facts: ({ data }) => ({ path: stateOf(apprenticeshipView, data.apprenticeshipId) }),
  react: ({ type, data }, { path }): readonly Consequence[] => {
    const { apprenticeshipId } = data;
    const classId = 'classId' in data ? data.classId : path.classId;
    if (classId === undefined) return [];
    const seat = { classId, apprenticeshipId };
    const enrolled = path.classId === classId && path.phase !== 'ended';
    if (enrolled)
      return type === 'SeatTaken'
        ? []
        : [sent('TakeSeat', { ...seat, enterprise: path.enterprise })];
    return type === 'SeatFreed' ? [] : [sent('FreeSeat', seat)];
  },
});

const sent = (type: 'TakeSeat' | 'FreeSeat', data: object): Consequence => ({
  category: 'class',
  command: { type, data },
});
