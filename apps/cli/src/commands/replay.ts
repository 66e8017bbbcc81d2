import { isDay, type Instant } from '#kernel';
import { replayingWith } from '../../../gateway/src/queries/replaying.js';
import { contexts, type Platform } from '../../../worker/src/index.js';
import type { Console } from '../console.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { asGiven, eventsAbout, personBy } from '../trainee.js';
import { withPlatform } from '../workplace.js';

export interface ReplayOptions {
  readonly asOf?: string;
  readonly position?: string;
}

/** What was known of a trainee at a moment or a position: the same deciders and views as live, over the events up to there. */
export const replay = (console: Console, given: string, options: ReplayOptions): Promise<void> =>
  withPlatform(process.env, async (platform) => {
    const person = await personBy(platform, await asGiven(given));
    const end = await endOf(platform, options);
    const events = end.known ? await eventsAbout(platform, person, end.position) : [];
    const last = events.at(-1)?.meta;
    const { states, views } = replayingWith(contexts)(events);
    const told = {
      subject: `person-${person}`,
      ...{ position: last?.position ?? null, recordedAt: last?.recordedAt ?? null },
      ...{ events: events.length, states, views },
    };
    console.say(
      last
        ? `${told.subject}: ${String(events.length)} events, the last recorded ${last.recordedAt} at position ${last.position}`
        : `${told.subject}: nothing was recorded by then`,
    );
    if (last) console.say(JSON.stringify({ states, views }, null, 2));
    console.result(told);
  });

/** Up to which position; `known` is false when nothing at all had been recorded by then. */
const endOf = async (
  { store }: Platform,
  { asOf, position }: ReplayOptions,
): Promise<{ readonly known: boolean; readonly position?: string }> => {
  if (asOf !== undefined && position !== undefined)
    throw new CommandFailure('Either --as-of or --position, not both.', exitCodes.usage);
  if (position !== undefined) {
    if (!store.isPosition(position))
      throw new CommandFailure('--position must be a whole number.', exitCodes.usage);
    return { known: true, position };
  }
  if (asOf === undefined) return { known: true };
  const found = await store.positionAt(momentOf(asOf));
  return found === undefined ? { known: false } : { known: true, position: found };
};

/** A day means its end in Shanghai; a moment without an offset is Shanghai's too. */
export const momentOf = (text: string): Instant => {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const local = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?$/.test(text);
  // Six digits come as the store gives them; a Date keeps three of them.
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/.test(text)) return text;
  const moment = new Date(day ? `${text}T23:59:59.999+08:00` : local ? `${text}+08:00` : text);
  if (!isDay(text.slice(0, 10)) || Number.isNaN(moment.getTime()))
    throw new CommandFailure(
      '--as-of must be a day (2026-03-01) or a moment (2026-03-01T09:00:00+08:00).',
      exitCodes.usage,
    );
  return moment.toISOString().replace('Z', '999Z');
};
