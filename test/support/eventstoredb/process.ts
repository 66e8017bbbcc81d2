import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../../../apps/standalone/src/processes.js';
import { logName } from './log.js';
import { plainSurroundings } from '../standalone.js';

/** The test server as a process of its own, always on the same port and over the same files. */
export interface ServerProcess {
  readonly url: string;
  /** Ends it without a chance to finish anything. */
  kill(): Promise<void>;
  /** Starts it again after it was killed. */
  start(): Promise<void>;
  /** Stops it where it stands: its port still answers, and nobody behind it. */
  freeze(): Promise<void>;
  thaw(): void;
  /** Puts it back to an earlier moment, as a restored backup does: of its file a first part is all there is. */
  rewind(share: number): Promise<void>;
  /** Kills it and removes its files. */
  remove(): Promise<void>;
}

const program = resolve(import.meta.dirname, 'main.ts');
const loader = resolve(import.meta.dirname, '../../../infra/tooling/typescript.mjs');

export const startServerProcess = async (options = 'tls=false'): Promise<ServerProcess> => {
  const folder = await mkdtemp(join(tmpdir(), 'esdb-'));
  let { child, port } = await launch(folder, 0);
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const start = async () => {
    ({ child, port } = await launch(folder, port));
  };
  return {
    url: `esdb://127.0.0.1:${String(port)}?${options}`,
    kill,
    start,
    rewind: async (share) => {
      await kill();
      const log = join(folder, logName);
      await truncate(log, Math.floor((await stat(log)).size * share));
      await start();
    },
    freeze: async () => {
      child.kill('SIGSTOP');
      if (!(await until(() => stateOf(child) === 'T', 10_000)))
        throw new Error('the test server does not stop');
    },
    thaw: () => void child.kill('SIGCONT'),
    remove: async () => {
      await kill();
      await rm(folder, { recursive: true });
    },
  };
};

/** As `ps` tells it: `T` once a signal has stopped it. */
const stateOf = ({ pid }: ChildProcess): string =>
  spawnSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' })
    .stdout.trim()
    .charAt(0);

const launch = async (
  folder: string,
  wanted: number,
): Promise<{ child: ChildProcess; port: number }> => {
  const child = spawn(
    process.execPath,
    ['--conditions=source', '--import', loader, program, folder, String(wanted)],
    { env: plainSurroundings(), stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the test server ended with code ${String(code)}`);
    }),
  ])) as [string];
  return { child, port: Number(line) };
};
