import { setTimeout as sleep } from 'node:timers/promises';
import { readCheckpoints } from '#projections';
import type { Platform } from '../../../apps/worker/src/index.js';
import type { Outcome } from '../../support/outcome.js';

/** Whether the views have seen all there is within ten seconds. */
export const caughtUp = async (
  { store, pool }: Platform,
  tables: readonly string[],
): Promise<boolean> => {
  const head = await store.head();
  for (let waited = 0; waited < 200; waited += 1) {
    const views = await readCheckpoints(pool, tables);
    if (views.length === tables.length && views.every(({ position }) => position === head))
      return true;
    await sleep(50);
  }
  return false;
};

export interface Stored {
  readonly id: string;
  readonly own: boolean;
}

/** Ids of what each command wrote to its own stream, which is the last that it wrote, in order. */
export const idsByCommand = async ({
  pool,
}: Platform): Promise<ReadonlyMap<string, readonly Stored[]>> => {
  const { rows } = await pool.query<{ command: string; id: string; own: boolean }>(
    `select meta->>'commandId' as command, event_id as id,
            stream !~ '^(active-apprenticeship|trainer-day)-' as own
     from es.events order by position`,
  );
  const stored = new Map<string, Stored[]>();
  for (const { command, id, own } of rows)
    stored.set(command, [...(stored.get(command) ?? []), { id, own }]);
  return stored;
};

export const ownIds = (stored: readonly Stored[] = []): readonly string[] =>
  stored.filter(({ own }) => own).map(({ id }) => id);

/** What an answer says was recorded; a refusal says that nothing was. */
export const idsOf = (outcome: Outcome): readonly (string | null)[] =>
  outcome.__typename === 'Accepted' ? outcome.events.map(({ id }) => id) : [];
