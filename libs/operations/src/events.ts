// These names and shapes are what is stored. Add, never edit; every line of events.golden.jsonl must still parse.
import { z } from 'zod';
import { event, Uuid } from '#kernel';

/** A view by its table, with its version: what is parked is parked in one version. */
export const ViewName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,54}$/, 'must be the name of a view, as in trainees_v1')
  .meta({ id: 'ViewName', description: 'A view by the name of its table, as in trainees_v1.' });

export const DiscardReason = z
  .enum(['wrong-data', 'superseded', 'authority-order'])
  .meta({ id: 'DiscardReason' });

export const ParkedRetryRequested = event('ParkedRetryRequested', {
  view: ViewName,
  /** Absent: all that waits in the view. */
  key: z.string().min(1).max(200).optional(),
});
export const ParkedDiscardRequested = event('ParkedDiscardRequested', {
  view: ViewName,
  event: Uuid,
  reason: DiscardReason,
});
/** From here on every fold of the view leaves the event out. */
export const ParkedEventDiscarded = event('ParkedEventDiscarded', { view: ViewName, event: Uuid });

export const ParkingEvent = z.discriminatedUnion('type', [
  ParkedRetryRequested,
  ParkedDiscardRequested,
  ParkedEventDiscarded,
]);
export type ParkingEvent = z.infer<typeof ParkingEvent>;
