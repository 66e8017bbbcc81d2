import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { plainSurroundings } from '../../support/standalone.js';
import { openGround, type Ground } from './ground.js';

jest.setTimeout(120_000);

const program = resolve(import.meta.dirname, 'misuse.ts');
const loader = resolve(import.meta.dirname, '../../../infra/tooling/typescript.mjs');

describe('a process that uses the EventStoreDB adapter wrongly', () => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround();
  });
  afterAll(() => ground.close());

  it('hears what was wrong with each call and ends by itself', async () => {
    const { server, databaseUrl } = ground;
    const child = spawn(
      process.execPath,
      ['--conditions=source', '--import', loader, program, server.url, databaseUrl],
      { env: plainSurroundings(), stdio: ['ignore', 'pipe', 'pipe'] },
    );
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
