import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export interface PlantedTree {
  readonly directory: string;
  /** Runs a program of node_modules in the tree and answers what it printed as JSON. */
  ask(program: string, ...options: readonly string[]): unknown;
  remove(): void;
}

/** A project with this project's configuration and none of its code, holding just `files`: path → source. */
export const plant = (files: Readonly<Record<string, string>>): PlantedTree => {
  const directory = mkdtempSync(join(tmpdir(), 'skilltrace-planted-'));
  for (const path of ['package.json', 'tsconfig.json', 'infra/tooling'])
    cpSync(join(root, path), join(directory, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), source);
  }
  return {
    directory,
    ask: (program, ...options): unknown => {
      const { stdout, stderr } = spawnSync(
        process.execPath,
        [join(root, 'node_modules', program), ...options],
        { cwd: directory, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
      );
      if (!stdout.trim()) throw new Error(`${program} printed nothing: ${stderr}`);
      return JSON.parse(stdout) as unknown;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
};
