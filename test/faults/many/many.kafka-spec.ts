import { describeWithKafka } from '../../support/kafka/describe.js';
import { cluster } from './cluster.js';
import { manyProcesses } from './crew.js';

describeWithKafka(
  'many processes on EventStoreDB and Kafka, every one of them started twice',
  () => {
    manyProcesses(() => ({
      kinds: { gateway: 2, projector: 3, reactor: 2, relay: 2 },
      ...cluster(),
    }));
  },
);
