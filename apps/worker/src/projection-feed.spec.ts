import { WrongKafkaSettings } from '#messaging';
import { describe, expect, it } from '@jest/globals';
import { MemoryEventStore } from '../../../test/support/memory-event-store.js';
import { feedFrom, projectorVariables } from './projection-feed.js';

const feedOf = (environment: Readonly<Record<string, string>>) =>
  feedFrom(projectorVariables.parse(environment), new MemoryEventStore(), () => undefined);

describe('the feed of views', () => {
  it('is the store when nothing is said, and whatever is said of Kafka', () => {
    expect(feedOf({})).toBeUndefined();
    expect(feedOf({ KAFKA_BROKERS: '127.0.0.1:9092' })).toBeUndefined();
  });

  it('is the relay’s topic when Kafka is asked for', () => {
    expect(
      feedOf({ PROJECTION_FEED: 'kafka', KAFKA_BROKERS: '127.0.0.1:9092', KAFKA_PARTITIONS: '5' }),
    ).toMatchObject({ name: 'skilltrace.events', partitions: 5 });
  });

  it('names the variable that is missing or wrong', () => {
    expect(() => feedOf({ PROJECTION_FEED: 'kafka' })).toThrow(WrongKafkaSettings);
    expect(() => feedOf({ PROJECTION_FEED: 'kafka' })).toThrow('KAFKA_BROKERS must be set');
    expect(() => feedOf({ PROJECTION_FEED: 'pigeons' })).toThrow('must be store or kafka');
    expect(() => feedOf({ PROJECTION_PARKED_MAX: '0' })).toThrow('must be at least 1');
  });
});
