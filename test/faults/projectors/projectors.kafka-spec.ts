import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, it, jest } from '@jest/globals';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { brokersOfTheRun, describeWithKafka } from '../../support/kafka/describe.js';
import { publishFrom } from '../../support/publish.js';
import { openGround, type Ground } from './ground.js';
import { takeovers } from './takeovers.js';

jest.setTimeout(300_000);
const partitions = 6;

describeWithKafka('projectors fed from Kafka, started three times by mistake', () => {
  const topic = `events-${randomBytes(4).toString('hex')}`;
  let ground: Ground;
  let producer: Producer;
  let published: string | undefined;
  beforeAll(async () => {
    const brokers = brokersOfTheRun();
    const kafka = new Kafka({
      ...{ clientId: 'test', brokers: [...brokers], logLevel: logLevel.NOTHING },
    });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({
      topics: [{ topic, numPartitions: partitions, replicationFactor: 1 }],
    });
    await admin.disconnect();
    producer = kafka.producer();
    await producer.connect();
    ground = await openGround({
      ...{ PROJECTION_FEED: 'kafka', KAFKA_BROKERS: brokers.join(','), KAFKA_TOPIC: topic },
      KAFKA_PARTITIONS: String(partitions),
    });
  });
  afterAll(async () => {
    await ground.close();
    await producer.disconnect();
  });

  it('double nothing and lack nothing, and one that is killed is covered within 15 s', () =>
    takeovers(ground, async () => {
      published = await publishFrom(published, {
        ...{ store: ground.platform.store, producer, topic, partitions },
      });
    }));
});
