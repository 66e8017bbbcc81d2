import type { Accepted } from '#event-store';
import { listParked, type Parked } from '#projections';
import { setTimeout as sleep } from 'node:timers/promises';
import { ParkingClerk, readCheckpoints } from '#projections';
import { contexts, parkingActs, type Platform } from '../../../worker/src/index.js';
import type { Console } from '../console.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { withPlatform, type Workplace } from '../workplace.js';

export interface ParkedOptions {
  readonly view?: string;
}
export interface RetryOptions {
  readonly key?: string;
}
export interface DiscardOptions {
  readonly reason: string;
}

const projections = contexts.flatMap((context) => context.projections);
const page = 500;
const patienceMs = 30_000;

/** Names what waits in the views. */
export const listOfParked = (console: Console, { view }: ParkedOptions): Promise<void> =>
  withPlatform(process.env, async (platform) => {
    if (view !== undefined) mustBeView(view);
    const parked = await allParked(platform, view);
    for (const row of parked) console.say(lineOf(row));
    if (parked.length === 0) console.say('Nothing is parked.');
    console.result({ parked });
  });

/** Has parked events tried again, and waits until that was done. Throws with `differences` when some still wait. */
export const retry = (console: Console, view: string, { key }: RetryOptions): Promise<void> =>
  withPlatform(process.env, async (platform, workplace) => {
    mustBeView(view);
    const before = await chosen(platform, view, key);
    if (before.length === 0)
      throw new CommandFailure(
        `Nothing is parked in ${view}${key === undefined ? '' : ` with ${key}`}.`,
        exitCodes.unknown,
      );
    const command = { type: 'RetryParked', data: { view, ...(key !== undefined && { key }) } };
    const asked = await recorded(platform, command);
    await carriedOut(platform, workplace, asked);
    tell(console, asked, await chosen(platform, view, key));
  });

/** Has one parked event left out of its view for good, and what waits behind it tried again. */
export const discard = (
  console: Console,
  [view, event]: readonly [view: string, event: string],
  { reason }: DiscardOptions,
): Promise<void> =>
  withPlatform(process.env, async (platform, workplace) => {
    mustBeView(view);
    const before = (await allParked(platform, view)).filter(({ eventId }) => eventId === event);
    if (before.length === 0)
      throw new CommandFailure(
        `Event ${event} is not what a row of ${view} waits for.`,
        exitCodes.unknown,
      );
    const command = { type: 'DiscardParked', data: { view, event, reason } };
    const asked = await recorded(platform, command);
    // Carried out before, and only the retry behind it failed: asking again records nothing.
    if (asked.position === undefined)
      throw new CommandFailure(
        `Event ${event} is discarded on record already, and its rows wait for a retry: skilltrace parked retry ${view}.`,
        exitCodes.differences,
      );
    await carriedOut(platform, workplace, asked);
    const keys = new Set(before.map(({ key }) => key));
    const left = (await allParked(platform, view)).filter(({ key }) => keys.has(key));
    tell(console, asked, left);
  });

const mustBeView = (view: string): void => {
  const tables = projections.map(({ table }) => table);
  if (!tables.includes(view))
    throw new CommandFailure(
      `There is no view ${view}: they are ${tables.join(', ')}.`,
      exitCodes.usage,
    );
};

const chosen = async (platform: Platform, view: string, key: string | undefined) =>
  (await allParked(platform, view)).filter((row) => key === undefined || row.key === key);

const allParked = async (
  { pool }: Platform,
  view: string | undefined,
): Promise<readonly Parked[]> => {
  const all: Parked[] = [];
  let after: string | undefined;
  for (;;) {
    const { rows, hasNext } = await listParked(pool, { view, first: page, after });
    all.push(...rows);
    if (!hasNext) return all;
    after = rows.at(-1)?.cursor;
  }
};

/** The act is put on record as every other; who sits at this machine is its operator. */
const recorded = async (
  { dispatcher }: Platform,
  command: { readonly type: string; readonly data: object },
): Promise<Accepted> => {
  const actor = { user: 'command-line', role: 'operator' } as const;
  const outcome = await dispatcher.dispatch('parking', command, {}, actor);
  if (outcome.outcome === 'accepted') return outcome;
  const [{ code, en, path }] = outcome.reasons;
  throw new CommandFailure(
    `Refused: ${code}, ${en}${path === undefined ? '' : ` (${path})`}.`,
    code === 'E_INPUT' ? exitCodes.usage : exitCodes.failed,
  );
};

/** Waits until whoever keeps the views has done it; where nobody does, it is done here. */
const carriedOut = async (
  platform: Platform,
  { served }: Workplace,
  { position }: Accepted,
): Promise<void> => {
  if (position === undefined) return;
  const { store, pool, dispatcher } = platform;
  const clerk = served
    ? undefined
    : new ParkingClerk({ store, pool, dispatcher, projections, acts: parkingActs });
  clerk?.start();
  try {
    const end = Date.now() + patienceMs;
    for (;;) {
      const [clerkAt] = await readCheckpoints(pool, ['parking']);
      const at = clerkAt?.position;
      if (at !== undefined && store.comparePositions(at, position) >= 0) return;
      if (Date.now() > end)
        throw new CommandFailure(
          `It is on record at position ${position}, but no projector has carried it out yet.`,
        );
      await sleep(50);
    }
  } finally {
    await clerk?.stop();
  }
};

const tell = (console: Console, asked: Accepted, left: readonly Parked[]): void => {
  for (const row of left) console.say(lineOf(row));
  const ids = asked.events.flatMap((event) => ('meta' in event ? [event.meta.id] : []));
  const reason = left.find(({ givenUpRequest = '' }) => ids.includes(givenUpRequest))?.givenUp;
  console.result({
    ...{ ok: left.length === 0, parked: left },
    ...(reason !== undefined && { givenUp: reason }),
  });
  if (left.length > 0) {
    const waits = `${String(left.length)} ${left.length === 1 ? 'row waits' : 'rows wait'} on`;
    throw new CommandFailure(
      reason === undefined
        ? `${waits}.`
        : `It was given up after some tries: ${reason}. ${waits}: put that right, then ask for a retry.`,
      exitCodes.differences,
    );
  }
  console.say('Done: nothing of it waits any more.');
};

const lineOf = ({ view, key, position, eventId, waiting, ...row }: Parked): string => {
  const why = row.reason ?? 'waits behind another row';
  const last = row.givenUp === undefined ? '' : `; the last request was given up: ${row.givenUp}`;
  return `${view}: row ${key}, ${String(waiting)} ${waiting === 1 ? 'event' : 'events'} since position ${position}, event ${eventId}, tried again ${String(row.attempts)} times: ${why}${last}`;
};
