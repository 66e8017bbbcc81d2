import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { deploy, migrate, needsKafka, probed, serving, type Deployed } from './as-process.js';

// Real processes, one after the other, on a machine that may be busy.
jest.setTimeout(180_000);

let deployed: Deployed;
beforeAll(async () => {
  deployed = await deploy();
});
afterAll(() => deployed.close());
const start: Deployed['start'] = (...given) => deployed.start(...given);
const withoutKafka = serving.filter(([, service]) => !needsKafka(service));

describe('a service of docker-compose.yml, run as a process', () => {
  it('lives and is not ready before the database is migrated', async () => {
    const [, gateway] = serving.find(([name]) => name === 'gateway')!;
    const early = start(gateway);
    const report = await eventually('told that migrations are missing', async () => {
      const told = await early.report();
      return told?.conditions['database']?.says.includes('are missing') && told;
    });
    expect(report).toMatchObject({
      ready: false,
      conditions: { keys: { ok: true }, database: { ok: false } },
    });
    const jobs = [start(migrate()), start(migrate())];
    expect(await Promise.all(jobs.map((job) => job.ended))).toEqual([0, 0]);
    const said = jobs.map((job) => job.output()).sort();
    expect(said).toEqual([expect.stringContaining('Applied'), 'The database is up to date.\n']);
    await early.ready();
    early.signal('SIGTERM');
    expect(await early.ended).toBe(0);
  });

  it('migrates nothing a second time', async () => {
    const again = start(migrate());
    expect([await again.ended, again.output()]).toEqual([0, 'The database is up to date.\n']);
  });

  it.each(withoutKafka)('is ready as %s, and ends with 0', async (_name, service) => {
    const { vaultKey, database } = deployed;
    const running = start(service);
    await running.ready();
    expect(await probed(deployed, service, running)).toBe(0);
    running.signal('SIGTERM');
    expect(await running.ended).toBe(0);
    expect(await probed(deployed, service, running)).toBe(1);
    expect(running.output()).not.toMatch(/"level":(?:40|50|60)/);
    for (const secret of [vaultKey, new URL(database.url).password])
      expect(running.output()).not.toContain(secret);
  });

  it('names what is wrong in one line, without the value', async () => {
    const [, gateway] = serving.find(([name]) => name === 'gateway')!;
    const wrong = start(gateway, { VAULT_KEY: 'not-a-key', PORT: 'high', TOKEN_AUDIENCE: '' });
    expect(await wrong.ended).toBe(1);
    expect(wrong.output().trimEnd().split('\n')).toHaveLength(1);
    for (const name of [
      'VAULT_KEY must be 64',
      'PORT must be a number',
      'TOKEN_AUDIENCE must be set',
    ])
      expect(wrong.output()).toContain(name);
    expect(wrong.output()).not.toContain('not-a-key');
  });

  it('refuses a database that lets nobody in, in one line', async () => {
    const [, worker] = serving.find(([name]) => name === 'projector')!;
    const url = Object.assign(new URL(deployed.database.url), { pathname: '/none' });
    const lost = start(worker, { DATABASE_URL: url.href });
    expect(await lost.ended).toBe(1);
    expect(lost.output()).toMatch(
      /There is no database none .*: create it, or correct DATABASE_URL\.\n$/,
    );
  });

  it('ends at once at a second signal', async () => {
    const [, worker] = serving.find(([name]) => name === 'projector')!;
    const running = start(worker, { SHUTDOWN_DELAY_MS: '60000', SHUTDOWN_LIMIT_MS: '120000' });
    await running.ready();
    running.signal('SIGTERM');
    await eventually('told that it stops', async () => {
      const told = await running.report();
      return told?.conditions['process']?.says === 'stopping';
    });
    running.signal('SIGTERM');
    expect(await running.ended).toBe(128 + 15);
  });

  it('goes as it is when it does not stop within its limit', async () => {
    const [, worker] = serving.find(([name]) => name === 'projector')!;
    const running = start(worker, { SHUTDOWN_DELAY_MS: '60000', SHUTDOWN_LIMIT_MS: '500' });
    await running.ready();
    running.signal('SIGTERM');
    expect(await running.ended).toBe(1);
    expect(running.output()).toMatch(/It did not stop within 500 ms and goes as it is\.\n$/);
  });
});
