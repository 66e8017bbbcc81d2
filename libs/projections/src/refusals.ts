import type { Instant, Position } from '#kernel';
import type { Queryable } from '#postgres';
import type { AnsweredReason } from '#event-store';
import type { RefusedConsequence } from './reaction-run.js';
import { liveSchema } from './schema.js';

/**
 * A command that a reaction sent and a rule refused, as it is kept for people to look at; `skilltrace verify` tells it. `detail` of a
 * reason holds figures and ids: safe to keep, and not for the log, where codes are enough.
 */
export interface ReactionRefusal {
  readonly commandId: string;
  readonly reaction: string;
  readonly eventId: string;
  readonly position: Position;
  readonly category: string;
  readonly command: string;
  readonly reasons: readonly AnsweredReason[];
  readonly refusedAt: Instant;
}

/** In the transaction that moves the reaction's checkpoint; a repeat leaves the first entry as it is. */
export const recordRefusals = async (db: Queryable, refused: readonly RefusedConsequence[]) => {
  if (refused.length === 0) return;
  const rows = refused.map(({ commandId, reaction, event, category, command, reasons }) => ({
    command_id: commandId,
    reaction,
    event_id: event.meta.id,
    position: event.meta.position,
    category,
    command,
    reasons,
  }));
  await db.query(
    `insert into ${liveSchema}.reaction_refusals (command_id, reaction, event_id, position, category, command, reasons)
select * from jsonb_to_recordset($1::jsonb) as r(command_id uuid, reaction text, event_id uuid, position text, category text, command text, reasons jsonb)
on conflict (command_id) do nothing`,
    [JSON.stringify(rows)],
  );
};

/** The latest first, at most `limit`. Rejects with the database's error. */
export const reactionRefusals = async (
  db: Queryable,
  limit = 100,
): Promise<readonly ReactionRefusal[]> => {
  const found = await db.query<ReactionRefusal>(
    `select command_id as "commandId", reaction, event_id as "eventId", position, category, command, reasons,
  to_char(refused_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "refusedAt"
from ${liveSchema}.reaction_refusals order by refused_at desc, command_id limit $1`,
    [limit],
  );
  return found.rows;
};

/** How many there are. Rejects with the database's error. */
export const countRefusals = async (db: Queryable): Promise<number> => {
  const found = await db.query<{ count: string }>(
    `select count(*) as count from ${liveSchema}.reaction_refusals`,
  );
  return Number(found.rows[0]?.count ?? 0);
};
