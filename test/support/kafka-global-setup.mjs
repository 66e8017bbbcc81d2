// One PostgreSQL and one Kafka node for the whole run. Where no broker is to be had, the specs are told why and say so.
import startServer from './global-setup.mjs';

export default async function startKafka() {
  await startServer();
  if (process.env.KAFKA_BROKERS || process.env.TEST_KAFKA_BROKERS) return;
  const { whyNoBroker } = await import('./kafka/availability.ts');
  const why = whyNoBroker();
  if (why) process.env.TEST_NO_KAFKA = why;
  else {
    const { startCluster } = await import('./kafka/cluster.ts');
    const cluster = await startCluster({ nodes: 1 });
    process.env.TEST_KAFKA_BROKERS = cluster.brokers.join(',');
    globalThis.stopTestKafka = cluster.stop;
  }
}
