import { addDays } from '#kernel';
import type { Outcome, Reason } from '../../support/outcome.js';
import type { Ground } from '../ground.js';

/** What comes before the act; answers the act itself. */
export type Arrange = (ground: Ground) => Promise<() => Promise<Outcome>>;

/** One act that has to be refused, with the rule and the figures it is refused by. */
export interface Refused {
  readonly code: string;
  readonly clause: string;
  /** Finishes the sentence "it refuses …". */
  readonly says: string;
  /** The figures that have to be in the answer. */
  readonly detail: object;
  readonly path?: string;
  readonly arrange: Arrange;
}

/** A row of a table: code and clause, what is refused, and how. */
export const refuses = (
  [code, clause, says]: readonly [code: string, clause: string, says: string],
  arrange: Arrange,
  { path, ...detail }: Partial<Pick<Reason, 'path'>> & Readonly<Record<string, unknown>> = {},
): Refused => ({ code, clause, says, arrange, detail, ...(typeof path === 'string' && { path }) });

/** The clock goes on by whole days; it never goes back, so that acts of other rows keep their order. */
export const later = ({ world: { clock } }: Ground, days: number): string => {
  clock.set(addDays(clock.today(), days));
  return clock.today();
};

/** The day so many days from today. */
export const inDays = ({ world: { clock } }: Ground, days: number): string =>
  addDays(clock.today(), days);
