import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';
import type { TopicSettings } from './settings.js';

// Node does not find this one among the names that kafkajs exports.
const { ConfigResourceTypes } = kafkajs;

/**
 * Most bytes that a broker may be sent for one partition at once: what `max.message.bytes` has to be at least. An event is made of one
 * command, and the gateway takes 1,048,576 bytes of a request (`defaultLimits.body`); what is not of the request comes on top:
 *
 * - metadata and the attributes of the envelope that repeat them: 20 pieces of evidence of 130 bytes, and about 2,000 for ids,
 *   moments, actor, trace and names – 5,000;
 * - what was looked at, `basedOn`, and the subjects: for each entry of the longest list of a command, 500, a stream and a subject of
 *   120 bytes each – 120,000;
 * - the watermark behind it in the same record batch and the framing of both – 1,000.
 *
 * That is 126,000; twice as much is allowed for. A send of many events is kept below 900,000 and so is never more than this.
 */
export const greatestMessageBytes = 1_048_576 + 262_144;

/** The topic is there and is not what it has to be. The message is one line: what differs, and what to do. */
export class TopicDiffers extends Error {
  override readonly name = 'TopicDiffers';
}

/**
 * Makes the topic when it is missing, and otherwise checks it. Rejects with `TopicDiffers` – people have to act, and nothing may be
 * published –, or with the client's error when the brokers are out of reach: ask again.
 */
export const ensureTopic = (kafka: Kafka, wanted: TopicSettings): Promise<void> =>
  withAdmin(kafka, (admin) =>
    onceKnown(async () => {
      await provide(admin, wanted);
      await check(admin, wanted);
    }),
  );

/** Makes the topic when it is missing; one that is there is its owner's business. Rejects with the client's error: ask again. */
export const provideTopic = (kafka: Kafka, wanted: TopicSettings): Promise<void> =>
  withAdmin(kafka, (admin) => onceKnown(() => provide(admin, wanted)));

const withAdmin = async (kafka: Kafka, use: (admin: Admin) => Promise<void>): Promise<void> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    await use(admin);
  } finally {
    await admin.disconnect();
  }
};

const provide = async (admin: Admin, wanted: TopicSettings): Promise<void> => {
  const there = await admin.listTopics();
  if (!there.includes(wanted.topic)) await create(admin, wanted);
};

/** False when another made it in the meantime, which is as good. */
const create = (admin: Admin, wanted: TopicSettings): Promise<boolean> =>
  admin.createTopics({
    topics: [
      {
        topic: wanted.topic,
        numPartitions: wanted.partitions,
        replicationFactor: wanted.replication,
        configEntries: [
          { name: 'min.insync.replicas', value: String(wanted.minInsyncReplicas) },
          { name: 'cleanup.policy', value: 'delete' },
          { name: 'unclean.leader.election.enable', value: 'false' },
          { name: 'max.message.bytes', value: String(greatestMessageBytes) },
        ],
      },
    ],
  });

const knownWithinMs = 15_000;

/** A topic that was made a moment ago, by us or by another at the same time, is not known to every broker at once. */
const onceKnown = async (ask: () => Promise<void>): Promise<void> => {
  const until = performance.now() + knownWithinMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const { type } = (error ?? {}) as { readonly type?: unknown };
      if (type !== 'UNKNOWN_TOPIC_OR_PARTITION' || performance.now() > until) throw error;
      await sleep(100);
    }
  }
};

const check = async (admin: Admin, wanted: TopicSettings): Promise<void> => {
  const { topic } = wanted;
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const partitions = topics.find(({ name }) => name === topic)?.partitions ?? [];
  const copies = Math.min(...partitions.map(({ replicas }) => replicas.length));
  const names = [
    ...['min.insync.replicas', 'cleanup.policy'],
    ...['unclean.leader.election.enable', 'max.message.bytes'],
  ];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: names }],
  });
  const set = (name: string): string =>
    resources[0]?.configEntries.find(({ configName }) => configName === name)?.configValue ?? '';
  const differs = differences(wanted, {
    partitions: partitions.length,
    copies,
    minInsyncReplicas: Number(set('min.insync.replicas')),
    cleanup: set('cleanup.policy'),
    unclean: set('unclean.leader.election.enable') === 'true',
    maxMessageBytes: Number(set('max.message.bytes')),
  });
  if (differs.length > 0) throw new TopicDiffers(`topic ${topic} ${differs.join('; it ')}`);
};

/** A topic as it is: its partitions, copies of the one that has fewest, and its settings. */
export interface TopicAsItIs {
  readonly partitions: number;
  readonly copies: number;
  readonly minInsyncReplicas: number;
  readonly cleanup: string;
  /** Whether a copy that lacks messages may lead. */
  readonly unclean: boolean;
  readonly maxMessageBytes: number;
}

/** That a topic has other partitions than it has to, and what to do; undefined when it has as many. */
export const partitionsDiffer = (
  is: number,
  { partitions, partitionsFixed = false }: Pick<TopicSettings, 'partitions' | 'partitionsFixed'>,
): string | undefined => {
  if (is === partitions) return undefined;
  if (partitionsFixed)
    return `has ${String(is)} partitions and must have ${String(partitions)}: delete it when it was read, and it is made anew`;
  return `has ${String(is)} partitions and KAFKA_PARTITIONS says ${String(partitions)}: another number breaks the order of what is in it, so have KAFKA_PARTITIONS say ${String(is)}, or name a new topic`;
};

/** What is not as it has to be, and what to do: each a sentence about the topic without its subject. More safety is no difference. */
export const differences = (wanted: TopicSettings, is: TopicAsItIs): readonly string[] => [
  ...[partitionsDiffer(is.partitions, wanted) ?? []].flat(),
  ...(is.copies >= wanted.replication
    ? []
    : [
        `has a partition with ${String(is.copies)} copies and KAFKA_REPLICATION says ${String(wanted.replication)}: reassign its partitions (kafka-reassign-partitions), or set KAFKA_REPLICATION=${String(is.copies)}`,
      ]),
  ...(is.minInsyncReplicas >= wanted.minInsyncReplicas
    ? []
    : [
        `has min.insync.replicas=${String(is.minInsyncReplicas)} and KAFKA_MIN_INSYNC_REPLICAS says ${String(wanted.minInsyncReplicas)}: alter it (kafka-configs), or set KAFKA_MIN_INSYNC_REPLICAS=${String(is.minInsyncReplicas)}`,
      ]),
  ...(is.cleanup.split(',').includes('compact')
    ? [
        `has cleanup.policy=${is.cleanup}: compaction removes all but the last event of a subject, so set it to delete (kafka-configs)`,
      ]
    : []),
  ...(is.unclean
    ? [
        'has unclean.leader.election.enable=true: a copy that lacks messages could lead, and they would be lost, so set it to false (kafka-configs)',
      ]
    : []),
  ...(is.maxMessageBytes >= greatestMessageBytes
    ? []
    : [
        `has max.message.bytes=${String(is.maxMessageBytes)} and the greatest event may need ${String(greatestMessageBytes)}: alter it (kafka-configs)`,
      ]),
];
