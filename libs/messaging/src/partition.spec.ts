import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { keyOf, murmur2, partitionOf } from './partition.js';

// From org.apache.kafka.common.utils.UtilsTest.
const vectors = [
  ['21', -973_932_308],
  ['foobar', -790_332_482],
  ['a-little-bit-long-string', -985_981_536],
  ['a-little-bit-longer-string', -1_486_304_829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58_897_971],
  ['abc', 479_470_107],
] as const;

const kafkajs = Partitioners.DefaultPartitioner();
const theirs = (key: string, partitions: number): number =>
  kafkajs({
    topic: 't',
    partitionMetadata: Array.from({ length: partitions }, (_, partitionId) => ({
      ...{ partitionId, partitionErrorCode: 0, leader: 1, replicas: [1], isr: [1] },
    })),
    message: { key, value: null },
  });

describe('the partition of an event', () => {
  it.each(vectors)('comes from the hash that Kafka has for %s', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });
  it('is what other clients choose for the same key, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.integer({ min: 1, max: 64 }),
        (key, of) => {
          expect(partitionOf(key, of)).toBe(theirs(key, of));
        },
      ),
    );
  });
  it('is that of its first subject, or of its stream when it has none', () => {
    expect(keyOf({ subjects: ['person-1', 'class-2'], stream: 'hours-3' })).toBe('person-1');
    expect(keyOf({ subjects: [], stream: 'pack-3' })).toBe('pack-3');
  });
});
