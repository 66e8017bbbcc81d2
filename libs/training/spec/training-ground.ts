import {
  createDispatcher,
  digestOf,
  eventStoreMigrations,
  openPostgresEventStore,
  uuidFrom,
  type Dispatcher,
  type EventStore,
} from '#event-store';
import { mayTry, related } from '#identity';
import { idOf, specRules, type Message, type PersonFact } from '#kernel';
import { migrate, openPool, type Pool } from '#postgres';
import { projectionMigrations } from '#projections';
import { freshDatabase } from '../../../test/support/database.js';
import { training } from '../src/context.js';
import { college, enterprise, sessionId, trainer } from './offer-world.js';

export interface Ground {
  readonly store: EventStore;
  readonly dispatcher: Dispatcher;
  readonly pool: Pool;
  /** The last revision of a stream, -1 when there is none. */
  revision(stream: string): Promise<number>;
  leave(): Promise<void>;
}

// Nine in the morning in Shanghai on Monday 2 March 2026; all of it happened the Friday before.
const clock = () => new Date('2026-03-02T01:00:00Z');
export const friday = '2026-02-27';

/** The training context on a real store, decided by the figures of the spec kit; `people` is what the vault would answer. */
export const trainingGround = async (
  people: ReadonlyMap<string, PersonFact> = new Map(),
): Promise<Ground> => {
  const { url, drop } = await freshDatabase();
  const pool = openPool(url, { max: 2, application: 'training-spec' });
  await migrate(pool, [...eventStoreMigrations, ...projectionMigrations(training.projections)]);
  const store = await openPostgresEventStore({ url, clock });
  const dispatcher = createDispatcher({
    ...{ store, clock, contexts: [training], permits: { mayTry, related } },
    people: async () => people,
    keepPersonal: async () => ({ ok: true }),
    commandDigest: digestOf,
    ruleBook: { sources: () => [], choose: () => specRules() },
    lateApprovals: {
      source: () => ({ stream: 'none-1', folding: { initial: {}, evolve: (state) => state } }),
      covers: () => false,
    },
  });
  return {
    ...{ store, dispatcher, pool },
    revision: async (stream) => {
      const events = await store.read(stream, { from: 0, limit: 1_000 });
      return events.at(-1)?.meta.revision ?? -1;
    },
    leave: async () => {
      await store.close();
      await pool.end();
      await drop();
    },
  };
};

/** Puts events into a new stream as if they had been decided. */
export const told = async (
  { store }: Ground,
  stream: string,
  events: readonly Message[],
): Promise<void> => {
  const meta = {
    commandId: idOf(stream),
    commandDigest: '0'.repeat(64),
    correlationId: idOf(stream),
    causationId: idOf(stream),
    actor: { system: 'spec' },
    subjects: [stream],
    evidence: [],
    occurredOn: friday,
    basedOn: [],
    schemaVersion: 1,
  };
  const made = events.map((event, at) => ({
    ...{ ...event, meta },
    id: uuidFrom(meta.commandId, String(at)),
  }));
  const [outcome] = await store.append([[{ stream, expected: 'none', events: made }]]);
  if (!outcome?.ok) throw new Error(`${stream} was there already`);
};

/** A path in training since January. */
export const inTraining = async (ground: Ground, apprenticeshipId: string): Promise<void> =>
  told(ground, `apprenticeship-${apprenticeshipId}`, [
    {
      type: 'ApprenticeshipProposed',
      data: {
        ...{ apprenticeshipId, person: idOf(`person ${apprenticeshipId}`), enterprise, college },
        ...{ programme: 'student-apprentice', postId: idOf('post'), occupation: '6-18-01-01' },
        region: '4403',
      },
    },
    { type: 'TrainingStarted', data: { apprenticeshipId, on: '2026-01-05', until: '2027-01-04' } },
  ]);

export const words = {
  ...{ sessionId, organizer: college, venue: 'college', trainer, on: friday },
  ...{ from: '08:30', to: '12:00', activity: 'theory' },
};
