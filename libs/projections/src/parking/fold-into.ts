import type { AnyProjection } from '#kernel';
import type { Client } from '#postgres';
import { placeOf } from '../fold.js';
import { RowRefused, type RowTable } from '../row-table.js';
import { foldParking, type ParkedStep, type ParkingRules, type TriedStep } from './fold-parking.js';

/** Where a fold writes, and which keys wait there. */
export interface Target {
  readonly view: AnyProjection;
  readonly table: RowTable;
  readonly waiting: ReadonlySet<string>;
  readonly rules: ParkingRules;
  /** Events that are known not to go through, by id. */
  readonly refused?: ReadonlyMap<string, string>;
}

export interface Done {
  /** Characters of JSON read and written. */
  readonly bytes: number;
  readonly parked: readonly ParkedStep[];
  readonly waiting: ReadonlySet<string>;
}

/**
 * Loads, folds and writes the rows that the steps touch, in the caller's transaction. Rejects with `MustStop`, with a refusal that
 * `refusalOf` knows (then `foldCarefully`, in a new transaction, finds the event), or with the database's error.
 */
export const foldInto = async (
  client: Client,
  { view, table, rules, waiting, refused }: Target,
  steps: readonly TriedStep[],
): Promise<Done> => {
  if (steps.length === 0) return { bytes: 0, parked: [], waiting };
  const keys = [...new Set(steps.flatMap((step) => step.keys))];
  const loaded = await table.load(client, keys);
  const before = { rows: loaded.rows, waiting, ...(refused && { refused }) };
  const folded = foldParking(view, steps, before, rules);
  const written = folded.rows.size > 0 ? await table.write(client, folded.rows) : 0;
  return { bytes: loaded.bytes + written, parked: folded.parked, waiting: folded.waiting };
};

/**
 * The same, when something among the steps is refused by the table: PostgreSQL does not say which event its refusal is about, so the
 * steps are halved, each half behind a savepoint, until the refused event stands alone and is parked.
 */
export const foldCarefully = async (
  client: Client,
  target: Target,
  steps: readonly TriedStep[],
): Promise<Done> => {
  await client.query('savepoint steps');
  try {
    const done = await foldInto(client, target, steps);
    await client.query('release savepoint steps');
    return done;
  } catch (error) {
    const reason = refusalOf(error);
    if (reason === undefined) throw error;
    await client.query('rollback to savepoint steps');
    await client.query('release savepoint steps');
    const [{ event } = {}] = steps;
    if (event && steps.length === 1) {
      const refused = new Map([[event.meta.id, `${reason}, at ${placeOf(event)}`]]);
      return foldInto(client, { ...target, refused }, steps);
    }
    const middle = steps.length >> 1;
    const first = await foldCarefully(client, target, steps.slice(0, middle));
    const rest = { ...target, waiting: first.waiting };
    const second = await foldCarefully(client, rest, steps.slice(middle));
    return {
      bytes: first.bytes + second.bytes,
      parked: [...first.parked, ...second.parked],
      waiting: second.waiting,
    };
  }
};

/**
 * Why a row is refused, when it would be refused again: its view cannot give its values, or PostgreSQL refuses them by class 22 (a
 * value that a column cannot hold) or 23 (a broken constraint). Nothing for a lost connection and the like.
 */
export const refusalOf = (error: unknown): string | undefined => {
  if (error instanceof RowRefused) return error.reason;
  const code = error instanceof Error ? String((error as { code?: unknown }).code) : '';
  return /^2[23]/.test(code) ? `row refused, SQLSTATE ${code}` : undefined;
};
