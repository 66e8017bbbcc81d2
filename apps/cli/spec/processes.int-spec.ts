import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { holderOf } from '../../standalone/src/lock.js';
import { until } from '../../standalone/src/processes.js';
import { newPlace, type Place } from '../../../test/support/standalone.js';
import { layoutOf } from '../src/seed/layout.js';
import { membersOf } from '../src/seed/members.js';
import { largeParameters } from '../src/seed/seed.js';
import { skilltrace } from './command-line.js';

/** Everything on one embedded database, in the order of a life: each start of the server costs a second. */
describe('skilltrace on embedded data', () => {
  let place: Place;
  const run = (...args: string[]) =>
    skilltrace(args, { DATA_DIR: place.directory, DEMO: 'off' }).ended;
  const layout = layoutOf(largeParameters(new Date(), 2));
  const [plan] = layout.classes;
  const [, trainee] = plan ? membersOf(layout, plan) : [];
  const person = trainee?.person ?? '';

  beforeAll(() => {
    place = newPlace();
  });
  afterAll(() => place.remove());

  it('explains itself, and refuses what it does not understand with exit code 2', async () => {
    const help = await run('replay', '--help');
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toMatch(/skilltrace replay <trainee> --as-of 2026-03-01/);
    expect(await run('repaly')).toMatchObject({ code: 2, out: '' });
    expect(await run('seed', '--demo', '--trainees', '2')).toMatchObject({
      code: 2,
      err: 'Either --demo or --trainees, not both.\n',
    });
  }, 60_000);

  it('lets go of the server when it is interrupted', async () => {
    const pidFile = join(place.directory, 'postgres/postmaster.pid');
    const seeding = skilltrace(['seed', '--trainees', '2'], { DATA_DIR: place.directory });
    expect(await until(() => existsSync(pidFile), 30_000)).toBe(true);
    seeding.child.kill('SIGINT');
    expect(await seeding.ended).toMatchObject({ code: 130, err: 'Interrupted.\n' });
    expect(existsSync(pidFile)).toBe(false);
  }, 60_000);

  it('seeds, tells a history and verifies, each with a server of its own', async () => {
    const seeded = await run('seed', '--trainees', '2', '--json');
    expect(seeded.code).toBe(0);
    expect(JSON.parse(seeded.out)).toMatchObject({
      outcome: 'seeded',
      parameters: { trainees: 2 },
    });
    const history = await run('history', trainee?.path ?? '');
    expect(history.out).toMatch(/谁 who +内容 what/);
    expect(history.out).toMatch(/TrainingStarted +企业 .+ +开始培训 training started/);
    expect(await run('verify')).toMatchObject({ code: 0 });
  }, 180_000);

  it('knows what was known at a moment', async () => {
    const whole = JSON.parse((await run('history', person, '--json')).out) as {
      events: { event: string; position: string }[];
    };
    const started = whole.events.find(({ event }) => event === 'TrainingStarted')?.position ?? '';
    const replayed = await run('replay', person, '--position', started, '--json');
    const { states, position } = JSON.parse(replayed.out) as {
      states: Record<string, { phase?: string }>;
      position: string;
    };
    expect(position).toBe(started);
    expect(states[`apprenticeship-${trainee?.path ?? ''}`]?.phase).toBe('training');
    const before = JSON.parse((await run('replay', person, '--as-of', '2020-01-01', '--json')).out);
    expect(before).toMatchObject({ events: 0, position: null });
  }, 120_000);

  it('works through the copy that runs, which reset respects and stop ends', async () => {
    const running = await place.started({ DEMO: 'off' });
    expect(await run('history', '00000000-0000-4000-8000-000000000000')).toMatchObject({
      code: 4,
      out: '',
    });
    const refused = await run('reset', '--yes');
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^Process \d+ is at work on .*: stop it first\.\n$/);
    await place.ask("update read.trainees_v1 set doc = '{}'");
    const found = await run('verify', '--json');
    expect(found.code).toBe(3);
    const { ok, findings } = JSON.parse(found.out) as { ok: boolean; findings: { kind: string }[] };
    expect(ok).toBe(false);
    expect(findings.map(({ kind }) => kind)).toContain('row-changed');
    const stopped = JSON.parse((await run('stop', '--json')).out) as object;
    expect(stopped).toMatchObject({ stopped: running.pid });
    expect(await running.ended).toBe(0);
    expect(await run('stop')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Nothing is running on /),
    });
  }, 180_000);

  it('starts everything, and ends with it', async () => {
    const running = skilltrace(['start'], { DATA_DIR: place.directory, DEMO: 'off', PORT: '0' });
    const lock = join(place.directory, 'lock');
    expect(await until(() => holderOf(lock) !== undefined, 30_000)).toBe(true);
    expect(holderOf(lock)).not.toBe(running.child.pid);
    running.child.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(holderOf(lock)).toBeUndefined();
  }, 60_000);

  it('removes everything when it is told twice', async () => {
    expect(await run('reset')).toMatchObject({ code: 2, out: '' });
    expect(existsSync(place.directory)).toBe(true);
    expect(await run('reset', '--yes')).toMatchObject({ code: 0 });
    expect(existsSync(place.directory)).toBe(false);
  }, 60_000);
});
