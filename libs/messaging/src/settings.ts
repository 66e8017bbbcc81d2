import { z } from 'zod';

const brokers = z
  .string()
  .regex(/^[^\s,:]+:\d{1,5}(?:,[^\s,:]+:\d{1,5})*$/, {
    error: 'must be a list of host:port, divided by commas',
  })
  .transform((text) => text.split(','));
/** A name that every broker takes. */
export const topicName = z.string().regex(/^[A-Za-z0-9._-]{1,200}$/, {
  error: 'must be 1 to 200 letters, digits, full stops, underscores or hyphens',
});
const count = (most: number, otherwise: number) =>
  z.coerce
    .number({ error: `must be a whole number from 1 to ${String(most)}` })
    .int({ error: 'must be a whole number' })
    .min(1, { error: 'must be at least 1' })
    .max(most, { error: `must be at most ${String(most)}` })
    .default(otherwise);
const pem = z
  .string()
  .regex(/^-----BEGIN /, { error: 'must be PEM, from -----BEGIN on' })
  .optional();
const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

/** The variables that name a Kafka and the events topic. `settingsFrom` checks what they say together. */
export const kafkaVariables = z.object({
  KAFKA_BROKERS: brokers.describe('host:port of some brokers, divided by commas.'),
  KAFKA_TOPIC: topicName.default('skilltrace.events').describe('The topic of all events.'),
  KAFKA_PARTITIONS: count(1_000, 12).describe('Partitions of the events topic; never changes.'),
  KAFKA_REPLICATION: count(9, 3).describe('Copies of each partition.'),
  KAFKA_MIN_INSYNC_REPLICAS: count(9, 2).describe(
    'Copies that must have a message before it counts.',
  ),
  KAFKA_TLS: z
    .enum(['on', 'off'], { error: 'must be on or off' })
    .default('off')
    .describe('Whether connections are encrypted.'),
  KAFKA_TLS_CA: pem.describe(
    'PEM of the authority that signs the brokers, when it is not a public one.',
  ),
  KAFKA_TLS_CERTIFICATE: pem.describe(
    'PEM of this client’s certificate, where brokers ask for one.',
  ),
  KAFKA_TLS_KEY: pem.describe('PEM of its key.'),
  KAFKA_SASL_MECHANISM: z
    .enum(mechanisms, { error: `must be one of ${mechanisms.join(', ')}` })
    .optional()
    .describe('How this client says who it is.'),
  KAFKA_SASL_USER: z.string().optional().describe('Its user.'),
  KAFKA_SASL_PASSWORD: z.string().optional().describe('Its password.'),
});
/** The variables as they were read, each right by itself. */
export type KafkaVariables = z.infer<typeof kafkaVariables>;

/** What the events topic has to be. */
export interface TopicSettings {
  readonly topic: string;
  readonly partitions: number;
  /** No variable says how many there are: default false, since `KAFKA_PARTITIONS` does. */
  readonly partitionsFixed?: boolean;
  readonly replication: number;
  readonly minInsyncReplicas: number;
}

/** The brokers, how to reach them, and what the events topic has to be; from `settingsFrom`, and right as a whole. */
export interface KafkaSettings extends TopicSettings {
  readonly brokers: readonly string[];
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: {
    readonly mechanism: (typeof mechanisms)[number];
    readonly username: string;
    readonly password: string;
  };
}

/** Variables that do not go together. The message is one line that names them, for whoever set them. */
export class WrongKafkaSettings extends Error {
  override readonly name = 'WrongKafkaSettings';
}

/** The settings that the variables make together. Throws `WrongKafkaSettings`. */
export const settingsFrom = (variables: KafkaVariables): KafkaSettings => {
  const { KAFKA_REPLICATION: replication, KAFKA_MIN_INSYNC_REPLICAS: minInsyncReplicas } =
    variables;
  if (minInsyncReplicas > replication)
    throw new WrongKafkaSettings(
      `KAFKA_MIN_INSYNC_REPLICAS (${String(minInsyncReplicas)}) is more than KAFKA_REPLICATION (${String(replication)}): nothing could ever be written`,
    );
  return {
    brokers: variables.KAFKA_BROKERS,
    topic: variables.KAFKA_TOPIC,
    partitions: variables.KAFKA_PARTITIONS,
    ...{ replication, minInsyncReplicas },
    ...tlsFrom(variables),
    ...saslFrom(variables),
  };
};

const tlsFrom = (variables: KafkaVariables): Pick<KafkaSettings, 'tls'> => {
  const { KAFKA_TLS_CA: ca, KAFKA_TLS_CERTIFICATE: cert, KAFKA_TLS_KEY: key } = variables;
  if (variables.KAFKA_TLS === 'off' && (ca ?? cert ?? key) !== undefined)
    throw new WrongKafkaSettings('KAFKA_TLS is off while certificates are set: set KAFKA_TLS=on');
  if ((cert === undefined) !== (key === undefined))
    throw new WrongKafkaSettings(
      'KAFKA_TLS_CERTIFICATE and KAFKA_TLS_KEY are set together or not at all',
    );
  if (variables.KAFKA_TLS === 'off') return {};
  return {
    tls: {
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && key !== undefined && { cert, key }),
    },
  };
};

const saslFrom = (variables: KafkaVariables): Pick<KafkaSettings, 'sasl'> => {
  const {
    KAFKA_SASL_MECHANISM: mechanism,
    KAFKA_SASL_USER: username,
    KAFKA_SASL_PASSWORD: password,
  } = variables;
  if (mechanism !== undefined && username !== undefined && password !== undefined) {
    if (mechanism === 'plain' && variables.KAFKA_TLS === 'off' && leavesTheMachine(variables))
      throw new WrongKafkaSettings(
        'KAFKA_SASL_MECHANISM is plain while KAFKA_TLS is off, which sends the password in clear: set KAFKA_TLS=on, or a scram mechanism',
      );
    return { sasl: { mechanism, username, password } };
  }
  if ((mechanism ?? username ?? password) !== undefined)
    throw new WrongKafkaSettings(
      'KAFKA_SASL_MECHANISM, KAFKA_SASL_USER and KAFKA_SASL_PASSWORD are set together or not at all',
    );
  return {};
};

/** Whether what is said to the brokers can be heard on a network. */
const leavesTheMachine = ({ KAFKA_BROKERS }: KafkaVariables): boolean =>
  !KAFKA_BROKERS.every((broker) =>
    /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}):\d+$/i.test(broker),
  );
