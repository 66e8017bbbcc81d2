import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { migrate, openPool } from '#postgres';
import { platformMigrations } from '../../apps/worker/src/index.js';
import { province } from '../support/actors.js';
import { buildProduct, type Built } from '../support/built.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startService, type Service } from '../support/service.js';
import { startTokenIssuer, type TokenIssuer } from '../support/token-issuer.js';
import { wireTo, type Wire } from '../support/wire.js';

// Real processes on a machine that may be busy.
jest.setTimeout(180_000);

let built: Built;
let database: FreshDatabase;
let wire: Wire;
let issuer: TokenIssuer;
const started: Service[] = [];
const vaultKey = randomBytes(32).toString('hex');
beforeAll(async () => {
  built = await buildProduct();
  database = await freshDatabase();
  const pool = openPool(database.url, { application: 'spec', max: 2 });
  await migrate(pool, platformMigrations).finally(() => pool.end());
  wire = await wireTo(database.url);
  issuer = await startTokenIssuer();
});
afterAll(async () => {
  for (const service of started) await service.kill();
  await wire.close();
  await issuer.stop();
  await database.drop();
  built.remove();
});

const start = (main: string, environment: Readonly<Record<string, string>>): Service => {
  const service = startService({
    command: ['node', `dist/apps/${main}/src/main.js`],
    directory: built.directory,
    environment: {
      ...{ DATABASE_URL: wire.url, VAULT_KEY: vaultKey, LOG_LEVEL: 'info' },
      ...{ HEALTH_PORT: '0', PORT: '0', ...environment },
    },
  });
  started.push(service);
  return service;
};
const saying = (service: Service, condition: string, ok: boolean) =>
  eventually(`${condition} ${ok ? 'answers' : 'is away'}`, async () => {
    const found = (await service.report())?.conditions[condition];
    return found?.ok === ok && found;
  });
const ended = async (service: Service) => {
  service.signal('SIGTERM');
  return service.ended;
};

describe('a database out of reach', () => {
  it('is waited for at the start, and again when it goes away', async () => {
    await wire.cut();
    const worker = start('worker', { WORKER_ROLES: 'projector,reactor' });
    expect((await saying(worker, 'database', false)).says).toBe('the database cannot be reached');
    await wire.mend();
    await worker.ready();
    await wire.cut();
    await saying(worker, 'database', false);
    await saying(worker, 'store', false);
    expect((await saying(worker, 'projector', false)).says).toMatch(/^behind: /);
    await wire.mend();
    await worker.ready();
    expect(await ended(worker)).toBe(0);
  });

  it('does not keep a process from ending while it waits', async () => {
    await wire.cut();
    const worker = start('worker', { WORKER_ROLES: 'reactor' });
    await saying(worker, 'database', false);
    expect(await ended(worker)).toBe(0);
    await wire.mend();
  });
});

describe('a key set out of reach', () => {
  const ask = async (url: string, token: string) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    const { errors } = (await response.json()) as {
      errors?: readonly { readonly extensions: { readonly code: string } }[];
    };
    return [response.status, errors?.[0]?.extensions.code];
  };

  it('makes a gateway unready and its answers 503, not 401, until it is there', async () => {
    const token = await issuer.sign(province);
    await issuer.stop();
    const gateway = start('gateway', {
      ...{ TOKEN_ISSUER: issuer.issuer, TOKEN_AUDIENCE: issuer.audience },
    });
    expect((await saying(gateway, 'keys', false)).says).toMatch(/key set .* cannot be had/);
    const url = await eventually('an address', () => {
      const found = gateway.url();
      return found.startsWith('http') && found;
    });
    expect(await ask(url, token)).toEqual([503, 'KEYS_UNAVAILABLE']);
    await issuer.start();
    await gateway.ready();
    expect(await ask(url, token)).toEqual([200, undefined]);
    expect(await ask(url, `${token.slice(0, -8)}AAAAAAAA`)).toEqual([401, 'UNAUTHENTICATED']);
    await issuer.stop();
    expect(await ask(url, await issuer.sign({ ...province, user: 'another' }))).toEqual([
      ...[200, undefined],
    ]);
    expect(await ended(gateway)).toBe(0);
  });
});
