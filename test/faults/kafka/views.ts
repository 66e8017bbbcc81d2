import { kafkaFeed, keyOf, openKafka, partitionOf } from '#messaging';
import { verifyProjections, type Finding } from '#projections';
import {
  contexts,
  openPlatform,
  parkingActs,
  type Platform,
} from '../../../apps/worker/src/index.js';
import { keepViews, type KeptViews } from '../../../apps/worker/src/keep-views.js';
import type { KafkaCluster } from '../../support/kafka/cluster.js';
import type { Rig } from './rig.js';

const projections = contexts.flatMap((context) => context.projections);
const tables = projections.map(({ table }) => table);

/** The views of a rig's database, fed from its topic. */
export interface Views {
  /** Throws when they do not hold all that is stored within so many milliseconds. */
  level(patienceMs: number): Promise<void>;
  /** What a fold of the store from its beginning says against them. */
  differences(): Promise<readonly Finding[]>;
  stop(): Promise<void>;
}

/** Two projectors that share the partitions of the topic, as two workers would. */
export const keepBoth = async (
  { url, topic: { topic, partitions } }: Rig,
  { brokers }: KafkaCluster,
  vaultKey: string,
): Promise<Views> => {
  const both: { readonly platform: Platform; readonly kept: KeptViews }[] = [];
  for (const name of ['one', 'other']) {
    const platform = await openPlatform({ databaseUrl: url, vaultKey });
    const kafka = openKafka({ brokers }, { clientId: `test-projector-${name}` });
    const { store } = platform;
    const feed = kafkaFeed({ ...{ kafka, topic, partitions, store }, group: `${topic}.views` });
    both.push({ platform, kept: keepViews({ platform, feed, onTrouble: () => undefined }) });
  }
  const [{ platform }] = both as [(typeof both)[number]];
  return {
    level: async (patienceMs) => {
      const head = (await platform.store.head()) ?? '';
      const answer = await platform.watermarks.waitFor(tables, head, patienceMs);
      if (answer !== 'reached') throw new Error(`not level after ${String(patienceMs)} ms`);
    },
    differences: () =>
      verifyProjections({
        ...{ ...platform, projections, acts: parkingActs },
        partitionOf: ({ meta }, of) => partitionOf(keyOf(meta), of),
      }),
    stop: async () => {
      for (const one of both) {
        await one.kept.stop();
        await one.platform.close();
      }
    },
  };
};
