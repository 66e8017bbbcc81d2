import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe } from '@jest/globals';
import { parseAllDocuments, stringify } from 'yaml';

/** The chart's directory. */
export const chart = resolve(import.meta.dirname, '../../infra/helm/skilltrace');
/** The values that have no default. */
export const needed = {
  database: { secret: 'skilltrace-database' },
  vault: { secret: 'skilltrace-vault' },
  tokens: { issuer: 'https://id.example.cn', audience: 'skilltrace' },
};

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string } };
}
export interface Container {
  readonly image: string;
  readonly command: readonly string[];
  readonly env: readonly Variable[];
  readonly envFrom?: readonly { readonly secretRef: { readonly name: string } }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly securityContext: object;
  readonly readinessProbe?: { readonly httpGet: { readonly path: string } };
  readonly livenessProbe?: { readonly httpGet: { readonly path: string } };
  readonly startupProbe?: object;
}
export interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly replicas?: number;
    readonly selector?: unknown;
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly containers: readonly Container[];
        readonly volumes: readonly { readonly name: string }[];
        readonly securityContext: object;
        readonly terminationGracePeriodSeconds?: number;
      };
    };
  };
}

/** `describe`, or where there is no Helm to be had a skipped one that says why. */
export const describeWithHelm = (name: string, tests: () => void): void => {
  const why = process.env['TEST_NO_HELM'];
  if (why === undefined) describe(name, tests);
  else describe.skip(`${name} (left out: ${why})`, tests);
};

/** What `helm template` says to these values, which it reads from its standard input. */
const template = (values: object) => {
  const helm = process.env['TEST_HELM'];
  if (!helm) throw new Error('no Helm: run through jest project "helm"');
  const args = ['template', 'demo', chart, '--kube-version', '1.31.0', '--values', '-'];
  return spawnSync(helm, args, { input: stringify(values), encoding: 'utf8' });
};

/** What the chart makes of these values and of those that are `needed`. Throws with Helm's words when it refuses them. */
export const rendered = (values: object = {}): readonly Manifest[] => {
  const { status, stdout, stderr } = template({ ...needed, ...values });
  if (status !== 0) throw new Error(stderr);
  return parseAllDocuments(stdout).flatMap(
    (document) => (document.toJS() as Manifest | null) ?? [],
  );
};

/** Why Helm refuses these values; empty when it does not. */
export const refused = (values: object): string => {
  const { status, stderr } = template(values);
  return status === 0 ? '' : stderr;
};

export const podsOf = (manifests: readonly Manifest[]) =>
  manifests.filter(({ kind }) => kind === 'Deployment' || kind === 'Job');

/** The environment of a container, with something believable for what its secrets would hold. */
export const environmentOf = ({ env }: Container, held: Readonly<Record<string, string>> = {}) => {
  const secrets: Readonly<Record<string, string>> = {
    DATABASE_URL: 'postgres://u:p@db:5432/s',
    VAULT_KEY: 'ab'.repeat(32),
    EVENT_STORE_URL: 'esdb://store:2113',
    ...held,
  };
  return Object.fromEntries(
    env.map(({ name, value }) => [name, value ?? secrets[name] ?? 'a-pod']),
  );
};
