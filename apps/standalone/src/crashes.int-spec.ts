import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newPlace, type Place } from '../../../test/support/standalone.js';
import { isAlive, until } from './processes.js';

// Real processes, several starts each, on a machine that may be busy.
jest.setTimeout(90_000);

describe('the standalone program', () => {
  let place: Place;
  beforeEach(() => {
    place = newPlace();
  });
  afterEach(() => place.remove());

  const kill = async (pid: number) => {
    process.kill(pid, 'SIGKILL');
    expect(await until(() => !isAlive(pid), 10_000)).toBe(true);
  };
  const record = async (mark: number) => {
    await place.ask('create table if not exists marks (mark int primary key)');
    await place.ask(`insert into marks values (${mark})`);
  };
  const marks = async () =>
    (await place.ask('select mark from marks order by mark')).map(({ mark }) => mark);

  /** Whether the address answers 200 within ten seconds. */
  const answers = async (address: string) => {
    for (let attempt = 0; attempt < 100; attempt++) {
      if ((await fetch(address)).status === 200) return true;
      await sleep(100);
    }
    return false;
  };

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'stops everything on %s and finds its data at the next start',
    async (signal) => {
      const first = await place.started();
      const server = place.postmaster();
      await record(1);
      first.child.kill(signal);
      expect(await first.ended).toBe(0);
      expect(isAlive(server)).toBe(false);
      expect(existsSync(join(place.directory, 'lock'))).toBe(false);
      await place.started();
      expect(await marks()).toEqual([1]);
    },
  );

  it('stops while the demo is being recorded, and carries it on at the next start', async () => {
    const first = place.start({ DEMO: 'on' });
    await first.says('Recording the demo data');
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    expect(first.output()).not.toContain('SkillTrace is at work');
    const [, day = ''] = /Recording the demo data: (\S+),/.exec(first.output()) ?? [];
    const second = place.start({ DEMO: 'on' });
    await second.says('Recording the demo data');
    const [, later = ''] = /Recording the demo data: (\S+),/.exec(second.output()) ?? [];
    expect(later >= day).toBe(true);
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
  });

  it('takes over from a server that outlived its own kill -9', async () => {
    const first = await place.started();
    const orphan = place.postmaster();
    await record(1);
    await kill(first.pid);
    expect(isAlive(orphan)).toBe(true);
    await record(2);
    await place.started();
    expect(isAlive(orphan)).toBe(false);
    expect(place.postmaster()).not.toBe(orphan);
    expect(await marks()).toEqual([1, 2]);
  });

  it('recovers when program and server were killed together', async () => {
    const first = await place.started();
    await record(1);
    await kill(first.pid);
    await kill(place.postmaster());
    expect(existsSync(join(place.directory, 'postgres/postmaster.pid'))).toBe(true);
    await place.started();
    expect(await marks()).toEqual([1]);
  });

  it('starts the server again when that alone was killed, at the same address', async () => {
    const running = await place.started();
    const [before, killed] = [readFileSync(pidFile(), 'utf8').split('\n')[3], place.postmaster()];
    await record(1);
    await kill(killed);
    await running.says('PostgreSQL is at work again');
    expect(place.postmaster()).not.toBe(killed);
    expect(readFileSync(pidFile(), 'utf8').split('\n')[3]).toBe(before);
    expect(await marks()).toEqual([1]);
    const endpoint = /GraphQL endpoint: (\S+)\/graphql/.exec(running.output())?.[1];
    expect(await answers(`${endpoint}/health/ready`)).toBe(true);
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  });

  it('does not take a stranger with the number in postmaster.pid for its server', async () => {
    const first = await place.started();
    await record(1);
    const file = readFileSync(pidFile(), 'utf8');
    first.child.kill('SIGTERM');
    await first.ended;
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    try {
      writeFileSync(pidFile(), file.replace(/^\d+/, String(stranger.pid)));
      await place.started();
      expect(await marks()).toEqual([1]);
      expect(isAlive(stranger.pid as number)).toBe(true);
    } finally {
      stranger.kill();
    }
  });

  it('begins anew when it was killed while the first data was being made', async () => {
    const first = place.start();
    expect(
      await until(() => existsSync(join(place.directory, 'postgres.unfinished')), 20_000),
    ).toBe(true);
    await sleep(100);
    await kill(first.pid);
    expect(existsSync(join(place.directory, 'postgres'))).toBe(false);
    await place.started();
    await record(1);
    expect(await marks()).toEqual([1]);
  });

  it('ends without a trace of an error when it is stopped while it starts', async () => {
    const first = place.start();
    expect(
      await until(() => existsSync(join(place.directory, 'postgres.unfinished')), 20_000),
    ).toBe(true);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(first.output()).toBe('');
    expect(existsSync(join(place.directory, 'lock'))).toBe(false);
  });

  const pidFile = () => join(place.directory, 'postgres/postmaster.pid');
});
