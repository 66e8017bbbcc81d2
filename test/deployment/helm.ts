import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
const release = 'v3.19.0';
const cached = join(root, '.cache/helm', release);

/**
 * Helm's program: the machine's own; else the one under `.cache/`, which Go builds from its module once. Undefined when there is
 * neither Helm nor Go.
 */
export const findHelm = async (): Promise<string | undefined> => {
  if (answers('helm', 'version')) return 'helm';
  const program = join(cached, 'helm');
  if (existsSync(program)) return program;
  if (!answers('go', 'version')) return undefined;
  mkdirSync(cached, { recursive: true });
  await promisify(execFile)('go', ['install', `helm.sh/helm/v3/cmd/helm@${release}`], {
    env: { ...process.env, GOBIN: cached },
  });
  return program;
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
