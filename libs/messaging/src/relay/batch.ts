import type { StoredEvent } from '#event-store';
import type { Instant, Position } from '#kernel';
import { toCloudEvent, watermarkOf, type EventPlace } from '../cloud-event.js';
import { keyOf, partitionOf } from '../partition.js';
import type { Outgoing } from './publisher.js';

export interface BatchLimits {
  readonly partitions: number;
  /** Most bytes for one partition: a broker refuses more than its `message.max.bytes` at once, by default 1,048,588. */
  readonly partitionBytes: number;
  /** Most events: with as many, more may stand behind them. */
  readonly events: number;
}

/** Events made into messages. */
export interface Batch {
  /** Of all partitions: a partition's events in the order of the store, then its watermark. */
  readonly messages: readonly Outgoing[];
  /** Events in it: all that were given, or as many as fit and at least one. */
  readonly events: number;
  readonly last: RelayedTo;
  /** More stood behind it when it was read, or may have. */
  readonly cut: boolean;
  /** The event whose message is the largest. */
  readonly greatest: { readonly position: Position; readonly bytes: number };
}

/** A place in the feed of the store, and the event there, where it is known. */
export interface RelayedTo {
  readonly position: Position;
  readonly event?: EventPlace;
}

/** Headers, key and framing of a message, generously. */
const overhead = 200;

/** The messages of as many of the events as fit, with a watermark for every partition, at `time`. `events` must not be empty. */
export const batchOf = (
  events: readonly StoredEvent[],
  { partitions, partitionBytes, events: most }: BatchLimits,
  time: Instant,
): Batch => {
  const messages: Outgoing[] = [];
  let greatest = { position: '', bytes: 0 };
  const bytes = new Array<number>(partitions).fill(0);
  for (const event of events) {
    const key = keyOf(event.meta);
    const partition = partitionOf(key, partitions);
    const value = Buffer.from(JSON.stringify(toCloudEvent(event)), 'utf8');
    const sum = bytes[partition]! + value.length + overhead;
    if (messages.length > 0 && sum > partitionBytes) break;
    bytes[partition] = sum;
    if (value.length > greatest.bytes)
      greatest = { position: event.meta.position, bytes: value.length };
    messages.push({ partition, key, value });
  }
  const meta = events[messages.length - 1]?.meta;
  if (meta === undefined) throw new Error('a batch of no events');
  const { position, id, stream, revision } = meta;
  const last = { position, event: { id, stream, revision } };
  return {
    messages: [...messages, ...watermarks(last, partitions, time)],
    events: messages.length,
    cut: messages.length < events.length || events.length >= most,
    ...{ last, greatest },
  };
};

/** One for every partition. Comes after the events of its partition in the same send, and so never without them. */
export const watermarks = (
  { position, event }: RelayedTo,
  partitions: number,
  time: Instant,
): readonly Outgoing[] => {
  const value = Buffer.from(JSON.stringify(watermarkOf(position, time, event)), 'utf8');
  return Array.from({ length: partitions }, (_, partition) => ({ partition, key: null, value }));
};
