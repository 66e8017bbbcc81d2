import { everIn } from '#kernel';
import type { LevelsHeldEvent } from '#certificates/events';
import type { ActiveApprenticeshipEvent } from '#training/events';

/** Whether a path was ever taken up by the person: one that ended names the person all the same. */
export const pathNames = (person: string) =>
  everIn(
    `active-apprenticeship-${person}`,
    'PersonReserved' satisfies ActiveApprenticeshipEvent['type'],
  );

/** Whether a certificate ever named the person. What somebody declares of themselves is nobody's paper but theirs. */
export const levelNames = (person: string) =>
  everIn(`levels-held-${person}`, 'LevelHeld' satisfies LevelsHeldEvent['type']);
