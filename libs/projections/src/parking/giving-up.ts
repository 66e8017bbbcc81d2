import type { Client } from '#postgres';
import { whereItThrew } from '../fold.js';
import { RowRefused } from '../row-table.js';
import { liveSchema } from '../schema.js';
import type { ParkingRequest } from './acts.js';
import { parkedEventsOf } from './records.js';
import { boundTo, ParkedEventsMissing } from './retry.js';

/** The discard is on record and stands; only the retry of what waits behind it failed, for the reason that is the cause. */
export class RetryBehindFailed extends Error {
  override readonly name = 'RetryBehindFailed';
}

/** Why a request failed, in one line that quotes nothing of what is stored: safe to keep and to log. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof RetryBehindFailed)
    return `the event is discarded, but what waits behind it could not be retried: ${reasonOf(error.cause)}`;
  if (error instanceof ParkedEventsMissing) return error.message;
  if (error instanceof RowRefused) return error.reason;
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code))
    return `refused by the database, SQLSTATE ${code}`;
  return whereItThrew(error).join('');
};

/** A request that was passed over, by the id of its event, and why. */
export interface GivenUp {
  readonly request: string;
  readonly asked: ParkingRequest;
  readonly reason: string;
}

/** Every row that the request was for keeps why it was given up, as one more attempt, until a later try is carried out. */
export const recordGivenUp = async (
  client: Client,
  { request, asked, reason }: GivenUp,
): Promise<void> => {
  const all = await parkedEventsOf(client, asked.view);
  const key =
    asked.kind === 'retry'
      ? asked.key
      : all.find(({ eventId }) => eventId === asked.event)?.keys[0];
  // A discarded event that waits no more has nothing that waits behind it.
  if (asked.kind === 'discard' && key === undefined) return;
  await client.query(
    `update ${liveSchema}.parked set attempts = attempts + 1, tried_at = now(), given_up = $3, given_up_request = $4
where view = $1 and ($2::text[] is null or key = any($2))`,
    [asked.view, key === undefined ? null : [...boundTo(key, all).keys], reason, request],
  );
};
