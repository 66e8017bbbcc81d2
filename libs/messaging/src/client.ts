import { Kafka, logLevel, type KafkaConfig, type SASLOptions } from 'kafkajs';
import type { KafkaSettings } from './settings.js';

/** What kafkajs says of its connections; holds addresses and codes, never a message's content. */
export interface ClientLog {
  /** `error` is its word for much that passes by itself, such as a coordinator that is still loading. */
  readonly level: 'error' | 'warn';
  readonly what: string;
  readonly broker?: string;
}

/** Who connects, as the brokers' own logs and quotas have it: `skilltrace-relay`. Told what kafkajs has to say; must not throw. */
export interface ClientOptions {
  readonly clientId: string;
  readonly onLog?: (entry: ClientLog) => void;
}

type Connection = Pick<KafkaSettings, 'brokers' | 'tls' | 'sasl'>;

/** A client that connects when it is first used. */
export const openKafka = (settings: Connection, { clientId, onLog }: ClientOptions): Kafka =>
  new Kafka({
    clientId,
    brokers: [...settings.brokers],
    ...securityOf(settings),
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    // Short: whoever sends goes on by itself for ever, and has to hear of trouble in time to say so.
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 5 },
    logLevel: onLog ? logLevel.WARN : logLevel.NOTHING,
    logCreator:
      () =>
      ({ level, log }) => {
        const broker = (log as { readonly broker?: unknown }).broker;
        onLog?.({
          level: level === logLevel.ERROR ? 'error' : 'warn',
          what: log.message,
          ...(typeof broker === 'string' && { broker }),
        });
      },
  });

const securityOf = ({ tls, sasl }: Connection): Pick<KafkaConfig, 'ssl' | 'sasl'> => ({
  ...(tls && {
    ssl: {
      ...(tls.ca !== undefined && { ca: [tls.ca] }),
      ...(tls.cert !== undefined && { cert: tls.cert }),
      ...(tls.key !== undefined && { key: tls.key }),
    },
  }),
  ...(sasl && { sasl: { ...sasl } as SASLOptions }),
});
