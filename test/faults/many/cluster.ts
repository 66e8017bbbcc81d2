import { randomBytes } from 'node:crypto';
import { brokersOfTheRun } from '../../support/kafka/describe.js';
import type { FleetOptions } from './fleet.js';

/** As the profile `cluster` has it: events on EventStoreDB, views fed from Kafka, a topic of its own. */
export const cluster = (): Required<FleetOptions> => ({
  events: 'eventstoredb',
  environment: {
    ...{ PROJECTION_FEED: 'kafka', KAFKA_BROKERS: brokersOfTheRun().join(',') },
    ...{ KAFKA_TOPIC: `events-${randomBytes(4).toString('hex')}`, KAFKA_INBOX: '[]' },
    // The run may have one broker, where the cluster has three.
    ...{ KAFKA_REPLICATION: '1', KAFKA_MIN_INSYNC_REPLICAS: '1' },
  },
});
