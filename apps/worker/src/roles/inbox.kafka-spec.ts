import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { deadLettersOf, openKafka, type TopicSettings } from '#messaging';
import type { Admin } from 'kafkajs';
import { pino } from 'pino';
import { eventually } from '../../../../test/support/eventually.js';
import { brokersOfTheRun, describeWithKafka } from '../../../../test/support/kafka/describe.js';
import type { Platform } from '../platform.js';
import { inboxRole } from './inbox.js';
import type { RunningRole } from './role.js';

describeWithKafka('the inbox role', () => {
  let admin: Admin;
  let topic: string;
  let role: RunningRole | undefined;
  beforeEach(async () => {
    admin = openKafka({ brokers: brokersOfTheRun() }, { clientId: 'inbox-spec' }).admin();
    await admin.connect();
    topic = `partner-${randomUUID()}`;
  });
  afterEach(async () => {
    await role?.stop();
    await admin.disconnect();
  });

  const start = async (): Promise<RunningRole> =>
    (role = await inboxRole.start({
      // Nothing is sent, so nothing is decided.
      platform: {} as Platform,
      log: pino({ level: 'silent' }),
      environment: inboxRole.environment.parse({
        KAFKA_BROKERS: brokersOfTheRun().join(','),
        ...{ KAFKA_REPLICATION: '1', KAFKA_MIN_INSYNC_REPLICAS: '1' },
        KAFKA_INBOX: JSON.stringify([
          { topic, partner: `p-${randomUUID()}`, actor: { role: 'college' }, partitions: 2 },
        ]),
      }),
    }));
  const make = (name: string, { partitions }: Pick<TopicSettings, 'partitions'>, policy: string) =>
    admin.createTopics({
      topics: [
        {
          ...{ topic: name, numPartitions: partitions, replicationFactor: 1 },
          configEntries: [{ name: 'cleanup.policy', value: policy }],
        },
      ],
    });
  const partitionsOf = async (name: string) =>
    (await admin.fetchTopicMetadata({ topics: [name] })).topics[0]?.partitions.length;

  it('takes a partner’s topic as it is, and makes one that is missing', async () => {
    await make(topic, { partitions: 3 }, 'compact');
    const first = await start();
    await eventually('it runs', () => first.health().state === 'running');
    expect(await partitionsOf(topic)).toBe(3);
    expect(await partitionsOf(deadLettersOf(topic))).toBe(1);
    await first.stop();
    topic = `${topic}-2`;
    const second = await start();
    await eventually('it runs', () => second.health().state === 'running');
    expect(await partitionsOf(topic)).toBe(2);
  }, 60_000);

  it('stops when the topic of the dead letters is not what it has to be', async () => {
    await make(deadLettersOf(topic), { partitions: 3 }, 'compact');
    const running = await start();
    await eventually('it has stopped', () => running.health().state === 'stopped');
    expect(running.health().detail).toMatch(
      /\.dead-letters has 3 partitions and must have 1: .*; it has cleanup\.policy=compact: /,
    );
  }, 60_000);
});
