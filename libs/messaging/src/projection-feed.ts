import type { FeedListener, FeedMembership, OffsetRange, PartitionedFeed } from '#projections';
import type { Admin, Kafka } from 'kafkajs';
import { KafkaMembership } from './feed-membership.js';
import { keyOf, partitionOf } from './partition.js';
import { StoreEnd } from './store-end.js';
import { aheadOf, type Compared } from './topic-ahead.js';
import { topicEnds } from './topic-ends.js';
import { partitionsDiffer } from './topics.js';

/** Which topic, of which brokers, filled from which store. The caller keeps client and store. */
export interface KafkaFeedOptions {
  /** Its brokers, client id and credentials; its log levels are the caller's. */
  readonly kafka: Kafka;
  /** The one topic that the relay fills. */
  readonly topic: string;
  /** How many partitions the topic has, as the relay counts them. */
  readonly partitions: number;
  /** The store that it is filled from. */
  readonly store: Compared;
  /** Consumer groups are called `<group>.divided` and `<group>.whole`. */
  readonly group: string;
  /** Told of what keeps a member out of its group; it tries again for ever. Must not throw. */
  readonly onTrouble?: (error: unknown) => void;
}

/**
 * The relay's topic as a feed for views. Members of the group `divided` share the partitions; of those in `whole` one has all and the
 * others wait. A member that falls silent is relieved after 6 s, the least that a broker allows by its default. Where reading goes on
 * is told by the listener alone; offsets are committed to the group for lag monitoring and never read. A message that names a place
 * which the store does not have is delivered as unreadable.
 */
export const kafkaFeed = (options: KafkaFeedOptions): PartitionedFeed => {
  const { kafka, topic, partitions, store } = options;
  const end = new StoreEnd(store);
  return {
    name: topic,
    partitions,
    partitionOf: ({ meta }) => partitionOf(keyOf(meta), partitions),
    unfit: async (anew, signal) => {
      const found = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic));
      const differs = partitionsDiffer(found.length, { partitions });
      if (differs !== undefined) return `topic ${topic} ${differs}`;
      return anew ? aheadOf(topic, await topicEnds(kafka, topic, signal), store) : undefined;
    },
    ranges: (asked) => withAdmin(kafka, (admin) => rangesOf(admin, topic, asked)),
    join: (how: 'shared' | 'alone', listener: FeedListener): FeedMembership =>
      new KafkaMembership(how, listener, { ...options, end }),
  };
};

/** Asked at assignments only: a connection for each is cheaper than one that has to be kept alive. */
const withAdmin = async <T>(kafka: Kafka, ask: (admin: Admin) => Promise<T>): Promise<T> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await ask(admin);
  } finally {
    await admin.disconnect();
  }
};

const rangesOf = async (
  admin: Admin,
  topic: string,
  asked: readonly number[],
): Promise<ReadonlyMap<number, OffsetRange>> => {
  const found = await admin.fetchTopicOffsets(topic);
  return new Map(
    found
      .filter(({ partition }) => asked.includes(partition))
      .map(({ partition, low, high }) => [partition, { first: low, end: high }]),
  );
};
