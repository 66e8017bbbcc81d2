import {
  ensureTopic,
  kafkaVariables,
  openKafka,
  Publisher,
  Relay,
  settingsFrom,
  TopicDiffers,
  topicEnds,
  type RelayTrouble,
} from '#messaging';
import { TailLease } from '#projections';
import type { Logger } from 'pino';
import { kafkaLog, nameOf } from './kafka-log.js';
import type { WorkerRole } from './role.js';
import { settled } from './settled.js';

/** Publishes the feed of the store; of several copies one does, and the others stand by. */
export const relayRole: WorkerRole<typeof kafkaVariables> = {
  name: 'relay',
  summary: 'Publishes every event of the store to Kafka.',
  deployments: ['cluster'],
  environment: kafkaVariables,
  check: (environment) => void settled(() => settingsFrom(environment)),
  start: ({ platform: { store, pool }, log, environment }) => {
    const settings = settled(() => settingsFrom(environment));
    const kafka = openKafka(settings, { clientId: 'skilltrace-relay', onLog: kafkaLog(log) });
    const { topic, partitions } = settings;
    const onTrouble = tellRelay(log);
    const relay = new Relay({
      ...{ store, partitions, topic, onTrouble },
      lease: new TailLease(pool, `relay:${topic}`),
      publisher: new Publisher({
        ...{ kafka, topic },
        onShortfall: (shortfall) => onTrouble({ kind: 'sent-again', ...shortfall }),
      }),
      prepare: () => ensureTopic(kafka, settings),
      ends: (signal) => topicEnds(kafka, topic, signal),
      isFinal: (error) => error instanceof TopicDiffers,
    });
    relay.start();
    return { health: () => relay.health(), stop: () => relay.stop() };
  },
};

const tellRelay =
  (log: Logger) =>
  (trouble: RelayTrouble): void => {
    if (trouble.kind === 'relieved') log.info('another relay has taken over');
    else if (trouble.kind === 'stopped') log.error(`the relay has stopped: ${trouble.reason}`);
    else if (trouble.kind === 'retrying')
      log.warn({ error: nameOf(trouble.error) }, 'the relay tries again');
    else {
      const { messages, partitions, error } = trouble;
      log.warn(
        { messages, partitions, error: nameOf(error) },
        'Kafka has not answered for all; sent again',
      );
    }
  };
