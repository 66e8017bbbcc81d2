import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPostgresEventStore, type EventStore, type StoredEvent } from '#event-store';
import { daysBetween } from '#kernel';
import { migrate, openPool } from '#postgres';
import { foldSubject } from '#projections';
import { trainees, traineeStates, type Trainee } from '#training';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { platformMigrations } from '../../worker/src/index.js';
import { demoParameters, seedDemo, type SeedOutcome } from '../src/seed/seed.js';
import { Reservations } from '../src/verify/reservations.js';

const now = new Date('2026-03-02T04:00:00Z');

describe('the demo', () => {
  let database: FreshDatabase;
  let store: EventStore;
  let outcome: SeedOutcome | undefined;
  const events: StoredEvent[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    const pool = openPool(database.url, { application: 'demo-spec', max: 2 });
    await migrate(pool, platformMigrations);
    await pool.end();
    const target = { databaseUrl: database.url, vaultKey: '0123456789abcdef'.repeat(4) };
    outcome = await seedDemo(target, undefined, now);
    store = await openPostgresEventStore({ url: database.url });
    for (;;) {
      const page = await store.readAll(events.at(-1)?.meta.position, undefined, 10_000);
      events.push(...page);
      if (page.length < 10_000) return;
    }
  }, 240_000);
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  const told = (type: string) => events.filter((event) => event.type === type);

  it('has 120 trainees of both programmes', () => {
    const everyone = foldSubject([trainees], events).get(trainees.table);
    const rows = [...(everyone?.values() ?? [])].map(({ row }) => row as Trainee);
    const paths = rows.filter(({ apprenticeshipId }) => apprenticeshipId !== undefined);
    expect(paths.length).toBeGreaterThanOrEqual(118);
    expect(new Set(paths.map(({ programme }) => programme))).toEqual(
      new Set(['student-apprentice', 'tech-trainee']),
    );
  });

  it('shows every state of both lives', () => {
    const everyone = foldSubject([trainees], events).get(trainees.table);
    const states = [...(everyone?.values() ?? [])].map(({ row }) => (row as Trainee).state);
    expect(traineeStates.filter((state) => !states.includes(state))).toEqual([]);
  });

  it('has refusals, corrections, a withdrawal and all else that goes otherwise than planned', () => {
    expect(Object.keys(outcome?.tally.refusals ?? {}).length).toBeGreaterThanOrEqual(14);
    const seldom = [
      ...['EligibilityRefused', 'ApprenticeshipFilingReturned', 'ApprenticeshipWithdrawn'],
      ...['ApprenticeshipTerminated', 'TrainingSuspended', 'TrainingHoursDisputed'],
      ...['TrainingHoursReversed', 'BaseHoursRefused', 'SessionCancelled', 'ObjectionLodged'],
      ...['ResultReturned', 'LevelAssessmentFailed', 'ApprenticeNotHired', 'EmployeeDeparted'],
    ];
    expect(seldom.filter((type) => told(type).length === 0)).toEqual([]);
  });

  it('has its organisations: a chain owner, six enterprises, three colleges and those around them', () => {
    const kinds = told('OrganizationRegistered').map(({ data }) => {
      const { kind, chainOwner } = data as { kind: string; chainOwner: boolean };
      return chainOwner ? 'chain-owner' : kind;
    });
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect(
      [
        'chain-owner',
        'enterprise',
        'college',
        'base-operator',
        'assessment-body',
        'bureau',
        'province',
      ].map(count),
    ).toEqual([1, 6, 3, 1, 1, 2, 1]);
  });

  it('was recorded on the days it happened and ends the day before', () => {
    expect(demoParameters(now).until).toBe('2026-03-01');
    const late = events.filter(({ meta }) => meta.occurredOn !== shanghaiDay(meta.recordedAt));
    const later = [...correcting, ...whenOver];
    expect(late.map(({ type }) => type).filter((type) => !later.includes(type))).toEqual([]);
    const days = whenOver
      .flatMap(told)
      .map(({ meta }) => daysBetween(meta.occurredOn, shanghaiDay(meta.recordedAt)));
    expect(Math.min(...days)).toBeGreaterThan(0);
    expect(Math.max(...days)).toBeLessThanOrEqual(14);
    expect((events.at(-1)?.meta.recordedAt ?? '') < now.toISOString()).toBe(true);
  });

  it('leaves no reservation dangling', () => {
    const reservations = new Reservations();
    for (const event of events) reservations.take(event);
    expect([...reservations.dangling()]).toEqual([]);
  });
});

/** What is told once it is over is about its last day. */
const whenOver: readonly string[] = ['PostRotationRecorded', 'PracticeReviewRecorded'];
/** What is put right later is about the day of the session. */
const correcting = ['TrainingHoursReversed', 'TrainingHoursLogged', 'SessionHeld'];
const shanghaiDay = (instant: string) =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
