import { text } from 'node:stream/consumers';
import type { StoredEvent } from '#event-store';
import type { Platform } from '../../worker/src/index.js';
import { CommandFailure, exitCodes } from './exit-codes.js';

/** A person's whole history in one read: below 350 events a path, and a person has few. */
const most = 10_000;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `-` reads what was meant from standard input, so that an ID number stays out of the shell's history and the process list. */
export const asGiven = async (given: string): Promise<string> =>
  (given === '-' ? await text(process.stdin) : given).trim();

/**
 * The person meant by a person's id, a path's id or the number of an identity document. Throws `CommandFailure` when there is
 * none; it never repeats the number.
 */
export const personBy = async ({ store, vault }: Platform, given: string): Promise<string> => {
  if (!uuid.test(given)) {
    const [found, other] = await vault.findByIdNumber(given);
    if (found === undefined)
      throw new CommandFailure('There is nobody with that number.', exitCodes.unknown);
    if (other !== undefined)
      throw new CommandFailure(
        'Two people hold papers of different kinds with that number: name the one meant by id.',
        exitCodes.unknown,
      );
    return found;
  }
  const [known] = await store.readSubject(`person-${given}`, { limit: 1 });
  if (known) return given;
  const [proposed] = await store.read(`apprenticeship-${given}`, { limit: 1 });
  const person = (proposed?.data as { readonly person?: string } | undefined)?.person;
  if (person === undefined)
    throw new CommandFailure(`There is no trainee and no path ${given}.`, exitCodes.unknown);
  return person;
};

/** Everything about the person up to a position, in the order it was recorded. */
export const eventsAbout = (
  { store }: Platform,
  person: string,
  upTo?: string,
): Promise<readonly StoredEvent[]> =>
  store.readSubject(`person-${person}`, { limit: most, ...(upTo !== undefined && { upTo }) });
