import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');

/** The product as the image holds it: the built files, the packages and `package.json` in one directory. */
export interface Built {
  readonly directory: string;
  remove(): void;
}

/** Compiles the sources as `npm run build` does, into a directory of the test's own. */
export const buildProduct = async (): Promise<Built> => {
  const directory = mkdtempSync(join(tmpdir(), 'skilltrace-built-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  try {
    copyFileSync(join(root, 'package.json'), join(directory, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
    const swc = join(root, 'node_modules/.bin/swc');
    const options = ['--config-file', 'infra/tooling/swcrc.json', '--copy-files', '--quiet'];
    await promisify(execFile)(swc, ['apps', 'libs', '-d', join(directory, 'dist'), ...options], {
      cwd: root,
    });
    return { directory, remove };
  } catch (error) {
    remove();
    throw error;
  }
};
