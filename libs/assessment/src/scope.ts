import type { Level, OccupationCode } from '#kernel';
import type { ScopeLine } from './events.js';
import type { z } from 'zod';

export type Scope = readonly z.infer<typeof ScopeLine>[];

/** Whether the occupation is in the scope at that level. */
export const covers = (scope: Scope, occupation: OccupationCode, level: Level): boolean =>
  scope.some((line) => line.occupation === occupation && line.levels.includes(level));

/** What of `wanted` is not covered, as `6-31-01-03:SENIOR`. */
export const uncovered = (scope: Scope, wanted: Scope): readonly string[] =>
  wanted.flatMap(({ occupation, levels }) =>
    levels
      .filter((level) => !covers(scope, occupation, level))
      .map((level) => `${occupation}:${level}`),
  );
