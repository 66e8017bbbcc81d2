import { setTimeout as sleep } from 'node:timers/promises';
import { readCheckpoints } from '#projections';
import { danglingReservations } from '../../../apps/cli/src/verify/dangling-reservations.js';
import type { Platform } from '../../../apps/worker/src/index.js';
import { BareFeed } from '../../support/eventstoredb/bare-feed.js';
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

/**
 * Whether reactions have left no reservation dangling within twenty seconds: they look at both sides some time after each event, and
 * a look that a kill ended is begun anew.
 */
export const settled = async (platform: Platform): Promise<boolean> => {
  for (let waited = 0; waited < 100; waited += 1) {
    const { done } = await danglingReservations.run(platform)[Symbol.asyncIterator]().next();
    if (done) return true;
    await sleep(200);
  }
  return false;
};

export interface Stored {
  readonly id: string;
  readonly own: boolean;
}

/** An event as it lies in the store: which command wrote it, and where. */
export interface Written {
  readonly command: string;
  readonly id: string;
  readonly stream: string;
}

/** In the order of the store, from its table. */
export const writtenInTable = async ({
  pool,
}: Pick<Platform, 'pool'>): Promise<readonly Written[]> => {
  const { rows } = await pool.query<Written>(
    `select meta->>'commandId' as command, event_id as id, stream from es.events order by position`,
  );
  return rows;
};

/** In the order of the server, by its own client. */
export const writtenOnServer = async (url: string): Promise<readonly Written[]> => {
  const feed = new BareFeed(url);
  try {
    return (await feed.events()).map(({ id, stream, metadata }) => ({
      ...{ id, stream },
      command: (metadata as { readonly commandId: string }).commandId,
    }));
  } finally {
    await feed.close();
  }
};

/** Ids of what each command wrote to its own stream, which is the last that it wrote, in order. */
export const idsByCommand = (
  written: readonly Written[],
): ReadonlyMap<string, readonly Stored[]> => {
  const stored = new Map<string, Stored[]>();
  for (const { command, id, stream } of written) {
    const own = !/^(active-apprenticeship|trainer-day)-/.test(stream);
    stored.set(command, [...(stored.get(command) ?? []), { id, own }]);
  }
  return stored;
};

export const ownIds = (stored: readonly Stored[] = []): readonly string[] =>
  stored.filter(({ own }) => own).map(({ id }) => id);

/** What an answer says was recorded; a refusal says that nothing was. */
export const idsOf = (outcome: Outcome): readonly (string | null)[] =>
  outcome.__typename === 'Accepted' ? outcome.events.map(({ id }) => id) : [];
