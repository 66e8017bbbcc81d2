import type { Meta } from '#kernel';

/**
 * What an event is ordered by in a topic: its first subject, so that a person's events stay in order; its stream when it has no
 * subject. The key of its message.
 */
export const keyOf = ({ subjects, stream }: Pick<Meta, 'subjects' | 'stream'>): string =>
  subjects[0] ?? stream;

/**
 * The partition of a key, 0 to `partitions` - 1: what the default partitioner of Kafka's own clients chooses, so that others who
 * write or look for the key agree.
 *
 * Source: org.apache.kafka.clients.producer.internals.BuiltInPartitioner.
 */
export const partitionOf = (key: string, partitions: number): number =>
  (murmur2(Buffer.from(key, 'utf8')) & 0x7fffffff) % partitions;

const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/**
 * MurmurHash 2 as Kafka computes it, a signed 32-bit number. kafkajs has it too, but in big integers, which cost more than the rest
 * of making a message.
 *
 * Source: org.apache.kafka.common.utils.Utils.murmur2.
 */
export const murmur2 = (bytes: Buffer): number => {
  const { length } = bytes;
  const whole = length & ~3;
  let hash = seed ^ length;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(bytes.readInt32LE(at), multiplier);
    word = Math.imul(word ^ (word >>> 24), multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  if (length > whole) {
    for (let at = length - 1; at >= whole; at -= 1)
      hash ^= bytes.readUInt8(at) << (8 * (at - whole));
    hash = Math.imul(hash, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
};
