import type { Apprenticeship } from './apprenticeship-state.js';
import type { BaseSight } from './base-sight.js';
import type { Session } from './session-state.js';

/**
 * Whether a path has to do with a session: one of a class is for those of the class, whose sides alone may plan it; any other is for
 * those whom its organizer trains, or for all who come to a base where the base's operator holds it.
 */
export const isTheirs = (
  { enterprise, college, classId }: Apprenticeship,
  session: Pick<Session, 'organizer' | 'classId' | 'venue'>,
  base: BaseSight | undefined,
): boolean => {
  if (session.classId !== undefined) return classId === session.classId;
  const operator = session.venue === 'base' ? base?.operator : undefined;
  return [enterprise, college, operator].includes(session.organizer);
};
