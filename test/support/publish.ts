import type { EventStore } from '#event-store';
import { keyOf, partitionOf, toCloudEvent, watermarkOf } from '#messaging';
import type { Producer } from 'kafkajs';

export interface Publishing {
  readonly store: EventStore;
  readonly producer: Producer;
  readonly topic: string;
  readonly partitions: number;
}

/**
 * Publishes what is in the store after a position, every event to its partition and a watermark to all after each batch: what a relay
 * does while nothing fails. Answers the position that was reached.
 */
export const publishFrom = async (
  after: string | undefined,
  { store, producer, topic, partitions }: Publishing,
): Promise<string | undefined> => {
  for (let from = after; ;) {
    const events = await store.readAll(from, undefined, 1_000);
    const last = events.at(-1)?.meta;
    if (!last) return from;
    const watermark = JSON.stringify(watermarkOf(last.position, last.recordedAt, last));
    await producer.send({
      ...{ topic, acks: -1 },
      messages: [
        ...events.map((event) => ({
          key: keyOf(event.meta),
          partition: partitionOf(keyOf(event.meta), partitions),
          value: JSON.stringify(toCloudEvent(event)),
        })),
        ...Array.from({ length: partitions }, (_, partition) => ({ partition, value: watermark })),
      ],
    });
    from = last.position;
  }
};
