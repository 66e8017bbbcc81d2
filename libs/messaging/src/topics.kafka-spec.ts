import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { brokersOfTheRun, describeWithKafka } from '../../../test/support/kafka/describe.js';
import { ensureTopic, openKafka } from './index.js';

const callers = 4;

describeWithKafka('a topic that is missing', () => {
  it.each(Array.from({ length: 10 }, (_, round) => round + 1))(
    'is there for all who make it at the same time (round %d)',
    async () => {
      const wanted = {
        ...{ topic: `events-${randomUUID()}`, partitions: 12 },
        ...{ replication: 1, minInsyncReplicas: 1 },
      };
      const made = Array.from({ length: callers }, () =>
        ensureTopic(openKafka({ brokers: brokersOfTheRun() }, { clientId: 'topics-spec' }), wanted),
      );
      expect(await Promise.allSettled(made)).toEqual(
        made.map(() => ({ status: 'fulfilled', value: undefined })),
      );
    },
  );
});
