import type { Recorded } from '#kernel';
import type { z } from 'zod';
import type { ClassEvent, ClassOpened } from './events.js';

/** A class with its own plan, and who sits in it. */
export interface TrainingClass {
  readonly phase: 'none' | 'open' | 'closed';
  readonly opened: z.infer<typeof ClassOpened>['data'] | undefined;
  /** Paths that hold a seat. */
  readonly seats: readonly string[];
  /** Paths that hold or held one: whoever left may still have attended before. */
  readonly members: readonly string[];
}

export const noClass: TrainingClass = { phase: 'none', opened: undefined, seats: [], members: [] };

export const evolveClass = (
  state: TrainingClass,
  { type, data }: Recorded<ClassEvent>,
): TrainingClass => {
  switch (type) {
    case 'ClassOpened':
      return { phase: 'open', opened: data, seats: [], members: [] };
    case 'SeatTaken':
      return {
        ...state,
        seats: [...state.seats, data.apprenticeshipId],
        members: [...new Set([...state.members, data.apprenticeshipId])],
      };
    case 'SeatFreed':
      return { ...state, seats: state.seats.filter((seat) => seat !== data.apprenticeshipId) };
    case 'ClassClosed':
      return { ...state, phase: 'closed' };
  }
};

/** For decisions that rest on the class: `stateOf(classView, id)`. */
export const classView = { category: 'class', initial: noClass, evolve: evolveClass } as const;
