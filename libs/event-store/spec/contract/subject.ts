import { randomUUID } from 'node:crypto';
import type { EventMeta } from '#kernel';
import type { EventStore, NewEvent, Operation, Unit, UnitOutcome } from '#event-store';

/** One event store under test and what the suite must do to it from outside. */
export interface Subject {
  readonly store: EventStore;
  /** Breaks every connection the store has, as a restart of the server would. */
  sever(): Promise<void>;
  /** Closes the store and removes its data. */
  dispose(): Promise<void>;
}

/** Makes an empty store. `clock` replaces the store's own. */
export type Factory = (options?: {
  readonly clock?: () => Date;
  readonly atomicAcrossStreams?: boolean;
}) => Promise<Subject>;

export const freshStream = () => `hours-${randomUUID()}`;

export const person = () => `person-${randomUUID()}`;

export const metaAbout = (subjects: readonly string[]): EventMeta => ({
  commandId: randomUUID(),
  commandDigest: 'ab'.repeat(32),
  correlationId: randomUUID(),
  causationId: randomUUID(),
  actor: { user: 'tester', role: 'college', organization: 'organization-1' },
  subjects,
  evidence: [{ kind: 'timesheet', digest: 'cd'.repeat(32) }],
  occurredOn: '2026-03-02',
  rules: '44/student-apprentice/2022-10-01/1',
  basedOn: [{ stream: 'agreement-1', revision: 3 }],
  schemaVersion: 1,
});

/** A new event of an ordinary kind; `change` says what is not ordinary. */
export const newEvent = (change: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'HoursLogged',
  data: { entry: randomUUID(), minutes: 180, note: '产教评' },
  meta: metaAbout(['person-1']),
  ...change,
});

export const newEvents = (count: number): NewEvent[] =>
  Array.from({ length: count }, () => newEvent());

/** The only outcome of a call with one unit. */
export const appendOne = async (store: EventStore, ...unit: Operation[]): Promise<UnitOutcome> => {
  const outcomes = await store.append([unit satisfies Unit]);
  return outcomes[0]!;
};

/** The position of an outcome that must be a success. */
export const positionOf = (outcome: UnitOutcome | undefined): string => {
  if (!outcome?.ok) throw new Error(`expected a success, got ${JSON.stringify(outcome)}`);
  return outcome.position;
};
