import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { holderOf, takeLock } from './lock.js';
import { birthOf } from './processes.js';

const tooling = resolve(import.meta.dirname, '../../../infra/tooling/typescript.mjs');

describe('the lock on the data', () => {
  let directory: string;
  let path: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'skilltrace-lock-'));
    path = join(directory, 'lock');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('is held by one and free again after release', () => {
    const lock = takeLock(path);
    if ('heldBy' in lock) throw new Error('nobody else can hold it');
    expect(holderOf(path)).toBe(process.pid);
    expect(takeLock(path)).toEqual({ heldBy: process.pid });
    lock.release();
    expect(readdirSync(directory)).toEqual([]);
    expect(takeLock(path)).not.toHaveProperty('heldBy');
  });

  it.each([
    ['of a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, birth: 'x', taken: 'a' })],
    [
      'of a number that was given out again',
      JSON.stringify({ pid: process.pid, birth: 'x', taken: 'a' }),
    ],
    ['that a crash of the machine left empty', ''],
    ['that is no lock', 'null'],
  ])('is taken over when it is one %s', (_, stale) => {
    writeFileSync(path, stale);
    expect(holderOf(path)).toBeUndefined();
    expect(takeLock(path)).not.toHaveProperty('heldBy');
    expect(holderOf(path)).toBe(process.pid);
  });

  it('is not let go by a holder that has lost it', () => {
    const first = takeLock(path);
    const other = JSON.stringify({ pid: process.pid, birth: birthOf(process.pid), taken: 'later' });
    writeFileSync(path, other);
    if ('release' in first) first.release();
    expect(holderOf(path)).toBe(process.pid);
  });

  it('goes to exactly one of six processes that find the same stale lock at the same moment', async () => {
    const script = `
      const { takeLock } = await import(${JSON.stringify(join(import.meta.dirname, 'lock.ts'))});
      process.stdout.write('ready ');
      await new Promise((go) => process.stdin.once('data', go));
      process.stdout.write('heldBy' in takeLock(process.argv[1]) ? 'lost' : 'won');
      await new Promise((end) => process.stdin.once('end', end));`;
    const rivals = Array.from({ length: 6 }, () => {
      const options = ['--import', tooling, '--input-type=module', '-e', script, path];
      return spawn(process.execPath, options, { stdio: ['pipe', 'pipe', 'inherit'] });
    });
    const spoken = rivals.map(listen);
    await Promise.all(spoken.map((words) => words.include('ready ')));
    writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, birth: 'x', taken: 'stale' }));
    for (const rival of rivals) rival.stdin.write('go');
    const answers = await Promise.all(spoken.map((words) => words.include(/won|lost/)));
    expect(answers.filter((answer) => answer.includes('won'))).toHaveLength(1);
    for (const rival of rivals) rival.stdin.end();
    await Promise.all(rivals.map((rival) => new Promise((done) => rival.once('exit', done))));
  });
});

const listen = (child: ChildProcess) => {
  let words = '';
  child.stdout?.on('data', (chunk: Buffer) => (words += chunk.toString()));
  return {
    include: (sought: string | RegExp) =>
      new Promise<string>((resolveWords) => {
        const look = () => {
          if (typeof sought === 'string' ? words.includes(sought) : sought.test(words))
            resolveWords(words);
        };
        child.stdout?.on('data', look);
        look();
      }),
  };
};
