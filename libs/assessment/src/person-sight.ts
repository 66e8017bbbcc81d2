import { seenIn, sight, type StreamFact } from '#kernel';
import type { PersonEvent } from '#parties/events';

/** Whether a person's identity was registered, and so checked: no act is about, or by, someone nobody knows. */
export interface PersonSight {
  readonly registered: boolean;
}
const personSight = sight<PersonEvent, PersonSight>(
  { registered: false },
  { PersonRegistered: () => ({ registered: true }) },
);
export const personOf = (id: string): StreamFact<PersonSight> =>
  seenIn(`person-${id}`, personSight);
