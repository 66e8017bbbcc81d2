import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { plainSurroundings } from '../../../test/support/standalone.js';

const root = resolve(import.meta.dirname, '../../..');

/** How a process of the command line ended. */
export interface Ended {
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
}
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** The command line as a process of its own, from its sources. */
export const skilltrace = (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Running => {
  const child = spawn(
    process.execPath,
    [
      // As the bin has it.
      ...['--max-old-space-size=280', '--max-semi-space-size=16'],
      '--conditions=source',
      ...['--import', join(root, 'infra/tooling/typescript.mjs')],
      ...[join(root, 'apps/cli/src/main.ts'), ...args],
    ],
    { env: { ...plainSurroundings(), ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const texts = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (texts.err += chunk.toString('utf8')));
  const ended = new Promise<Ended>((done) => {
    child.once('close', (code, signal) => done({ ...texts, code: code ?? signal ?? 'unknown' }));
  });
  return { child, ended };
};
