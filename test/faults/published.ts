import type { EventStore, StoredEvent } from '#event-store';
import type { PersonActor } from '#kernel';
import { deadLetterFor } from '../../libs/messaging/src/inbox/dead-letter.js';
import { readPartnerEvent } from '../../libs/messaging/src/inbox/partner-event.js';
import { carryOut } from '../../libs/messaging/src/inbox/request.js';
import { batchOf } from '../../libs/messaging/src/relay/batch.js';
import { contexts, type Platform } from '../../apps/worker/src/index.js';

const time = '2026-11-02T08:00:00Z';
const limits = { partitions: 4, partitionBytes: 900_000, events: 1_000 };
const messages = contexts.flatMap(({ partnerMessages = [] }) => partnerMessages);

/** What a relay would send of these events: keys and values, whole. */
export const published = (events: readonly StoredEvent[]): Buffer => {
  const parts: Buffer[] = [];
  for (let from = 0; from < events.length;) {
    const batch = batchOf(events.slice(from), limits, time);
    for (const { key, value } of batch.messages)
      parts.push(Buffer.from(`\n${key ?? ''}\n`), Buffer.from(value));
    from += batch.events;
  }
  return Buffer.concat(parts);
};

/** All events of a store, in order. */
export const wholeFeed = async (store: EventStore): Promise<readonly StoredEvent[]> => {
  const all: StoredEvent[] = [];
  for (;;) {
    const more = await store.readAll(all.at(-1)?.meta.position, undefined, 1_000);
    if (more.length === 0) return all;
    all.push(...more);
  }
};

/** The dead letter that an inbox would write about a partner's message. Throws when the message was done and there is none. */
export const deadLetterAbout = async (
  value: Buffer,
  actor: PersonActor,
  { dispatcher }: Pick<Platform, 'dispatcher'>,
): Promise<Buffer> => {
  const refusals = await carryOut(readPartnerEvent(value, 'lms', messages), actor, dispatcher);
  if (refusals.length === 0) throw new Error('the message was done');
  const place = { topic: 'partner.lms', partition: 0, offset: '7' };
  return Buffer.from(JSON.stringify(deadLetterFor(place, refusals, time)));
};
