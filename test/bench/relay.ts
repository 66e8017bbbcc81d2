import { Kafka, logLevel } from 'kafkajs';
import { eventStoreMigrations, openPostgresEventStore, type EventStore } from '#event-store';
import {
  ensureTopic,
  keyOf,
  openKafka,
  Publisher,
  Relay,
  toCloudEvent,
  topicEnds,
} from '#messaging';
import { migrate, openPool } from '#postgres';
import { projectionMigrations, TailLease } from '#projections';
import { startCluster, type KafkaCluster } from '../support/kafka/cluster.js';
import { startReader } from '../support/kafka/reading.js';
import { append, appendOne } from '../support/kafka/writing.js';
import { interleaved, median, type Bench } from './bench.js';

const defaults = {
  events: 60_000,
  batch: 1_000,
  relayBatch: 1_000,
  partitions: 12,
  perSecond: 500,
  seconds: 20,
};
type Parameters = typeof defaults;

/**
 * From a full store to an empty topic: the relay, against a bare producer of kafkajs that sends the same bytes under the same keys in
 * batches of `batch`, one after the other, with the same acks. Then the way of single events at `perSecond`, from before the append
 * until a consumer has them. Events per second, and milliseconds.
 */
export const run: Bench = async (options) => {
  const given = { ...defaults, ...options.parameters };
  const cluster = await startCluster({ nodes: 1 });
  try {
    const store = await filledStore(options.databaseUrl, given.events);
    const bytes = await messagesIn(store);
    const size = Math.round(bytes.reduce((sum, { value }) => sum + value.length, 0) / bytes.length);
    const rates = await interleaved(options.rounds, {
      relay: async () => {
        const rate = await relayed(options.databaseUrl, store, cluster, given);
        options.say(`relay ${rate.toFixed(0)}/s`);
        return rate;
      },
      bare: async () => {
        const rate = await produced(bytes, cluster, given);
        options.say(`bare ${rate.toFixed(0)}/s`);
        return rate;
      },
    });
    await store.close();
    const latency = await latencies(await options.freshDatabase(), cluster, given);
    options.say(
      `append to consumer p50 ${latency.p50.toFixed(1)} ms, p95 ${latency.p95.toFixed(1)} ms`,
    );
    const medians = { relay: median(rates.relay), bare: median(rates.bare) };
    return {
      name: 'relay',
      ratios: { 'relay/bare': medians.relay / medians.bare },
      details: { parameters: given, bytesPerMessage: size, medians, rates, latency },
    };
  } finally {
    await cluster.stop();
  }
};

const openedStore = async (url: string): Promise<EventStore> => {
  const pool = openPool(url, { application: 'bench' });
  await migrate(pool, [...eventStoreMigrations, ...projectionMigrations([])]);
  await pool.end();
  return openPostgresEventStore({ url });
};

const filledStore = async (url: string, events: number): Promise<EventStore> => {
  const store = await openedStore(url);
  await append(store, events, 2_000);
  return store;
};

interface Message {
  readonly key: string;
  readonly value: Buffer;
}

const messagesIn = async (store: EventStore): Promise<readonly Message[]> => {
  const all: Message[] = [];
  let from: string | undefined;
  for (;;) {
    const events = await store.readAll(from, undefined, 10_000);
    if (events.length === 0) return all;
    from = events.at(-1)?.meta.position;
    for (const event of events)
      all.push({ key: keyOf(event.meta), value: Buffer.from(JSON.stringify(toCloudEvent(event))) });
  }
};

let topics = 0;
const newTopic = async (cluster: KafkaCluster, { partitions }: Parameters): Promise<string> => {
  const topic = `bench-${String((topics += 1))}`;
  const kafka = openKafka(cluster, { clientId: 'bench' });
  await ensureTopic(kafka, { topic, partitions, replication: 1, minInsyncReplicas: 1 });
  return topic;
};

const relayOf = (
  url: string,
  store: EventStore,
  cluster: KafkaCluster,
  { partitions, relayBatch }: Parameters,
) => {
  const pool = openPool(url, { application: 'bench-relay', max: 2 });
  const kafka = openKafka(cluster, { clientId: 'bench-relay' });
  return (topic: string) => {
    const lease = new TailLease(pool, `relay:${topic}`);
    const relay = new Relay({
      ...{ store, lease, topic, partitions, batch: relayBatch, isFinal: () => false },
      prepare: async () => undefined,
      ends: (signal) => topicEnds(kafka, topic, signal),
      publisher: new Publisher({ kafka, topic }),
    });
    return {
      start: () => relay.start(),
      reached: async (position: string | undefined) => {
        while (lease.position !== position) await new Promise((resolve) => setTimeout(resolve, 2));
      },
      stop: async () => {
        await relay.stop();
        await pool.end();
      },
    };
  };
};

const relayed = async (
  url: string,
  store: EventStore,
  cluster: KafkaCluster,
  given: Parameters,
): Promise<number> => {
  const relay = relayOf(url, store, cluster, given)(await newTopic(cluster, given));
  const head = await store.head();
  const begun = performance.now();
  relay.start();
  await relay.reached(head);
  const rate = given.events / ((performance.now() - begun) / 1_000);
  await relay.stop();
  return rate;
};

const produced = async (
  bytes: readonly Message[],
  cluster: KafkaCluster,
  given: Parameters,
): Promise<number> => {
  const topic = await newTopic(cluster, given);
  const kafka = new Kafka({
    clientId: 'bench-bare',
    brokers: [...cluster.brokers],
    logLevel: logLevel.NOTHING,
  });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
  const begun = performance.now();
  await producer.connect();
  for (let from = 0; from < bytes.length; from += given.batch) {
    const messages = bytes
      .slice(from, from + given.batch)
      .map((message) => ({ ...message, headers }));
    await producer.send({ topic, acks: -1, messages });
  }
  const rate = bytes.length / ((performance.now() - begun) / 1_000);
  await producer.disconnect();
  return rate;
};

/** Of every event from just before its append until the consumer was given it; the first second is left out. */
const latencies = async (url: string, cluster: KafkaCluster, given: Parameters) => {
  const store = await openedStore(url);
  const topic = await newTopic(cluster, given);
  const relay = relayOf(url, store, cluster, given)(topic);
  const reader = await startReader(cluster.brokers, topic);
  relay.start();
  const appended: number[] = [];
  const begun = performance.now();
  const writing: Promise<void>[] = [];
  while (appended.length < given.perSecond * given.seconds) {
    const due = ((performance.now() - begun) / 1_000) * given.perSecond;
    for (; appended.length < due;) {
      const number = appended.push(performance.now()) - 1;
      writing.push(appendOne(store, number));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(writing);
  await relay.reached(await store.head());
  const arrived = () => reader.seen().filter(({ record }) => record.kind === 'event');
  while (arrived().length < appended.length)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const took = arrived()
    .map(({ at, record }) => {
      const { number } = (record.kind === 'event' ? record.event.data : {}) as { number?: number };
      return { number: number ?? 0, ms: at - (appended[number ?? 0] ?? at) };
    })
    .filter(({ number }) => number >= given.perSecond)
    .map(({ ms }) => ms)
    .sort((a, b) => a - b);
  await relay.stop();
  await reader.stop();
  await store.close();
  const at = (share: number) => took[Math.floor(took.length * share)] ?? Number.NaN;
  return { events: took.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
};
