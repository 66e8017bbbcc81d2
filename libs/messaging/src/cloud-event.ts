import type { CloudEventV1 } from 'cloudevents';
import type { StoredEvent } from '#event-store';
import type { Instant, Meta, Position } from '#kernel';
import { keyOf } from './partition.js';

/** Every type of ours begins so; the name of the event follows as it is stored. */
export const typePrefix = 'skilltrace.';
/** The one type that is no event. Events are named in capitals, so none can be called this. */
export const watermarkType = 'skilltrace.watermark';
/** `source` of everything the relay publishes. */
export const source = '/skilltrace/events';
/** `specversion`: CloudEvents 1.0. */
export const specification = '1.0';
/** Header `content-type` of a message in structured mode (CloudEvents Kafka protocol binding 1.0, §3.3). */
export const contentType = 'application/cloudevents+json; charset=UTF-8';

/** What a published event carries: all that the store keeps of it. Names no person: nothing that is stored does. */
export interface Carried {
  readonly data: object;
  readonly meta: Meta;
}

/** An event as it stands in a topic. The attributes repeat what routers and filters want of `data.meta`. */
export type PublishedEvent = CloudEventV1<Carried> & {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly correlationid: string;
  readonly causationid: string;
  readonly schemaversion: number;
  /** W3C trace context, where the act was traced. */
  readonly traceparent?: string;
};

/** Which event it is, and where the store has it. */
export type EventPlace = Pick<Meta, 'id' | 'stream' | 'revision'>;

/** Where the relay has come to: see `watermarkOf`. */
export type PublishedWatermark = CloudEventV1<undefined> & {
  readonly position: Position;
  readonly eventid?: string;
  readonly stream?: string;
  readonly revision?: number;
};

/** Name of the schema of an event's `data.data`: also in the AsyncAPI document. */
export const schemaOf = (type: string, version: number): string =>
  `urn:skilltrace:event:${type}:${String(version)}`;

/** The event as a CloudEvent in structured mode. `written` is left out: it is the store's own form. */
export const toCloudEvent = ({ type, data, meta }: StoredEvent): PublishedEvent => ({
  specversion: specification,
  id: meta.id,
  source,
  type: `${typePrefix}${type}`,
  subject: keyOf(meta),
  time: meta.recordedAt,
  datacontenttype: 'application/json',
  dataschema: schemaOf(type, meta.schemaVersion),
  position: meta.position,
  stream: meta.stream,
  revision: meta.revision,
  correlationid: meta.correlationId,
  causationid: meta.causationId,
  schemaversion: meta.schemaVersion,
  ...(meta.trace === undefined ? {} : { traceparent: meta.trace }),
  data: { data, meta },
});

/**
 * Says to the readers of one partition: every event of this partition up to and including `position` stands before this message.
 * Once all partitions have said so of a position, a reader of all of them has seen everything up to there. `last` is the event at
 * that position, where it is known: by it a store tells whether the topic is its own.
 */
export const watermarkOf = (
  position: Position,
  time: Instant,
  last?: EventPlace,
): PublishedWatermark => ({
  specversion: specification,
  id: `watermark-${position}`,
  source,
  type: watermarkType,
  time,
  position,
  ...(last && { eventid: last.id, stream: last.stream, revision: last.revision }),
});
