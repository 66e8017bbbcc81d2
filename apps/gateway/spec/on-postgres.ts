import { randomUUID } from 'node:crypto';
import {
  eventStoreMigrations,
  openPostgresEventStore,
  type EventStore,
  type NewEvent,
} from '#event-store';
import type { Actor } from '#kernel';
import { migrate, openPool } from '#postgres';
import { freshDatabase } from '../../../test/support/database.js';

/** A real store in a database of its own. */
export const storeOnPostgres = async () => {
  const { url, drop } = await freshDatabase();
  const pool = openPool(url, { max: 2, application: 'gateway-spec' });
  await migrate(pool, eventStoreMigrations);
  await pool.end();
  const store = await openPostgresEventStore({ url });
  return {
    store,
    leave: async () => {
      await store.close();
      await drop();
    },
  };
};

export interface Happening {
  readonly type?: string;
  readonly subjects: readonly string[];
  readonly actor?: Actor;
  readonly data?: object;
}

/** Records one event of a chair per happening, in order, and answers their positions. */
export const record = async (
  store: EventStore,
  stream: string,
  happenings: readonly Happening[],
): Promise<string[]> => {
  const positions: string[] = [];
  for (const happening of happenings) {
    const [outcome] = await store.append([
      [{ stream, expected: 'any', events: [newEvent(happening)] }],
    ]);
    if (!outcome?.ok) throw new Error('the event was not stored');
    positions.push(outcome.position);
  }
  return positions;
};

const newEvent = ({
  type = 'ChairBuilt',
  subjects,
  actor = { system: 'spec' },
  data = {},
}: Happening): NewEvent => {
  const id = randomUUID();
  const meta = {
    commandId: id,
    commandDigest: 'd'.repeat(64),
    correlationId: id,
    causationId: id,
    actor,
    subjects,
    evidence: [],
    occurredOn: '2024-05-06',
    basedOn: [],
    schemaVersion: 1,
  };
  return { id, type, data, meta };
};
