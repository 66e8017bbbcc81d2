import type { Instant, Position } from '#kernel';
import type { Queryable } from '#postgres';
import { cursorOf, placeOf } from '../cursor.js';
import { liveSchema } from '../schema.js';

/** A row of a view that waits, and for what. Holds no payload. */
export interface Parked {
  readonly view: string;
  /** The row's key; `subject:…` for all rows of a subject, where an event's rows could not be told. */
  readonly key: string;
  /** The first subject of the event it waits for. */
  readonly subject: string;
  readonly position: Position;
  readonly eventId: string;
  readonly type: string;
  /** Why the event did not go through; absent when it waits behind another row's. */
  readonly reason?: string | undefined;
  readonly since: Instant;
  readonly attempts: number;
  readonly triedAt?: Instant | undefined;
  /** Why the last request to try it again, or to discard what it waits for, was given up; absent once a try was carried out. */
  readonly givenUp?: string | undefined;
  /** Id of the event that holds that request. */
  readonly givenUpRequest?: string | undefined;
  /** How many events wait for this row. */
  readonly waiting: number;
}

/** Rows by view and key, each with the cursor to go on after it, and whether there are more. */
export interface ParkedPage {
  readonly rows: readonly (Parked & { readonly cursor: string })[];
  readonly hasNext: boolean;
}

interface Stored {
  readonly view: string;
  readonly key: string;
  readonly subject: string;
  readonly position: string;
  readonly event_id: string;
  readonly type: string;
  readonly reason: string | null;
  readonly since: string;
  readonly attempts: number;
  readonly tried_at: string | null;
  readonly given_up: string | null;
  readonly given_up_request: string | null;
  readonly waiting: string;
}

const utc = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as ${column}`;
const select = `select view, key, subject, position, event_id, type, reason, attempts, given_up, given_up_request, ${utc('since')}, ${utc('tried_at')},
  (select count(*) from ${liveSchema}.parked_events e where e.view = p.view and e.keys @> array[p.key]) as waiting
from ${liveSchema}.parked p`;

const parkedOf = (row: Stored): Parked => ({
  ...{ view: row.view, key: row.key, subject: row.subject, position: row.position },
  ...{ eventId: row.event_id, type: row.type, reason: row.reason ?? undefined },
  ...{ since: row.since, attempts: row.attempts, triedAt: row.tried_at ?? undefined },
  ...{ givenUp: row.given_up ?? undefined, givenUpRequest: row.given_up_request ?? undefined },
  waiting: Number(row.waiting),
});

const order = 'parked';

/**
 * What is parked, of one view or of all, by view and key. Rejects with `RangeError` when `first` is not 1 to 1,000, with `BadCursor`
 * for a cursor of another list, and with the database's error.
 */
export const listParked = async (
  db: Queryable,
  {
    view,
    first,
    after,
  }: {
    readonly view?: string | undefined;
    readonly first: number;
    readonly after?: string | null | undefined;
  },
): Promise<ParkedPage> => {
  if (!Number.isInteger(first) || first < 1 || first > 1_000)
    throw new RangeError('first must be between 1 and 1000');
  const place = after ? placeOf(order, after, { kind: 'text' }) : undefined;
  const found = await db.query<Stored>(
    `${select} where ($1::text is null or view = $1) and ($2::text is null or (view, key) > ($2, $3)) order by view, key limit $4`,
    [view ?? null, place?.value ?? null, place?.key ?? null, first + 1],
  );
  return {
    hasNext: found.rows.length > first,
    rows: found.rows.slice(0, first).map((row) => ({
      ...parkedOf(row),
      cursor: cursorOf(order, { value: row.view, key: row.key }),
    })),
  };
};

/** All that is parked in these views. */
export const allParked = async (
  db: Queryable,
  views: readonly string[],
): Promise<readonly Parked[]> => {
  const found = await db.query<Stored>(`${select} where view = any($1) order by view, key`, [
    views,
  ]);
  return found.rows.map(parkedOf);
};
