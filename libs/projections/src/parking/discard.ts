import { StoreUnavailable, uuidFrom, type Dispatcher, type StoredEvent } from '#event-store';
import { mayPass } from '#postgres';
import type { ParkingRequest } from './acts.js';
import { RetryBehindFailed } from './giving-up.js';
import { parkedEventsOf } from './records.js';
import { retryParked, type RetryNeeds } from './retry.js';

type DiscardRequest = Extract<ParkingRequest, { kind: 'discard' }>;

/**
 * Leaves a parked event out of its view for good and tries what waits behind it. First the discard is put on record in the store,
 * where every later fold finds it, then it is carried out. An event that does not wait in that view is not discarded: its rows hold
 * it already. Rejects with `StoreUnavailable` or an error that `mayPass`: do it again; with `RetryBehindFailed` when the discard is on
 * record and what waits behind it could not be tried: it waits on, and a retry is enough; or, before the discard is on record, with
 * the database's error: nothing has changed.
 */
export const discard = async (
  needs: Required<RetryNeeds> & { readonly dispatcher: Dispatcher },
  { view, event }: DiscardRequest,
  asked: StoredEvent,
): Promise<void> => {
  const parked = (await parkedEventsOf(needs.pool, view)).find(({ eventId }) => eventId === event);
  if (!parked) return;
  const { category, command } = needs.acts.confirmDiscard(view, event);
  const envelope = {
    commandId: uuidFrom(asked.meta.id, 'parking'),
    correlationId: asked.meta.correlationId,
    causationId: asked.meta.id,
    trace: asked.meta.trace,
  };
  const outcome = await needs.dispatcher.dispatch(category, command, envelope, {
    system: 'parking',
  });
  if (outcome.outcome === 'rejected') {
    const [{ code }] = outcome.reasons;
    // Rivals are tried again; any other refusal would be answered again, and the request stays without effect.
    if (code === 'E_BUSY') throw new StoreUnavailable('the discard could not be recorded yet');
    return;
  }
  try {
    await retryParked(needs, { view, key: parked.keys[0] });
  } catch (error) {
    if (error instanceof StoreUnavailable || mayPass(error)) throw error;
    throw new RetryBehindFailed('what waits behind a discarded event could not be retried', {
      cause: error,
    });
  }
};
