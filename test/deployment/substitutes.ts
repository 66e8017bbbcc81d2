/** What stands in a run of tests for what compose would have started: addresses in its network, by the servers of the run. */
export interface Substitutes {
  readonly databaseUrl: string;
  /** Where the events of the profile `cluster` go. */
  readonly eventStoreUrl: string;
  /** host:port, divided by commas. */
  readonly kafkaBrokers?: string;
}

/** A service's environment as it is, but for addresses: servers of the run, and free ports of the loopback. */
export const atHome = (
  environment: Readonly<Record<string, string>>,
  { databaseUrl, eventStoreUrl, kafkaBrokers }: Substitutes,
): Readonly<Record<string, string>> => {
  const own: Readonly<Record<string, (value: string) => string>> = {
    DATABASE_URL: (value) =>
      value.includes('@postgres:5432/') ? databaseUrl : strange('DATABASE_URL'),
    EVENT_STORE_URL: (value) =>
      value.startsWith('esdb://eventstore:2113') ? eventStoreUrl : strange('EVENT_STORE_URL'),
    KAFKA_BROKERS: (value) =>
      value.startsWith('kafka-1:9092') && kafkaBrokers ? kafkaBrokers : strange('KAFKA_BROKERS'),
    HOST: () => '127.0.0.1',
    PORT: () => '0',
    HEALTH_PORT: () => '0',
  };
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, own[name]?.(value) ?? value]),
  );
};

const strange = (name: string): never => {
  throw new Error(`${name} names a server that compose does not start`);
};
