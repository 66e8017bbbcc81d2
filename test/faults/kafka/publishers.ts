import { Kafka, logLevel, type Producer } from 'kafkajs';
import { openKafka, Publisher, type RelayOptions, type Shortfall } from '#messaging';

/** What a relay sends with. */
export type Sender = RelayOptions['publisher'];

/** As the relay's role has it; `shortfalls` tells what had to be sent again. */
export const ours = (
  brokers: readonly string[],
  topic: string,
): { readonly sender: Sender; readonly shortfalls: readonly Shortfall[] } => {
  const shortfalls: Shortfall[] = [];
  const kafka = openKafka({ brokers }, { clientId: 'test-relay' });
  const onShortfall = (shortfall: Shortfall) => void shortfalls.push(shortfall);
  return { sender: new Publisher({ kafka, topic, onShortfall }), shortfalls };
};

/**
 * As one would write it: the key decides the partition, `acks=-1`, and a send that resolves is believed. Everything else of the relay
 * is the same. A send that rejects is made again.
 */
export const bare = (brokers: readonly string[], topic: string): Sender => {
  const kafka = new Kafka({
    ...{ clientId: 'test-bare', brokers: [...brokers], logLevel: logLevel.NOTHING },
    retry: { retries: 30, initialRetryTime: 100, maxRetryTime: 1_000 },
  });
  let producer: Producer | undefined;
  return {
    publish: async (messages, signal, between) => {
      const keyed = messages.filter(({ key }) => key !== null);
      for (let tries = 1; keyed.length > 0 && !signal.aborted; tries += 1) {
        producer ??= kafka.producer({ allowAutoTopicCreation: false });
        try {
          await producer.connect();
          await producer.send({
            topic,
            acks: -1,
            messages: keyed.map(({ key, value }) => ({ key, value })),
          });
          return;
        } catch {
          // It says that it failed, so it is made again: what is looked for is the loss that it does not tell of.
          await between(tries);
        }
      }
    },
    close: async () => producer?.disconnect(),
  };
};
