import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { StartFailure, type Environment } from '#process';
import {
  gatewayVariables,
  readGatewayConfiguration,
} from '../../apps/gateway/src/gateway-variables.js';
import { migrateService } from '../../apps/cli/src/workplace.js';
import { roles } from '../../apps/worker/src/index.js';
import {
  readWorkerConfiguration,
  workerVariables,
} from '../../apps/worker/src/worker-variables.js';
import { environmentOf, ourServices, type ComposeService } from './compose.js';

const values = {
  POSTGRES_PASSWORD: 'p',
  VAULT_KEY: 'ab'.repeat(32),
  TOKEN_ISSUER: 'https://id.example.cn',
  TOKEN_AUDIENCE: 'skilltrace',
};

/** What reads the environment of a command. */
const readers: Readonly<Record<string, (environment: Environment) => unknown>> = {
  'dist/apps/gateway/src/main.js': readGatewayConfiguration,
  'dist/apps/worker/src/main.js': readWorkerConfiguration,
  'dist/apps/cli/src/main.js': (environment) => void migrateService(environment),
};
const readerOf = ({ command = [] }: ComposeService) => {
  const reader = readers[command[1] ?? ''];
  if (!reader) throw new Error(`nothing is known to read the environment of ${command.join(' ')}`);
  return reader;
};

/** A value that cannot be, for each variable there is; none for those that may be any text. */
const malformed: Readonly<Record<string, string | undefined>> = {
  DATABASE_URL: 'mysql://db/s',
  EVENT_STORE_URL: 'ftp://store',
  VAULT_KEY: 'short',
  LOG_LEVEL: 'loud',
  HOST: 'everywhere',
  PORT: 'high',
  HEALTH_PORT: '70000',
  WORKER_ROLES: 'projector,dancer',
  TOKEN_ISSUER: 'nowhere to ask for keys',
  TOKEN_AUDIENCE: undefined,
  TOKEN_JWKS_URL: 'http://id.example.cn/keys',
  TOKEN_KEYS: '{"keys":[]}',
  TOKEN_CLAIMS: 'nonsense',
  PROJECTION_FEED: 'pigeons',
  KAFKA_BROKERS: 'nowhere',
  KAFKA_INBOX: '[{"topic":"t"}]',
};
/** Those that a service can do without. */
const optional = [
  ...['EVENT_STORE_URL', 'LOG_LEVEL', 'HOST', 'PORT', 'HEALTH_PORT'],
  ...['TOKEN_JWKS_URL', 'TOKEN_KEYS', 'TOKEN_CLAIMS'],
  'PROJECTION_FEED',
];

const rows = ourServices.flatMap(([name, service]) =>
  Object.keys(environmentOf(service, values)).map((variable) => ({ name, service, variable })),
);
const refusalOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof StartFailure) return error.message;
    throw error;
  }
  return '';
};

describe.each(rows)('$variable of $name', ({ service, variable }) => {
  const read = readerOf(service);
  const whole = environmentOf(service, values);

  it('is told by name when it is missing, if it is needed', () => {
    if (service.command?.includes('migrate')) expect(Object.keys(whole)).toEqual(['DATABASE_URL']);
    const refusal = refusalOf(() => read({ ...whole, [variable]: undefined }));
    if (optional.includes(variable)) expect(refusal).toBe('');
    else expect(refusal).toMatch(`Wrong configuration: ${variable} must be set`);
  });

  it('is told by name, in one line and without its value, when it cannot be', () => {
    expect(Object.keys(malformed)).toContain(variable);
    const value = malformed[variable];
    if (value === undefined) return;
    const refusal = refusalOf(() => read({ ...whole, [variable]: value }));
    expect(refusal).toMatch(new RegExp(`^Wrong configuration: .*${variable}.*\\.$`));
    expect(refusal).not.toContain(value);
  });
});

describe('docs/operations.md', () => {
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');

  it('has a row for every variable and every role', () => {
    const shapes = [gatewayVariables, workerVariables, ...roles.map((role) => role.environment)];
    const names = shapes.flatMap(({ shape }) => Object.keys(shape));
    expect(names.length).toBeGreaterThan(10);
    for (const name of [...names, ...roles.map((role) => role.name)])
      expect(page).toMatch(new RegExp(`^\\|[^|]*\`${name}\`[^|]*\\|`, 'm'));
  });
});

describe('the contents of docs/operations.md', () => {
  it('are its sections, in their order, each once', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');
    const sections = [...page.matchAll(/^## (.*)$/gm)].map(([, title = '']) => title);
    const listed = [...page.matchAll(/^- \[(.*)\]\(#(.*)\)$/gm)].map(([, title, anchor]) => ({
      title,
      anchor,
    }));
    expect(new Set(sections).size).toBe(sections.length);
    expect(listed).toEqual(
      sections.map((title) => ({ title, anchor: title.toLowerCase().replaceAll(' ', '-') })),
    );
  });
});

describe('the variables of a service', () => {
  it('are told together where each is right and they do not go together', () => {
    const [, relay] = ourServices.find(([name]) => name === 'cluster-relay')!;
    const given = { ...environmentOf(relay, values), KAFKA_REPLICATION: '1' };
    expect(refusalOf(() => readWorkerConfiguration(given))).toBe(
      'Wrong configuration: KAFKA_MIN_INSYNC_REPLICAS (2) is more than KAFKA_REPLICATION (1): nothing could ever be written.',
    );
  });

  const gateway = ourServices.find(([name]) => name === 'gateway')![1];
  const whole = environmentOf(gateway, values);

  it('are all told in one line when several are wrong', () => {
    const refusal = refusalOf(() =>
      readGatewayConfiguration({ ...whole, PORT: 'x', VAULT_KEY: '', HOST: 'y' }),
    );
    for (const name of ['PORT', 'VAULT_KEY', 'HOST']) expect(refusal).toContain(`${name} must be`);
    expect(refusal).not.toContain('\n');
  });

  it('are read from files as well', () => {
    const directory = mkdtempSync(join(tmpdir(), 'skilltrace-secrets-'));
    try {
      const file = join(directory, 'vault-key');
      writeFileSync(file, `${values.VAULT_KEY}\n`);
      const { service } = readGatewayConfiguration({
        ...whole,
        VAULT_KEY: '',
        VAULT_KEY_FILE: file,
      });
      expect(service.VAULT_KEY).toBe(values.VAULT_KEY);
      expect(refusalOf(() => readGatewayConfiguration({ ...whole, VAULT_KEY_FILE: file }))).toMatch(
        /VAULT_KEY_FILE and VAULT_KEY are both set/,
      );
      const lost = { ...whole, VAULT_KEY: '', VAULT_KEY_FILE: join(directory, 'none') };
      expect(refusalOf(() => readGatewayConfiguration(lost))).toMatch(
        /^Wrong configuration: VAULT_KEY_FILE names a file that cannot be read \(ENOENT\)\.$/,
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('name no role that does not exist, and say which do', () => {
    const worker = ourServices.find(([name]) => name === 'projector')![1];
    const environment = { ...environmentOf(worker, values), WORKER_ROLES: 'reactor, dancer' };
    expect(refusalOf(() => readWorkerConfiguration(environment))).toMatch(
      /WORKER_ROLES names no role with dancer; there are projector, reactor/,
    );
    const both = readWorkerConfiguration({ ...environment, WORKER_ROLES: 'reactor, projector' });
    expect(both.roles.map(({ name }) => name)).toEqual(['projector', 'reactor']);
  });

  it('let keys come from one place only', () => {
    const environment = {
      ...whole,
      TOKEN_JWKS_URL: 'https://id.example.cn/keys',
      TOKEN_KEYS: JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'x' }] }),
    };
    expect(refusalOf(() => readGatewayConfiguration(environment))).toMatch(
      /TOKEN_KEYS and TOKEN_JWKS_URL are both set/,
    );
  });
});
