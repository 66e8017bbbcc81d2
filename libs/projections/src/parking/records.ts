import type { Position } from '#kernel';
import type { Client, Queryable } from '#postgres';
import { liveSchema } from '../schema.js';
import type { ParkedStep } from './fold-parking.js';

const parked = `${liveSchema}.parked`;
const events = `${liveSchema}.parked_events`;

/** The keys that wait, of each of the views. */
export const waitingKeys = async (
  db: Queryable,
  views: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> => {
  if (views.length === 0) return new Map();
  const found = await db.query<{ view: string; keys: readonly string[] }>(
    `select view, array_agg(key) as keys from ${parked} where view = any($1) group by view`,
    [views],
  );
  return new Map(found.rows.map(({ view, keys }) => [view, new Set(keys)]));
};

/** A parked event as it is kept: where to read it again, never what it says. */
export interface ParkedEvent {
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  readonly keys: readonly string[];
}

/** All that waits in a view, in no order. */
export const parkedEventsOf = async (
  db: Queryable,
  view: string,
): Promise<readonly ParkedEvent[]> => {
  const found = await db.query<{
    event_id: string;
    stream: string;
    revision: number;
    position: string;
    keys: readonly string[];
  }>(`select event_id, stream, revision, position, keys from ${events} where view = $1`, [view]);
  return found.rows.map(({ event_id: eventId, ...rest }) => ({ eventId, ...rest }));
};

/**
 * Writes down what was parked, in the transaction of the rows and the checkpoint. What waits already waits on as before; only the
 * rows of an event can be others now, if its view's code was mended.
 */
export const recordParked = async (
  client: Client,
  view: string,
  steps: readonly ParkedStep[],
): Promise<void> => {
  await client.query(
    `insert into ${events} (view, event_id, stream, revision, position, type, keys)
select $1, event_id, stream, revision, position, type, array(select json_array_elements_text(keys))
from json_to_recordset($2::json) as r(event_id uuid, stream text, revision integer, position text, type text, keys json)
on conflict (view, event_id) do update set keys = excluded.keys`,
    [
      view,
      JSON.stringify(
        steps.map(({ event: { type, meta }, keys }) => ({
          ...{ event_id: meta.id, stream: meta.stream, revision: meta.revision },
          ...{ position: meta.position, type, keys },
        })),
      ),
    ],
  );
  await recordKeys(client, view, steps);
};

/** The keys of the steps wait from now on, each for the first of them; one that waits already is left alone. */
const recordKeys = async (
  client: Client,
  view: string,
  steps: readonly ParkedStep[],
): Promise<void> => {
  await client.query(
    `insert into ${parked} (view, key, subject, position, event_id, type, reason)
select $1, key, subject, position, event_id, type, reason from ${waitingRows} on conflict (view, key) do nothing`,
    [view, asWaitingRows(steps)],
  );
};

/** Takes events and the keys that waited for them out; to be followed by `recordParked` with what still waits. */
export const forget = async (
  client: Client,
  view: string,
  gone: { readonly events: readonly string[]; readonly keys: readonly string[] },
): Promise<void> => {
  await client.query(`delete from ${events} where view = $1 and event_id = any($2::uuid[])`, [
    view,
    gone.events,
  ]);
  await client.query(`delete from ${parked} where view = $1 and key = any($2)`, [view, gone.keys]);
};

/**
 * The keys were tried and wait on: each for the first of the steps that touches it, and tried once more. One statement, however many
 * they are: whoever runs the view waits for this transaction.
 */
export const recordTried = async (
  client: Client,
  view: string,
  steps: readonly ParkedStep[],
): Promise<void> => {
  await client.query(
    `update ${parked} p set position = r.position, event_id = r.event_id, type = r.type, reason = r.reason, subject = r.subject,
attempts = p.attempts + 1, tried_at = now(), given_up = null, given_up_request = null
from ${waitingRows} where p.view = $1 and p.key = r.key`,
    [view, asWaitingRows(steps)],
  );
};

const waitingRows =
  'json_to_recordset($2::json) as r(key text, subject text, position text, event_id uuid, type text, reason text)';

/** Each key with the first of the steps that touches it, for `waitingRows`. */
const asWaitingRows = (steps: readonly ParkedStep[]): string => {
  const first = new Map<string, ParkedStep>();
  for (const step of steps) for (const key of step.keys) if (!first.has(key)) first.set(key, step);
  const rows = [...first].map(([key, { event, reason = null }]) => ({
    ...{ key, reason, type: event.type, event_id: event.meta.id },
    ...{ subject: event.meta.subjects[0] ?? '', position: event.meta.position },
  }));
  return JSON.stringify(rows);
};
