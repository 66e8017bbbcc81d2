import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
const release = 'v3.19.0';
const cached = join(root, '.cache/helm', release);

/** Helm's program, or why there is none, in one line. */
export type Helm = { readonly program: string } | { readonly why: string };

/** The machine's own Helm; else the one under `.cache/`, which Go builds from its module once: that takes minutes and the network. */
export const findHelm = async (): Promise<Helm> => {
  if (answers('helm', 'version')) return { program: 'helm' };
  const program = join(cached, 'helm');
  if (existsSync(program)) return { program };
  if (!answers('go', 'version')) return { why: 'there is neither helm nor go on the path' };
  mkdirSync(cached, { recursive: true });
  try {
    await promisify(execFile)('go', ['install', `helm.sh/helm/v3/cmd/helm@${release}`], {
      env: { ...process.env, GOBIN: cached },
    });
  } catch (error) {
    const said = (error as { readonly stderr?: string }).stderr?.trim().split('\n').at(-1);
    return {
      why: `there is no helm on the path, and go cannot build it: ${said ?? 'it is silent'}`,
    };
  }
  return { program };
};

const answers = (program: string, argument: string): boolean => {
  try {
    execFileSync(program, [argument], { stdio: 'ignore' });
    return true;
  } catch {
    // It is not there, or not to be run by this user: then it is not the one to be used.
    return false;
  }
};
