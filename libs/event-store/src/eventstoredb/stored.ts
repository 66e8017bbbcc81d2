import type { AllStreamRecordedEvent, RecordedEvent } from '@eventstore/db-client';
import type { EventMeta, Instant } from '#kernel';
import type { StoredEvent } from '../port.js';
import { positionOf, type Place } from './positions.js';

/** What this adapter keeps in an event's metadata beside the writer's own. */
type KeptMeta = EventMeta & { readonly recordedAt: Instant };

export type Found = RecordedEvent | AllStreamRecordedEvent;

/** The server's own events, deletions and links; none of them is an event of ours. */
export const isSystemEvent = ({ type, streamId }: Pick<Found, 'type' | 'streamId'>): boolean =>
  type.startsWith('$') || streamId.startsWith('$');

/**
 * An event of the server in the form of the port. Throws `Error` for one that was not written by this adapter: the store is the
 * platform's own, and whoever writes into it beside the adapter has to be found.
 */
export const storedEvent = (found: Found): StoredEvent => {
  const { id, type, streamId: stream, revision, data, metadata, isJson } = found;
  const { recordedAt, ...meta } = (metadata ?? {}) as Partial<KeptMeta>;
  const place = found.position as Place | undefined;
  if (!isJson || typeof recordedAt !== 'string' || !place)
    throw new Error(`${stream}@${String(revision)} was not written by this platform`);
  return {
    type,
    data: data as object,
    meta: {
      ...(meta as EventMeta),
      id,
      stream,
      revision: Number(revision),
      position: positionOf(place),
      recordedAt,
    },
  };
};

/** The metadata as they are stored. `meta` is a JSON object without subjects and `subjects` is what was taken out of it. */
export const keptMeta = (
  meta: string,
  subjects: readonly string[],
  recordedAt: Instant,
): string => {
  const head = `{"recordedAt":"${recordedAt}","subjects":${JSON.stringify(subjects)}`;
  return meta === '{}' ? `${head}}` : `${head},${meta.slice(1)}`;
};
