import { rankOf, seenIn, sight, type Level, type StreamFact } from '#kernel';
import type { LevelsHeldEvent } from '#certificates/events';

/** The levels a person holds, issued here or declared. */
export interface LevelsSight {
  readonly held: readonly {
    readonly occupation: string;
    readonly level: Level;
    readonly certificateId?: string;
    /** Of a declared one. */
    readonly number?: string;
  }[];
}
const levelsSight = sight<LevelsHeldEvent, LevelsSight>(
  { held: [] },
  {
    ExistingCertificateDeclared: ({ held }, { data: { occupation, level, number } }) => ({
      held: [...held, { occupation, level, number }],
    }),
    ExistingCertificateWithdrawn: ({ held }, { data }) => ({
      held: held.filter(({ number }) => number !== data.number),
    }),
    LevelHeld: ({ held }, { data: { occupation, level, certificateId } }) => ({
      held: [...held, { occupation, level, certificateId }],
    }),
    LevelNoLongerHeld: ({ held }, { data }) => ({
      held: held.filter((one) => one.certificateId !== data.certificateId),
    }),
    LevelCorrected: ({ held }, { data: { occupation, level, certificateId } }) => ({
      held: [
        ...held.filter((one) => one.certificateId !== certificateId),
        { occupation, level, certificateId },
      ],
    }),
  },
);
export const levelsOf = (person: string): StreamFact<LevelsSight> =>
  seenIn(`levels-held-${person}`, levelsSight);

/** The level held in the occupation that is the same or a higher one. */
export const heldAtOrAbove = (
  { held }: LevelsSight,
  occupation: string,
  level: Level,
): Level | undefined =>
  held.find((one) => one.occupation === occupation && rankOf(one.level) >= rankOf(level))?.level;
