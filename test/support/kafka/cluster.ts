import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { kafkaJars } from './jars.js';
import { KafkaNode, type NodePlace } from './node.js';

/** A Kafka of a test's own on loopback. Nodes are numbered from 1. */
export interface KafkaCluster {
  /** Where each node listens, also while it is down. */
  readonly brokers: readonly string[];
  /** Ends a node at once, as a lost machine would. */
  kill(node: number): Promise<void>;
  /** Lets a node do nothing more, without closing what is open to it; `kill` ends that. */
  freeze(node: number): void;
  /** Starts a node that was killed, on its data and its port; does not wait until it takes part. */
  restart(node: number): void;
  /** Resolves when so many brokers answer the admin client; rejects after a minute. */
  up(brokers?: number): Promise<void>;
  /** Ends every node and removes the data. */
  stop(): Promise<void>;
}

export interface ClusterOptions {
  readonly nodes: 1 | 3;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Formats and starts it, and waits until every node takes part. */
export const startCluster = async ({
  nodes,
  settings = {},
}: ClusterOptions): Promise<KafkaCluster> => {
  const jars = await kafkaJars();
  const home = mkdtempSync(join(tmpdir(), 'skilltrace-kafka-'));
  // A name that begins with a hyphen would be taken for an option.
  const clusterId = `A${randomBytes(16).toString('base64url').slice(1)}`;
  const places = await freePlaces(nodes);
  const all = places.map(
    (place) =>
      new KafkaNode({ place, all: places, jars, home: mkHome(home, place), clusterId, settings }),
  );
  const nodeOf = (id: number): KafkaNode => {
    const node = all.find(({ place }) => place.id === id);
    if (!node) throw new Error(`there is no node ${String(id)}`);
    return node;
  };
  const brokers = places.map(({ port }) => `127.0.0.1:${String(port)}`);
  const stop = async () => {
    await Promise.all(all.map((node) => node.kill()));
    rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  const up = async (wanted = nodes as number) => {
    const answer = await answering(brokers, wanted);
    if (answer === undefined) return;
    throw new Error(`Kafka is not up: ${answer}; ${all.map((node) => node.output()).join()}`);
  };
  try {
    await Promise.all(all.map((node) => node.format()));
    for (const node of all) node.start();
    await up();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    brokers,
    kill: (node) => nodeOf(node).kill(),
    freeze: (node) => nodeOf(node).freeze(),
    restart: (node) => nodeOf(node).start(),
    ...{ up, stop },
  };
};

const mkHome = (home: string, { id }: NodePlace): string =>
  mkdtempSync(join(home, `node-${String(id)}-`));

/** Ports that were free a moment ago, all different. */
const freePlaces = async (nodes: number): Promise<readonly NodePlace[]> => {
  const servers = Array.from({ length: nodes * 2 }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return Array.from({ length: nodes }, (_, index) => ({
    id: index + 1,
    port: ports[index * 2]!,
    controllerPort: ports[index * 2 + 1]!,
  }));
};

/** Kafka logs nothing here, so it is asked: whether so many brokers are known and one of them leads. Answers the last failure. */
const answering = async (
  brokers: readonly string[],
  wanted: number,
): Promise<string | undefined> => {
  const deadline = performance.now() + 60_000;
  let answer = 'nobody answered';
  while (performance.now() < deadline) {
    const kafka = new Kafka({
      ...{ clientId: 'test-is-it-up', brokers: [...brokers], logLevel: logLevel.NOTHING },
      ...{ connectionTimeout: 1_000, requestTimeout: 2_000, retry: { retries: 0 } },
    });
    const admin = kafka.admin();
    try {
      await admin.connect();
      const seen = await admin.describeCluster();
      if (seen.brokers.length >= wanted && seen.controller !== null) return undefined;
      answer = `${String(seen.brokers.length)} of ${String(wanted)} brokers`;
    } catch (error) {
      answer = String(error);
    } finally {
      await admin.disconnect();
    }
    await sleep(100);
  }
  return answer;
};
