import type { CloudEventV1 } from 'cloudevents';
import { uuidFrom } from '#event-store';
import type { Instant } from '#kernel';
import { specification } from '../cloud-event.js';
import type { Refusal } from './partner-event.js';

/** CloudEvents type of a dead letter. */
export const deadLetterType = 'skilltrace.inbox.Refused';

/** Where a message stands, which is all that is told of it: it may hold anything, so nothing of it is repeated. */
export interface MessagePlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

/**
 * A letter about a message that was not done, as it lies in the topic of dead letters: where the message stands and why, nothing of what it
 * says.
 */
export type DeadLetter = CloudEventV1<MessagePlace & { readonly reasons: readonly Refusal[] }>;

const namespace = 'c7a0a4d2-0a8e-5c61-8c3a-8f1d2b6e9a70';

/** What was not done of a message, and why. The same message gives the same id. */
export const deadLetterFor = (
  place: MessagePlace,
  reasons: readonly Refusal[],
  time: Instant,
): DeadLetter => ({
  specversion: specification,
  id: uuidFrom(namespace, `${place.topic}/${String(place.partition)}/${place.offset}`),
  source: '/skilltrace/inbox',
  type: deadLetterType,
  ...{ time, datacontenttype: 'application/json' },
  data: { ...place, reasons },
});
