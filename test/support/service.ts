import { spawn } from 'node:child_process';
import type { ReadinessReport } from '#process';
import { isAlive, until } from '../../apps/standalone/src/processes.js';
import { eventually } from './eventually.js';
import { follow, plainSurroundings } from './standalone.js';

/** A gateway or a worker as a process of its own. */
export interface Service {
  readonly pid: number;
  /** All it has printed so far. */
  output(): string;
  /** `http://127.0.0.1:…/graphql`, of a gateway that is at work. */
  url(): string;
  /** What `/readyz` says, or undefined when nobody answers. */
  report(): Promise<ReadinessReport | undefined>;
  /** Resolves when it is ready; rejects with what it said when it ends before, or after a minute. */
  ready(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** The exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  /** Ends it at once, if it has not ended yet. */
  kill(): Promise<void>;
}

export interface Start {
  /** Program and arguments, as a compose file or a chart has them; `node` is the one that runs the tests. */
  readonly command: readonly string[];
  readonly directory: string;
  /** All its environment but what any process needs. Ports are best 0. */
  readonly environment: Readonly<Record<string, string>>;
}

export const startService = ({ command, directory, environment }: Start): Service => {
  const [program = '', ...args] = command;
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: directory,
    env: { ...plainSurroundings(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid, output, ended } = follow(child);
  let over = false;
  void ended.then(() => (over = true));
  const told = (pattern: RegExp) => pattern.exec(output())?.[1];
  const report = async (): Promise<ReadinessReport | undefined> => {
    const port = told(/"port":(\d+),"msg":"health is told"/);
    if (port === undefined) return undefined;
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
      return (await answer.json()) as ReadinessReport;
    } catch {
      // It has ended, or is not there yet: whoever asks sees that nobody answers.
      return undefined;
    }
  };
  return {
    ...{ pid, output, ended, report },
    url: () => `${told(/"url":"([^"]+)","msg":"the gateway is at work"/) ?? ''}/graphql`,
    ready: async () => {
      const isReady = async () => over || (await report())?.ready;
      await eventually('a service that is ready', isReady).catch(async (error: unknown) => {
        throw new Error(`${JSON.stringify(await report())} ${output()}`, { cause: error });
      });
      if (over) throw new Error(`it ended: ${output()}`);
    },
    signal: (name) => child.kill(name),
    kill: async () => {
      if (!over) child.kill('SIGKILL');
      await ended;
      await until(() => !isAlive(pid), 5_000);
    },
  };
};
