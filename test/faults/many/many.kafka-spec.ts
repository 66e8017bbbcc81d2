import { randomBytes } from 'node:crypto';
import { brokersOfTheRun, describeWithKafka } from '../../support/kafka/describe.js';
import { manyProcesses } from './crew.js';

describeWithKafka(
  'many processes on one database and Kafka, every one of them started twice',
  () => {
    manyProcesses(() => ({
      kinds: { gateway: 2, projector: 3, reactor: 2, relay: 2 },
      countsAll: false,
      environment: {
        ...{ PROJECTION_FEED: 'kafka', KAFKA_BROKERS: brokersOfTheRun().join(',') },
        KAFKA_TOPIC: `events-${randomBytes(4).toString('hex')}`,
        // The run may have one broker, where the cluster has three.
        ...{ KAFKA_REPLICATION: '1', KAFKA_MIN_INSYNC_REPLICAS: '1' },
      },
    }));
  },
);
