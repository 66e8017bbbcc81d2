import type { AnyDecider, BasedOn, EventMeta, Message, Recorded } from '#kernel';
import { uuidFrom } from './ids.js';
import type { NewEvent, Operation, Unit } from './port.js';

/** Events decided for one stream, and the revision they were decided at. */
export interface Decided {
  readonly decider: AnyDecider;
  readonly stream: string;
  readonly revision: number;
  readonly events: readonly Message[];
  /** State before the events; with `facts` it tells the subjects. */
  readonly state: unknown;
  readonly facts: Readonly<Record<string, unknown>>;
}

export type CommonMeta = Omit<EventMeta, 'subjects'>;

/**
 * The operations of one unit, reservations first and the aggregate's own stream last, so that the unit's position is that of the
 * command's last own event. Event ids are UUIDv5 of the command id and the event's index; those of reservations, of the command
 * id, the stream and the revision. Where a store cannot span streams a reservation may have been released before the same
 * command is sent again: under the first id the store would take the new reservation for a repeat and write nothing.
 */
export const unitOf = (
  own: Decided,
  claims: readonly Decided[],
  held: readonly BasedOn[],
  meta: CommonMeta,
): Unit => {
  const written = new Set([own.stream, ...claims.map((claim) => claim.stream)]);
  const checks = held
    .filter(({ stream }) => !written.has(stream))
    .map(({ stream, revision }): Operation => ({
      stream,
      expected: expectedAt(revision),
      events: [],
    }));
  return [
    ...checks,
    ...claims.map((claim) =>
      operationOf(claim, meta, (index) =>
        reservationName(claim.stream, claim.revision + 1 + index),
      ),
    ),
    operationOf(own, meta, String),
  ];
};

/** What the id of a reservation's event is derived from, beside the command's id. */
export const reservationName = (stream: string, revision: number): string =>
  `${stream}@${String(revision)}`;

const operationOf = (
  decided: Decided,
  meta: CommonMeta,
  nameOf: (index: number) => string,
): Operation => {
  const { decider, stream, revision, facts } = decided;
  let { state } = decided;
  const events = decided.events.map((event, index): NewEvent => {
    const subjects = decider.subjects(event, state, facts);
    const id = uuidFrom(meta.commandId, nameOf(index));
    state = decider.evolve(state, asRecorded(event, { ...meta, subjects }));
    return { id, type: event.type, data: event.data, meta: { ...meta, subjects } };
  });
  return { stream, expected: expectedAt(revision), events };
};

const expectedAt = (revision: number) => (revision < 0 ? 'none' : revision);

/** An event as it will look once recorded, for folding within one decision: place and time are not known yet. */
export const asRecorded = (event: Message, meta: EventMeta): Recorded<Message> => ({
  ...event,
  meta: { ...meta, id: '', stream: '', revision: -1, position: '', recordedAt: '' },
});
