import {
  ParkedDiscardRequested,
  ParkedEventDiscarded,
  ParkedRetryRequested,
} from '#operations/events';
import { parking } from '#operations';
import type { ParkingActs, ParkingRequest } from '#projections';
import type { StoredEvent } from '#event-store';

/** What the views' keepers need to know of the acts on parked events. */
export const parkingActs: ParkingActs = {
  requests: ['ParkedRetryRequested', 'ParkedDiscardRequested'],
  requestOf: ({ type, data }: StoredEvent): ParkingRequest | undefined => {
    const retry = ParkedRetryRequested.safeParse({ type, data });
    if (retry.success) return { kind: 'retry', ...retry.data.data };
    const discard = ParkedDiscardRequested.safeParse({ type, data });
    return discard.success ? { kind: 'discard', ...discard.data.data } : undefined;
  },
  streamOf: (view) => `${parking.category}-${view}`,
  discardedBy: ({ type, data }) => {
    const discarded = ParkedEventDiscarded.safeParse({ type, data });
    return discarded.success ? discarded.data.data.event : undefined;
  },
  confirmDiscard: (view, event) => ({
    category: parking.category,
    command: { type: 'ConfirmDiscard', data: { view, event } },
  }),
};
