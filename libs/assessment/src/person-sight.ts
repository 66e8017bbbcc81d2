import { everIn } from '#kernel';
import type { PersonEvent } from '#parties/events';

/** Whether a person's identity was registered, and so checked: no act is about, or by, someone nobody knows. */
export const isRegistered = (person: string) =>
  everIn(`person-${person}`, 'PersonRegistered' satisfies PersonEvent['type']);
