import {
  deadLettersOf,
  ensureTopic,
  Inbox,
  inboxVariables,
  kafkaVariables,
  openKafka,
  provideTopic,
  settingsFrom,
  TopicDiffers,
  type InboxHealth,
} from '#messaging';
import { contexts } from '../contexts.js';
import { kafkaLog, nameOf } from './kafka-log.js';
import type { RoleHealth, WorkerRole } from './role.js';
import { settled } from './settled.js';

const variables = kafkaVariables.extend(inboxVariables.shape);

/** Reads the topics of partners and has what they ask for decided; copies share the partitions. */
export const inboxRole: WorkerRole<typeof variables> = {
  name: 'inbox',
  summary: 'Takes what systems of partners report over Kafka.',
  deployments: ['cluster'],
  environment: variables,
  check: (environment) => void settled(() => settingsFrom(environment)),
  start: ({ platform: { dispatcher }, log, environment }) => {
    const settings = settled(() => settingsFrom(environment));
    const kafka = openKafka(settings, { clientId: 'skilltrace-inbox', onLog: kafkaLog(log) });
    const { replication, minInsyncReplicas } = settings;
    const messages = contexts.flatMap(({ partnerMessages = [] }) => partnerMessages);
    const inboxes = environment.KAFKA_INBOX.map((source) => {
      const { partner, topic, partitions } = source;
      const letters = { topic: deadLettersOf(topic), partitions: 1, partitionsFixed: true };
      const like = { replication, minInsyncReplicas };
      return new Inbox({
        ...{ kafka, dispatcher, source, messages },
        prepare: async () => {
          await provideTopic(kafka, { ...like, topic, partitions });
          await ensureTopic(kafka, { ...like, ...letters });
        },
        isFinal: (error) => error instanceof TopicDiffers,
        onTrouble: (error) => log.warn({ partner, error: nameOf(error) }, 'the inbox tries again'),
        onStopped: (reason) => log.error({ partner }, `the inbox has stopped: ${reason}`),
        onFailed: (place, error) =>
          log.error(
            { partner, ...place, error: nameOf(error) },
            'a partner’s message cannot be taken',
          ),
        onRefused: (codes) => log.info({ partner, codes }, 'a partner’s message was refused'),
      });
    });
    for (const inbox of inboxes) inbox.start();
    return {
      health: () => worst(inboxes.map((inbox) => inbox.health())),
      stop: async () => {
        await Promise.all(inboxes.map((inbox) => inbox.stop()));
      },
    };
  },
};

/** One partner’s trouble is the role’s. */
const worst = (all: readonly InboxHealth[]): RoleHealth =>
  all.find(({ state }) => state === 'stopped') ??
  all.find(({ state }) => state === 'behind') ?? { state: 'running' };
