import { daysBetween } from '#kernel';
import type { Console } from '../console.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import {
  demoParameters,
  largeParameters,
  sow,
  type SeedOutcome,
  type SeedProgress,
} from '../seed/seed.js';
import { atWorkplace, migrated } from '../workplace.js';

export interface SeedOptions {
  readonly trainees?: number;
  readonly demo?: true;
}

/** Fills an empty store, or carries on what was begun. */
export const seed = async (console: Console, { trainees, demo }: SeedOptions): Promise<void> => {
  if (demo && trainees !== undefined)
    throw new CommandFailure('Either --demo or --trainees, not both.', exitCodes.usage);
  const now = new Date();
  const parameters = trainees === undefined ? demoParameters(now) : largeParameters(now, trainees);
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1_000;
  const outcome = await atWorkplace(process.env, async (workplace) => {
    await migrated(workplace.databaseUrl);
    return sow(workplace, parameters, (progress) =>
      console.progress(() => lineOf(progress, seconds())),
    );
  });
  tell(console, outcome, seconds());
};

const count = (figure: number): string => figure.toLocaleString('en');

const lineOf = ({ day, from, until, events }: SeedProgress, seconds: number): string => {
  const share = Math.round((100 * daysBetween(from, day)) / Math.max(1, daysBetween(from, until)));
  return `seeding ${day} (${String(share)} %): ${count(events)} events, ${count(Math.round(events / seconds))} a second`;
};

const tell = (console: Console, { outcome, parameters, tally }: SeedOutcome, seconds: number) => {
  const { trainees, until } = parameters;
  const rounded = Math.round(seconds * 10) / 10;
  if (outcome === 'already')
    console.say(`The store holds these ${count(trainees)} trainees already, up to ${until}.`);
  else {
    const refused = Object.entries(tally.refusals).map(([code, n]) => `${code} ${String(n)}`);
    console.say(
      `Seeded ${count(trainees)} trainees up to ${until}: ${count(tally.commands)} commands, ${count(tally.events)} events in ${String(rounded)} s.`,
    );
    console.say(`Refused, as they had to be: ${refused.join(', ') || 'none'}.`);
  }
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1_024);
  console.result({ outcome, parameters, tally, seconds: rounded, peakMegabytes });
};
