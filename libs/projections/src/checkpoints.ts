import type { Instant, Position } from '#kernel';
import type { Queryable } from '#postgres';
import { liveSchema } from './schema.js';

/** How far a projection or a reaction has come. `position` is absent before its first event. */
export interface Checkpoint {
  /** The projection's table, or the name of one of its partitions, or `reaction:` and the reaction's name. */
  readonly name: string;
  readonly position?: Position;
  /** Who may move it: every claim makes a new epoch and so ends the rights of the one before. */
  readonly epoch: string;
  /** Of the last move or sign of life. */
  readonly updatedAt: Instant;
  /** Events passed since the beginning. */
  readonly events: number;
  /** Why it stands still; never holds a payload. Cleared by the next claim. */
  readonly error?: string;
  /** Where reading goes on in each partition of a partitioned feed; absent while fed from the store. */
  readonly offsets?: Offsets;
}

/** The next offset to read, by the feed's name and the partition. */
export type Offsets = Readonly<Record<string, string>>;

/** A checkpoint as its holder knows it. */
export type Held = Pick<Checkpoint, 'name' | 'epoch' | 'position' | 'offsets'>;

/** The checkpoint was moved or claimed by another: nothing of this transaction may stay. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

interface Stored {
  readonly name: string;
  readonly position: string | null;
  readonly epoch: string;
  readonly updated_at: string;
  readonly events: string;
  readonly error: string | null;
  readonly offsets: Offsets | null;
}
const fields = 'name, position, epoch, updated_at, events, error, offsets';
const checkpointOf = (row: Stored): Checkpoint => ({
  name: row.name,
  epoch: row.epoch,
  updatedAt: row.updated_at,
  events: Number(row.events),
  ...(row.position === null ? {} : { position: row.position }),
  ...(row.error === null ? {} : { error: row.error }),
  ...(row.offsets === null ? {} : { offsets: row.offsets }),
});

/** All checkpoints, or those named; one that was never claimed is missing. */
export const readCheckpoints = async (
  db: Queryable,
  names?: readonly string[],
): Promise<readonly Checkpoint[]> => {
  const found = await db.query<Stored>(
    `select ${fields} from ${liveSchema}.checkpoints where $1::text[] is null or name = any($1) order by name`,
    [names ?? null],
  );
  return found.rows.map(checkpointOf);
};

/** Never given twice, so that a checkpoint that was removed and made again is not taken for the old one by who held that. */
const newEpoch = `nextval('${liveSchema}.epochs')`;

/** Takes the checkpoints over, whoever held them, and clears their errors. */
export const claim = async (db: Queryable, names: readonly string[]) => {
  const claimed = await db.query<Stored>(
    `insert into ${liveSchema}.checkpoints as c (name) select unnest($1::text[]) order by 1
on conflict (name) do update set epoch = ${newEpoch}, error = null, updated_at = now() returning ${fields}`,
    [names],
  );
  return claimed.rows.map(checkpointOf);
};

/** Takes over only those whose holder has given no sign of life for `leaseMs`; one that stands on an error is left to it. */
export const claimAbandoned = async (db: Queryable, names: readonly string[], leaseMs: number) => {
  const claimed = await db.query<Stored>(
    `update ${liveSchema}.checkpoints set epoch = ${newEpoch}, updated_at = now()
where name = any($1) and error is null and updated_at < now() - $2 * interval '1 millisecond' returning ${fields}`,
    [names, leaseMs],
  );
  return claimed.rows.map(checkpointOf);
};

/** A holder that stops in the middle of a transaction must not keep its successor waiting for locks. */
const idleInTransactionMs = 10_000;

export interface Move {
  readonly to: Position;
  /** Events passed on the way. */
  readonly events: number;
  readonly offsets?: Offsets | undefined;
}

/**
 * Moves checkpoints to `to`. To be called first in the transaction that writes what they account for: the rows stay locked until it
 * ends. The commit does not wait for the disk: a crash takes rows and checkpoint back together, to be folded again. Answers how many
 * keys wait, by name, as `recordWaiting` keeps it. Rejects with `Fenced` unless every one is still as its holder knows it; the caller
 * must let the transaction roll back.
 */
export const move = async (
  db: Queryable,
  held: readonly Held[],
  { to, events, offsets }: Move,
): Promise<ReadonlyMap<string, number>> => {
  const moved = await db.query<{ name: string; parked: number }>({
    name: 'move checkpoints',
    text: `update ${liveSchema}.checkpoints c set position = $4, events = c.events + $5, updated_at = now(), offsets = coalesce($6, c.offsets)
from unnest($1::text[], $2::bigint[], $3::text[]) as h(name, epoch, position)
where c.name = h.name and c.epoch = h.epoch and c.position is not distinct from h.position
returning c.name, c.parked, set_config('idle_in_transaction_session_timeout', '${idleInTransactionMs}', true), set_config('synchronous_commit', 'off', true)`,
    values: [
      held.map(({ name }) => name),
      held.map(({ epoch }) => epoch),
      held.map(({ position }) => position ?? null),
      to,
      events,
      offsets === undefined ? null : JSON.stringify(offsets),
    ],
  });
  if (moved.rowCount !== held.length) throw new Fenced('the checkpoint belongs to another');
  return new Map(moved.rows.map(({ name, parked }) => [name, parked]));
};

/** How many keys of the view wait, as far as this checkpoint's holder has to know: none means none. In its transaction. */
export const recordWaiting = async (db: Queryable, names: readonly string[], count: number) => {
  await db.query(`update ${liveSchema}.checkpoints set parked = $2 where name = any($1)`, [
    names,
    count,
  ]);
};

/** A sign of life. Answers those still held, each with how many keys wait. */
export const renew = async (
  db: Queryable,
  held: readonly Held[],
): Promise<ReadonlyMap<string, number>> => {
  const renewed = await db.query<{ name: string; parked: number }>(
    `update ${liveSchema}.checkpoints c set updated_at = now() from unnest($1::text[], $2::bigint[]) as h(name, epoch)
where c.name = h.name and c.epoch = h.epoch returning c.name, c.parked`,
    [held.map(({ name }) => name), held.map(({ epoch }) => epoch)],
  );
  return new Map(renewed.rows.map(({ name, parked }) => [name, parked]));
};

/** Writes down why it stands still, if it is still ours. */
export const recordError = async (db: Queryable, { name, epoch }: Held, error: string) => {
  await db.query(
    `update ${liveSchema}.checkpoints set error = $3, updated_at = now() where name = $1 and epoch = $2`,
    [name, epoch, error],
  );
};
