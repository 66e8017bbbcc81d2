import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import pg from 'pg';
import { settle } from '../../apps/standalone/src/postgres/postmaster.js';
import { until } from '../../apps/standalone/src/processes.js';

const root = resolve(import.meta.dirname, '../..');

/** The command that runs the standalone program from its sources. */
export const standaloneCommand: readonly [string, ...string[]] = [
  process.execPath,
  '--conditions=source',
  '--import',
  join(root, 'infra/tooling/typescript.mjs'),
  join(root, 'apps/standalone/src/main.ts'),
];

/** What a process needs of this one's environment; nothing in it configures the program. */
export const plainSurroundings = (): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: homedir(),
  TMPDIR: tmpdir(),
});

export interface StandaloneProcess {
  readonly pid: number;
  readonly child: ChildProcess;
  /** All it has printed so far, on both outputs. */
  output(): string;
  /** Resolves when the text has been printed; rejects when the process ends before. */
  says(text: string | RegExp): Promise<void>;
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
}

export interface Place {
  readonly directory: string;
  /** Starts the program on this place, without waiting for anything. */
  start(environment?: Readonly<Record<string, string>>): StandaloneProcess;
  /** Starts it and waits until it is at work. */
  started(environment?: Readonly<Record<string, string>>): Promise<StandaloneProcess>;
  /** Runs one statement on its server, as superuser. */
  ask(sql: string): Promise<readonly Record<string, unknown>[]>;
  /** Number of the server's first process, as `postmaster.pid` has it. */
  postmaster(): number;
  /** Kills whatever this place has started and is still there, and removes the data. */
  remove(): Promise<void>;
}

/** A data directory of its own for real processes of the standalone program. */
export const newPlace = (): Place => {
  const home = mkdtempSync(join(tmpdir(), 'skilltrace-standalone-'));
  chmodSync(home, 0o711);
  const directory = join(home, 'data');
  const children: ChildProcess[] = [];
  const pidFile = () =>
    readFileSync(join(directory, 'postgres/postmaster.pid'), 'utf8').split('\n');
  const start = (environment: Readonly<Record<string, string>> = {}): StandaloneProcess => {
    const [program, ...options] = standaloneCommand;
    const child = spawn(program, options, {
      env: { ...plainSurroundings(), DATA_DIR: directory, PORT: '0', DEMO: 'off', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    return follow(child);
  };
  return {
    directory,
    start,
    postmaster: () => Number(pidFile()[0]),
    started: async (environment) => {
      const running = start(environment);
      await running.says('SkillTrace is at work');
      return running;
    },
    ask: async (sql) => {
      const password = readFileSync(join(directory, 'keys/database-password'), 'utf8').trim();
      const port = Number(pidFile()[3]);
      const client = new pg.Client({
        host: '127.0.0.1',
        port,
        user: 'skilltrace',
        password,
        database: 'postgres',
      });
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(sql)).rows;
      } finally {
        await client.end();
      }
    },
    remove: async () => {
      for (const child of children)
        if (child.exitCode === null && child.signalCode === null) {
          child.kill('SIGTERM');
          await once(child, 'exit');
        }
      if (existsSync(join(directory, 'postgres'))) await settle(join(directory, 'postgres'));
      rmSync(home, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
    },
  };
};

/** What a child process prints, and how it ends. */
export const follow = (child: ChildProcess): StandaloneProcess => {
  let output = '';
  const add = (chunk: Buffer) => (output += chunk.toString('utf8'));
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  let over = false;
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => {
      over = true;
      resolve(code ?? signal ?? 'unknown');
    });
  });
  return {
    pid: child.pid as number,
    child,
    output: () => output,
    ended,
    says: async (text) => {
      const said = () => (typeof text === 'string' ? output.includes(text) : text.test(output));
      if (!(await until(() => said() || over, 30_000)) || !said())
        throw new Error(`it never said ${text}: ${output}`);
    },
  };
};
