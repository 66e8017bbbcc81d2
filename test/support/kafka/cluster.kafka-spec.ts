import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { eventually } from '../eventually.js';
import { startCluster, type KafkaCluster } from './cluster.js';
import { brokersOfTheRun, describeWithKafka, describeWithOwnNodes } from './describe.js';

const clientOf = (brokers: readonly string[]) =>
  new Kafka({ clientId: 'test', brokers: [...brokers], logLevel: logLevel.NOTHING });

describeWithKafka('the Kafka of the run', () => {
  it('answers an admin client', async () => {
    const admin = clientOf(brokersOfTheRun()).admin();
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    await admin.disconnect();
    expect(brokers.length).toBeGreaterThan(0);
  });
});

describeWithOwnNodes('three nodes', () => {
  let cluster: KafkaCluster;
  beforeAll(async () => {
    cluster = await startCluster({ nodes: 3 });
  }, 90_000);
  afterAll(() => cluster.stop());

  it('go on without one, and take it back', async () => {
    const admin = clientOf(cluster.brokers.slice(1)).admin();
    await admin.connect();
    await cluster.kill(1);
    const topic = { topic: 'while-one-is-gone', numPartitions: 1, replicationFactor: 2 };
    await eventually('a topic is made without it', async () => {
      // It may be asked of the one that is gone, while that is still taken for the one in charge.
      await admin.createTopics({ topics: [topic], timeout: 20_000 }).catch(() => false);
      return (await admin.listTopics()).includes(topic.topic);
    });
    cluster.restart(1);
    await cluster.up();
    await admin.disconnect();
  }, 90_000);
});
