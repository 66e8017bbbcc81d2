import { seenIn, sight, type StreamFact } from '#kernel';
import type { LevelsHeldEvent } from '#certificates/events';
import type { ActiveApprenticeshipEvent } from '#training/events';

/** Whether something was ever recorded that names the person: what ended is named all the same. */
export interface Named {
  readonly isNamed: boolean;
}
const named = () => ({ isNamed: true });

const pathSight = sight<ActiveApprenticeshipEvent, Named>(
  { isNamed: false },
  { PersonReserved: named },
);
export const pathNames = (person: string): StreamFact<Named> =>
  seenIn(`active-apprenticeship-${person}`, pathSight);

/** What somebody declares of themselves is nobody's paper but theirs. */
const levelSight = sight<LevelsHeldEvent, Named>({ isNamed: false }, { LevelHeld: named });
export const levelNames = (person: string): StreamFact<Named> =>
  seenIn(`levels-held-${person}`, levelSight);
