import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readGatewayConfiguration } from '../../apps/gateway/src/gateway-variables.js';
import { roles, rolesOf, type Deployment } from '../../apps/worker/src/index.js';
import { readWorkerConfiguration } from '../../apps/worker/src/worker-variables.js';
import {
  chart,
  describeWithHelm,
  environmentOf,
  needed,
  podsOf,
  refused,
  rendered,
  type Manifest,
} from './chart.js';

const onKafka = { kafka: { brokers: 'kafka-1:9092,kafka-2:9092', inbox: [] } };

describeWithHelm('the chart', () => {
  it('makes a deployment for the gateway and one for each role, and a job that migrates first', () => {
    const manifests = rendered();
    const names = (kind: string, among = manifests) =>
      among.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name);
    const deployed = (deployment: Deployment) =>
      ['gateway', ...rolesOf(deployment).map(({ name }) => name)].map(
        (name) => `demo-skilltrace-${name}`,
      );
    expect([...names('Deployment')].sort()).toEqual(deployed('services').sort());
    expect([...names('Deployment', rendered(onKafka))].sort()).toEqual(deployed('cluster').sort());
    expect(names('Service')).toEqual(['demo-skilltrace-gateway']);
    expect(names('PodDisruptionBudget')).toEqual(['demo-skilltrace-gateway']);
    const [job] = manifests.filter(({ kind }) => kind === 'Job');
    expect(job?.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
    expect(job?.spec.template.spec.containers[0]?.command.slice(-2)).toEqual([
      ...['migrate', '--no-embedded'],
    ]);
  });

  it('gives every process an environment that its configuration accepts', () => {
    for (const { metadata, spec } of podsOf(
      rendered({ ...onKafka, eventStore: { secret: 'store' } }),
    )) {
      const [container] = spec.template.spec.containers;
      if (!container || metadata.name.endsWith('-migrate')) continue;
      const read = metadata.name.endsWith('-gateway')
        ? readGatewayConfiguration
        : readWorkerConfiguration;
      expect(read(environmentOf(container)).service).toMatchObject({
        HOST: '0.0.0.0',
        SHUTDOWN_DELAY_MS: 5000,
        EVENT_STORE_URL: 'esdb://store:2113',
      });
    }
  });

  it('takes secrets from secrets alone', () => {
    for (const { spec } of podsOf(rendered()))
      for (const { env } of spec.template.spec.containers)
        for (const { name, value, valueFrom } of env)
          if (/^(?:DATABASE_URL|VAULT_KEY|EVENT_STORE_URL)$/.test(name)) {
            expect(value).toBeUndefined();
            expect(valueFrom?.secretKeyRef?.name).toMatch(/^skilltrace-/);
          }
  });

  it('runs nothing as root, with rights, or with a disk to write to', () => {
    for (const { spec } of podsOf(rendered())) {
      const pod = spec.template.spec;
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10001 });
      for (const { securityContext } of pod.containers)
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
    }
  });

  it('asks for life and readiness, and leaves time to end in order', () => {
    for (const { kind, spec } of podsOf(rendered())) {
      if (kind === 'Job') continue;
      const { containers, terminationGracePeriodSeconds = 0 } = spec.template.spec;
      const [container] = containers;
      expect(container?.readinessProbe?.httpGet.path).toBe('/readyz');
      expect(container?.livenessProbe?.httpGet.path).toBe('/healthz');
      expect(container?.startupProbe).toBeDefined();
      const { SHUTDOWN_LIMIT_MS } = environmentOf(container!);
      expect(terminationGracePeriodSeconds * 1_000).toBeGreaterThan(Number(SHUTDOWN_LIMIT_MS));
    }
  });

  it('leaves the number of gateways to an autoscaler when there is one', () => {
    const gateway = { autoscaling: { enabled: true, maxReplicas: 5 } };
    const manifests = rendered({ gateway });
    expect(manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')).toMatchObject([
      { spec: { minReplicas: 2, maxReplicas: 5 } },
    ]);
    const replicas = (all: readonly Manifest[]) =>
      podsOf(all).find(({ metadata }) => metadata.name.endsWith('-gateway'))?.spec.replicas;
    expect([replicas(manifests), replicas(rendered())]).toEqual([undefined, 2]);
  });

  it('runs the image that is given, with more environment and secrets for a role', () => {
    const [projector] = podsOf(
      rendered({
        image: { repository: 'registry.example.cn/skilltrace', tag: '9.9.9' },
        workers: { projector: { env: { LIMIT: 5 }, envFromSecrets: ['kafka'] } },
      }),
    ).filter(({ metadata }) => metadata.name.endsWith('-projector'));
    expect(projector?.spec.template.spec.containers).toMatchObject([
      {
        image: 'registry.example.cn/skilltrace:9.9.9',
        env: expect.arrayContaining([{ name: 'LIMIT', value: '5' }]),
        envFrom: [{ secretRef: { name: 'kafka' } }],
      },
    ]);
  });

  it.each([
    ['without a secret for the vault', { ...needed, vault: {} }, /vault\/secret/],
    ['without an issuer', { ...needed, tokens: { audience: 'a' } }, /tokens\/issuer/],
    [
      'with a role that does not exist',
      { ...needed, workers: { dancer: { replicas: 1 } } },
      /dancer/,
    ],
    ['with half a replica', { ...needed, gateway: { replicas: 0.5 } }, /gateway\/replicas/],
    ['with a misspelt name', { ...needed, loglevel: 'info' }, /loglevel/],
    [
      'with a variable that is none',
      { ...needed, gateway: { env: { 'not a name': 1 } } },
      /'not a name' does not match/,
    ],
  ])('is refused %s', (_, values, line) => {
    expect(refused(values)).toMatch(line);
  });

  it('has values and a schema that name every role', () => {
    const names = roles.map(({ name }) => name).sort();
    const schema = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8')) as {
      readonly properties: { readonly workers: { readonly properties: object } };
    };
    expect(Object.keys(schema.properties.workers.properties).sort()).toEqual(names);
  });
});
