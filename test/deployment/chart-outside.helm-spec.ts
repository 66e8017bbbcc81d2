import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readGatewayConfiguration } from '../../apps/gateway/src/gateway-variables.js';
import { readWorkerConfiguration } from '../../apps/worker/src/worker-variables.js';
import {
  describeWithHelm,
  environmentOf,
  needed,
  podsOf,
  refused,
  rendered,
  type Manifest,
} from './chart.js';

const podOf = (manifests: readonly Manifest[], name: string) => {
  const found = podsOf(manifests).find(({ metadata }) => metadata.name.endsWith(`-${name}`));
  if (!found) throw new Error(`no pod ${name}`);
  return found.spec.template.spec;
};
const containerOf = (manifests: readonly Manifest[], name: string) =>
  podOf(manifests, name).containers[0]!;
const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);

const volume = (name: string) => ({ name, secret: { secretName: name } });
const mount = (name: string) => ({ name, mountPath: `/etc/${name}`, readOnly: true });
const kafka = {
  ...{ brokers: 'kafka-1:9093', topic: 'nation.events', partitions: 48, replication: 5 },
  ...{ minInsyncReplicas: 3, inbox: [] },
  tls: true,
  env: { KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_USER: 'skilltrace' },
  envFromSecrets: ['kafka-password'],
};

describeWithHelm('the chart, with a store behind a private authority', () => {
  const url = 'esdb://store:2113?tls=true&tlsCAFile=/etc/authority/ca.crt';
  const manifests = rendered({
    ...{ eventStore: { secret: 'store' }, kafka },
    ...{ extraVolumes: [volume('authority')], extraVolumeMounts: [mount('authority')] },
  });

  it('brings the file that the URL names into every pod, and to where it says', () => {
    const file = new URL(url).searchParams.get('tlsCAFile') ?? '';
    expect(podsOf(manifests)).toHaveLength(6);
    for (const { metadata, spec } of podsOf(manifests)) {
      const { volumes, containers } = spec.template.spec;
      const [container] = containers;
      const holding = container!.volumeMounts.find(({ mountPath }) =>
        file.startsWith(`${mountPath}/`),
      );
      expect([metadata.name, holding?.name]).toEqual([metadata.name, 'authority']);
      expect(volumes).toEqual([{ name: 'tmp', emptyDir: {} }, volume('authority')]);
    }
  });

  it('is told as docs/operations.md has it', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');
    const [, values = ''] = /^```yaml\n([^]*?)^```$/m.exec(page) ?? [];
    const told = rendered(parse(values) as object);
    expect(podsOf(told)).toHaveLength(6);
    for (const { spec } of podsOf(told)) {
      const [container] = spec.template.spec.containers;
      expect(container!.volumeMounts.map(({ mountPath }) => mountPath)).toContain('/etc/authority');
    }
    for (const role of ['relay', 'inbox', 'projector'])
      expect(environmentOf(containerOf(told, role))).toMatchObject({
        ...{ KAFKA_TLS: 'on', KAFKA_PARTITIONS: '24' },
        KAFKA_TLS_CA_FILE: '/etc/authority/ca.crt',
      });
  });

  it('gives gateway and workers that URL', () => {
    const held = { EVENT_STORE_URL: url, KAFKA_SASL_PASSWORD: 'p' };
    const read = (name: string) => environmentOf(containerOf(manifests, name), held);
    expect(readGatewayConfiguration(read('gateway')).service.EVENT_STORE_URL).toBe(url);
    expect(readWorkerConfiguration(read('reactor')).service.EVENT_STORE_URL).toBe(url);
  });
});

describeWithHelm('files and secrets of one pod alone', () => {
  const own = { extraVolumes: [volume('own')], extraVolumeMounts: [mount('own')] };
  const given = { workers: { relay: own }, gateway: own, migrate: own };

  it.each(Object.entries({ relay: { workers: { relay: own } }, gateway: given, migrate: given }))(
    'reach %s',
    (name, values) => {
      const pod = podOf(rendered({ kafka, ...values }), name);
      expect(names(pod.volumes)).toEqual(['tmp', 'own']);
      expect(names(pod.containers[0]!.volumeMounts)).toEqual(['tmp', 'own']);
    },
  );

  it('stay there', () => {
    const pod = podOf(rendered({ kafka, workers: { relay: own } }), 'inbox');
    expect(names(pod.volumes)).toEqual(['tmp']);
  });

  it('are a gateway’s variables too', () => {
    const manifests = rendered({ gateway: { envFromSecrets: ['tokens'] } });
    expect(containerOf(manifests, 'gateway').envFrom).toEqual([{ secretRef: { name: 'tokens' } }]);
    expect(containerOf(manifests, 'reactor').envFrom).toBeUndefined();
  });
});

describeWithHelm('what the chart is told of Kafka once', () => {
  const manifests = rendered({ kafka, workers: { relay: { envFromSecrets: ['relay-only'] } } });
  const toldTo = (name: string) => {
    const environment = {
      ...environmentOf(containerOf(manifests, name)),
      // From the secret.
      KAFKA_SASL_PASSWORD: 'p',
    };
    return Object.fromEntries(
      Object.entries(readWorkerConfiguration(environment).environment).filter(
        ([variable]) => variable.startsWith('KAFKA_') && variable !== 'KAFKA_INBOX',
      ),
    );
  };

  it('is the same to relay, inbox and projector', () => {
    const told = toldTo('relay');
    expect(told).toMatchObject({
      ...{ KAFKA_BROKERS: ['kafka-1:9093'], KAFKA_TOPIC: 'nation.events', KAFKA_PARTITIONS: 48 },
      ...{ KAFKA_REPLICATION: 5, KAFKA_MIN_INSYNC_REPLICAS: 3, KAFKA_TLS: 'on' },
      ...{ KAFKA_SASL_MECHANISM: 'scram-sha-512', KAFKA_SASL_USER: 'skilltrace' },
    });
    expect([toldTo('inbox'), toldTo('projector')]).toEqual([told, told]);
    const secrets = ['relay', 'inbox', 'projector'].map((name) =>
      containerOf(manifests, name).envFrom?.map(({ secretRef }) => secretRef.name),
    );
    const [shared] = kafka.envFromSecrets;
    expect(secrets).toEqual([[shared, 'relay-only'], [shared], [shared]]);
  });

  it('is nothing to those that do not meet it', () => {
    for (const name of ['gateway', 'reactor']) {
      const { env, envFrom } = containerOf(manifests, name);
      expect(names(env).filter((variable) => variable.startsWith('KAFKA_'))).toEqual([]);
      expect(envFrom).toBeUndefined();
    }
  });

  it.each([
    ['a topic that is none', { kafka: { topic: 'a b' } }, /kafka\/topic/],
    ['half a partition', { kafka: { partitions: 1.5 } }, /kafka\/partitions/],
    ['no partition', { kafka: { partitions: 0 } }, /kafka\/partitions/],
    ['more copies than there may be', { kafka: { replication: 10 } }, /kafka\/replication/],
    [
      'more copies in step than there are',
      { kafka: { ...kafka, minInsyncReplicas: 6 } },
      /kafka\.minInsyncReplicas is more than kafka\.replication/,
    ],
    [
      'another topic for one role',
      { workers: { relay: { env: { KAFKA_TOPIC: 'other' } } } },
      /invalid propertyName 'KAFKA_TOPIC'/,
    ],
    [
      'partitions among the rest',
      { kafka: { env: { KAFKA_PARTITIONS: 3 } } },
      /invalid propertyName 'KAFKA_PARTITIONS'/,
    ],
    ['a mount without a path', { extraVolumeMounts: [{ name: 'a' }] }, /extraVolumeMounts\/0/],
    ['a volume in the place of another', { extraVolumes: [{ name: 'tmp' }] }, /extraVolumes\/0/],
  ])('is refused as %s', (_, values, line) => {
    expect(refused({ ...needed, ...values })).toMatch(line);
  });
});
