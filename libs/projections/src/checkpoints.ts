import type { Instant, Position } from '#kernel';
import type { Queryable } from '#postgres';
import { liveSchema } from './schema.js';

/** How far a projection or a reaction has come. `position` is absent before its first event. */
export interface Checkpoint {
  /** The projection's table, or `reaction:` and the reaction's name. */
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
}

/** A checkpoint as its holder knows it. */
export type Held = Pick<Checkpoint, 'name' | 'epoch' | 'position'>;

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
}
const fields = 'name, position, epoch, updated_at, events, error';
const checkpointOf = (row: Stored): Checkpoint => ({
  name: row.name,
  epoch: row.epoch,
  updatedAt: row.updated_at,
  events: Number(row.events),
  ...(row.position === null ? {} : { position: row.position }),
  ...(row.error === null ? {} : { error: row.error }),
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

/** Takes the checkpoints over, whoever held them, and clears their errors. */
export const claim = async (db: Queryable, names: readonly string[]) => {
  const claimed = await db.query<Stored>(
    `insert into ${liveSchema}.checkpoints as c (name) select unnest($1::text[]) order by 1
on conflict (name) do update set epoch = c.epoch + 1, error = null, updated_at = now() returning ${fields}`,
    [names],
  );
  return claimed.rows.map(checkpointOf);
};

/** Takes over only those whose holder has given no sign of life for `leaseMs`; one that stands on an error is left to it. */
export const claimAbandoned = async (db: Queryable, names: readonly string[], leaseMs: number) => {
  const claimed = await db.query<Stored>(
    `update ${liveSchema}.checkpoints set epoch = epoch + 1, updated_at = now()
where name = any($1) and error is null and updated_at < now() - $2 * interval '1 millisecond' returning ${fields}`,
    [names, leaseMs],
  );
  return claimed.rows.map(checkpointOf);
};

/** A holder that stops in the middle of a transaction must not keep its successor waiting for locks. */
const idleInTransactionMs = 10_000;

/**
 * Moves checkpoints that all stand at one place to `to`. To be called first in the transaction that writes what they account for:
 * the rows stay locked until it ends. The commit does not wait for the disk: a crash takes rows and checkpoint back together, to be
 * folded again from the store. Rejects with `Fenced` unless every one is still as its holder knows it; the caller must let
 * the transaction roll back.
 */
export const move = async (
  db: Queryable,
  held: readonly Held[],
  to: Position,
  events: number,
): Promise<void> => {
  const moved = await db.query({
    name: 'move checkpoints',
    text: `update ${liveSchema}.checkpoints c set position = $4, events = c.events + $5, updated_at = now()
from unnest($1::text[], $2::bigint[], $3::text[]) as h(name, epoch, position)
where c.name = h.name and c.epoch = h.epoch and c.position is not distinct from h.position
returning set_config('idle_in_transaction_session_timeout', '${idleInTransactionMs}', true), set_config('synchronous_commit', 'off', true)`,
    values: [
      held.map(({ name }) => name),
      held.map(({ epoch }) => epoch),
      held.map(({ position }) => position ?? null),
      to,
      events,
    ],
  });
  if (moved.rowCount !== held.length) throw new Fenced('the checkpoint belongs to another');
};

/** A sign of life. Answers the names still held. */
export const renew = async (db: Queryable, held: readonly Held[]): Promise<readonly string[]> => {
  const renewed = await db.query<{ name: string }>(
    `update ${liveSchema}.checkpoints c set updated_at = now() from unnest($1::text[], $2::bigint[]) as h(name, epoch)
where c.name = h.name and c.epoch = h.epoch returning c.name`,
    [held.map(({ name }) => name), held.map(({ epoch }) => epoch)],
  );
  return renewed.rows.map(({ name }) => name);
};

/** Writes down why it stands still, if it is still ours. */
export const recordError = async (db: Queryable, { name, epoch }: Held, error: string) => {
  await db.query(
    `update ${liveSchema}.checkpoints set error = $3, updated_at = now() where name = $1 and epoch = $2`,
    [name, epoch, error],
  );
};
