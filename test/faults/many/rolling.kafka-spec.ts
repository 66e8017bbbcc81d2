import { describeWithKafka } from '../../support/kafka/describe.js';
import { cluster } from './cluster.js';
import { rollingUpdate } from './rolling.js';

describeWithKafka('a rolling update on EventStoreDB and Kafka under load', () => {
  rollingUpdate(() => ({
    kinds: ['gateway', 'gateway', 'projector', 'reactor', 'relay', 'inbox'],
    ...cluster(),
  }));
});
