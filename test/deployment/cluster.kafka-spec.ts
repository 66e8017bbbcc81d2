import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ensureTopic, openKafka } from '#messaging';
import { startServerProcess, type ServerProcess } from '../support/eventstoredb/process.js';
import { eventually } from '../support/eventually.js';
import { brokersOfTheRun, describeWithKafka } from '../support/kafka/describe.js';
import { deploy, migrate, needsKafka, probed, serving, type Deployed } from './as-process.js';

// Real processes, one after the other, on a machine that may be busy.
jest.setTimeout(180_000);

describeWithKafka('a service of the profile cluster, run as a process', () => {
  let deployed: Deployed;
  let eventStore: ServerProcess;
  beforeAll(async () => {
    eventStore = await startServerProcess();
    deployed = await deploy({
      eventStoreUrl: eventStore.url,
      kafkaBrokers: brokersOfTheRun().join(','),
    });
    expect(await deployed.start(migrate()).ended).toBe(0);
    // Without the topic, which the first relay makes, a projector says that it is not ready.
    const kafka = openKafka({ brokers: brokersOfTheRun() }, { clientId: 'deployment-spec' });
    await ensureTopic(kafka, {
      ...{ topic: here.KAFKA_TOPIC, partitions: 12, replication: 1, minInsyncReplicas: 1 },
    });
    // The first who asks a new broker for a group is told to wait, and a projector says then that it is not ready.
    const admin = kafka.admin();
    await admin.connect();
    for (const how of ['divided', 'whole'])
      await eventually('the broker knows of groups', () =>
        admin.fetchOffsets({ groupId: `${here.KAFKA_TOPIC}.views.${how}` }).catch(() => {
          // It is to wait: asked again.
          return undefined;
        }),
      );
    await admin.disconnect();
  });
  afterAll(async () => {
    await deployed.close();
    await eventStore.remove();
  });

  // The run may have one broker, where compose starts three; and a topic of its own.
  const here = {
    ...{ KAFKA_REPLICATION: '1', KAFKA_MIN_INSYNC_REPLICAS: '1' },
    KAFKA_TOPIC: `events-${randomUUID()}`,
  };
  const cluster = serving.filter(([, { profiles }]) => profiles.includes('cluster'));

  it.each(cluster)('is ready as %s, and ends with 0', async (_name, service) => {
    const running = deployed.start(service, needsKafka(service) ? here : {});
    await running.ready();
    expect(await probed(deployed, service, running)).toBe(0);
    running.signal('SIGTERM');
    expect(await running.ended).toBe(0);
    for (const secret of [deployed.vaultKey, new URL(deployed.database.url).password])
      expect(running.output()).not.toContain(secret);
  });
});
