import type { EventStore } from '#event-store';
import {
  kafkaFeed,
  kafkaVariables,
  openKafka,
  settingsFrom,
  WrongKafkaSettings,
  type KafkaSettings,
} from '#messaging';
import type { PartitionedFeed, Trouble } from '#projections';
import { z } from 'zod';

/** What the projector needs beyond the platform's variables. Those of Kafka count only when it is fed from there. */
export const projectorVariables = z.object({
  ...kafkaVariables.shape,
  KAFKA_BROKERS: kafkaVariables.shape.KAFKA_BROKERS.optional(),
  PROJECTION_FEED: z
    .enum(['store', 'kafka'], { error: 'must be store or kafka' })
    .default('store')
    .describe('From where views are fed; with kafka several projectors share them.'),
  PROJECTION_PARKED_MAX: z.coerce
    .number({ error: 'must be a whole number from 1 to 100000' })
    .int({ error: 'must be a whole number' })
    .min(1, { error: 'must be at least 1' })
    .max(100_000, { error: 'must be at most 100000' })
    .optional()
    .describe('Rows of one view that may wait, parked, before the view stops; 200.'),
});
export type ProjectorVariables = z.infer<typeof projectorVariables>;

/** Which Kafka the variables ask for; none when views are fed from the store. Throws `WrongKafkaSettings`, naming the variable. */
export const feedSettings = ({
  PROJECTION_FEED,
  KAFKA_BROKERS,
  ...variables
}: ProjectorVariables): KafkaSettings | undefined => {
  if (PROJECTION_FEED === 'store') return undefined;
  if (KAFKA_BROKERS === undefined)
    throw new WrongKafkaSettings('KAFKA_BROKERS must be set with PROJECTION_FEED=kafka');
  return settingsFrom({ ...variables, KAFKA_BROKERS });
};

/** The feed of a store that the variables ask for; none when views are fed from the store. Throws `WrongKafkaSettings`, naming the variable. */
export const feedFrom = (
  variables: ProjectorVariables,
  store: EventStore,
  onTrouble: (trouble: Trouble) => void,
): PartitionedFeed | undefined => {
  const settings = feedSettings(variables);
  if (!settings) return undefined;
  const { topic, partitions } = settings;
  return kafkaFeed({
    kafka: openKafka(settings, { clientId: 'skilltrace-projector' }),
    ...{ topic, partitions, store, group: `${topic}.views` },
    onTrouble: (error) => onTrouble({ kind: 'retrying', name: 'kafka', error }),
  });
};
