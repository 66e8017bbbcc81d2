import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServerProcess } from '../../support/eventstoredb/process.js';
import { plainSurroundings } from '../../support/standalone.js';
import { openGround, type Ground } from './ground.js';

jest.setTimeout(120_000);

const loader = resolve(import.meta.dirname, '../../../infra/tooling/typescript.mjs');

const start = (program: string, ...given: readonly string[]) =>
  spawn(
    process.execPath,
    ['--conditions=source', '--import', loader, resolve(import.meta.dirname, program), ...given],
    { env: plainSurroundings(), stdio: ['pipe', 'pipe', 'pipe'] },
  );

/** With the library's client alone, to know that what the adapter is spared does happen. */
describe('a process that has the client alone, and appends to two servers', () => {
  it('is ended by the answer of one after the other was lost', async () => {
    const [lost, kept] = [await startServerProcess(), await startServerProcess()];
    const child = start('bare-client.ts', lost.url, kept.url);
    const complaint = text(child.stderr);
    const ended = once(child, 'exit');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const says = async () => (await lines.next()).value;
    try {
      expect(await says()).toBe('appended');
      await kept.freeze();
      child.stdin.write('go\n');
      expect(await says()).toBe('on its way');
      await sleep(500);
      await lost.kill();
      expect(await says()).toBe('unavailable');
      kept.thaw();
      expect(await ended).toEqual([1, null]);
      expect(await complaint).toMatch(/TypeError: .*not iterable/);
    } finally {
      child.kill('SIGKILL');
      await Promise.all([lost.remove(), kept.remove()]);
    }
  });
});

describe('a process that uses the EventStoreDB adapter wrongly', () => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround();
  });
  afterAll(() => ground.close());

  it('hears what was wrong with each call and ends by itself', async () => {
    const { server, databaseUrl } = ground;
    const child = start('misuse.ts', server.url, databaseUrl);
    const hanging = setTimeout(() => child.kill('SIGKILL'), 60_000);
    const [said, complained, ended] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit'),
    ]);
    clearTimeout(hanging);
    expect({ ended, complained }).toEqual({ ended: [0, null], complained: '' });
    expect(said.trim().split('\n')).toEqual([
      'bigint TypeError',
      'circle TypeError',
      'undefined TypeError',
      'undefined inside written',
      'id TypeError',
      'too large RangeError',
      'right written',
      'left early HoursLogged',
      'on its way at the end written',
      'after the end StoreUnavailable',
    ]);
  });
});
