import { describe, expect, it } from '@jest/globals';
import { kafkaVariables, settingsFrom } from './settings.js';
import { differences, greatestMessageBytes } from './topics.js';

const read = (environment: Record<string, string>) =>
  settingsFrom(kafkaVariables.parse(environment));
const brokers = { KAFKA_BROKERS: 'kafka-1:9092,kafka-2:9092' };

const plain = {
  KAFKA_SASL_MECHANISM: 'plain',
  KAFKA_SASL_USER: 'relay',
  KAFKA_SASL_PASSWORD: 'secret',
};

describe('the settings of Kafka', () => {
  it('need nothing but brokers', () => {
    expect(read(brokers)).toEqual({
      ...{ brokers: ['kafka-1:9092', 'kafka-2:9092'], topic: 'skilltrace.events' },
      ...{ partitions: 12, replication: 3, minInsyncReplicas: 2 },
    });
  });
  it('take certificates and a user', () => {
    const set = { KAFKA_TLS: 'on', KAFKA_TLS_CA: '-----BEGIN CERTIFICATE-----' };
    const sasl = { KAFKA_SASL_USER: 'relay', KAFKA_SASL_PASSWORD: 'secret' };
    expect(
      read({ ...brokers, ...set, ...sasl, KAFKA_SASL_MECHANISM: 'scram-sha-512' }),
    ).toMatchObject({
      tls: { ca: '-----BEGIN CERTIFICATE-----' },
      sasl: { mechanism: 'scram-sha-512', username: 'relay', password: 'secret' },
    });
  });
  it.each([
    ['over TLS', { ...brokers, KAFKA_TLS: 'on' }],
    ['within the machine', { KAFKA_BROKERS: '127.0.0.1:9092,localhost:9093' }],
  ])('take a plain password %s', (_, environment) => {
    expect(read({ ...plain, ...environment }).sasl?.mechanism).toBe('plain');
  });
  it.each([
    ['KAFKA_BROKERS', { KAFKA_BROKERS: 'kafka' }],
    ['KAFKA_TOPIC', { ...brokers, KAFKA_TOPIC: 'events of ours' }],
    ['KAFKA_PARTITIONS', { ...brokers, KAFKA_PARTITIONS: 'many' }],
    ['KAFKA_TLS', { ...brokers, KAFKA_TLS: 'yes' }],
    ['KAFKA_TLS_CA', { ...brokers, KAFKA_TLS_CA: '/etc/ca.pem' }],
    ['KAFKA_SASL_MECHANISM', { ...brokers, KAFKA_SASL_MECHANISM: 'gssapi' }],
  ])('name %s when it is wrong', (name, environment) => {
    const { error } = kafkaVariables.safeParse(environment);
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([name]);
  });
  it.each([
    [
      'KAFKA_MIN_INSYNC_REPLICAS (4) is more than KAFKA_REPLICATION (3)',
      { KAFKA_MIN_INSYNC_REPLICAS: '4' },
    ],
    [
      'KAFKA_TLS is off while certificates are set',
      { KAFKA_TLS_CA: '-----BEGIN CERTIFICATE-----' },
    ],
    [
      'KAFKA_TLS_CERTIFICATE and KAFKA_TLS_KEY are set together',
      { KAFKA_TLS: 'on', KAFKA_TLS_KEY: '-----BEGIN K' },
    ],
    [
      'KAFKA_SASL_MECHANISM, KAFKA_SASL_USER and KAFKA_SASL_PASSWORD are set together',
      { KAFKA_SASL_USER: 'u' },
    ],
    ['KAFKA_SASL_MECHANISM is plain while KAFKA_TLS is off', plain],
    [
      'KAFKA_SASL_MECHANISM is plain while KAFKA_TLS is off',
      { ...plain, KAFKA_BROKERS: '127.0.0.1:9092,127.0.0.1.example:9092' },
    ],
  ])('say in one line: %s', (line, environment) => {
    expect(() => read({ ...brokers, ...environment })).toThrow(line);
  });
});

describe('a topic that is there', () => {
  const wanted = { topic: 'events', partitions: 12, replication: 3, minInsyncReplicas: 2 };
  const as = {
    ...{ partitions: 12, copies: 3, minInsyncReplicas: 2, cleanup: 'delete' },
    ...{ unclean: false, maxMessageBytes: greatestMessageBytes },
  };
  it('may be safer than it has to be', () => {
    expect(
      differences(wanted, { ...as, copies: 5, minInsyncReplicas: 3, maxMessageBytes: 2 ** 30 }),
    ).toEqual([]);
  });
  it.each([
    ['KAFKA_PARTITIONS', { partitions: 13 }],
    ['KAFKA_REPLICATION', { copies: 2 }],
    ['KAFKA_MIN_INSYNC_REPLICAS', { minInsyncReplicas: 1 }],
    ['cleanup.policy', { cleanup: 'compact,delete' }],
    ['unclean.leader.election.enable', { unclean: true }],
    // What brokers have by default.
    ['max.message.bytes', { maxMessageBytes: 1_048_588 }],
  ])('differs in what %s says', (name, change) => {
    const [line, ...others] = differences(wanted, { ...as, ...change });
    expect(line).toContain(name);
    expect(others).toEqual([]);
  });
});
