import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { randomBytes } from 'node:crypto';

const root = resolve(import.meta.dirname, '../../..');
const pom = join(root, 'infra/kafka/pom.xml');
const inventory = 'inventory.json';

/** The version that `infra/kafka/pom.xml` names. */
export const kafkaVersion = (): string => {
  const version = /<kafka\.version>([\d.]+)</.exec(readFileSync(pom, 'utf8'))?.[1];
  if (version === undefined) throw new Error('infra/kafka/pom.xml names no kafka.version');
  return version;
};

const run = promisify(execFile);

/** Fetches all jars into a folder; Maven keeps its own copies besides. */
const fetchWithMaven = async (directory: string): Promise<void> => {
  const goal = 'dependency:copy-dependencies';
  const options = ['-DincludeScope=runtime', `-DoutputDirectory=${directory}`];
  await run('mvn', ['-q', '-B', '-f', pom, goal, ...options], { timeout: 300_000 });
};

/**
 * The folder with Kafka's jars, fetched once and kept under `.cache/`. It counts as whole only when every file that was fetched is
 * there at its size; a damaged one is fetched anew. Several processes may ask at once: each fetches into a folder of its own, and
 * the first to finish gives its folder the common name.
 */
export const kafkaJars = async (
  cache = join(root, '.cache'),
  fetch: (directory: string) => Promise<void> = fetchWithMaven,
): Promise<string> => {
  const kept = join(cache, `kafka-${kafkaVersion()}`);
  if (isWhole(kept)) return kept;
  mkdirSync(cache, { recursive: true });
  const own = `${kept}.${String(process.pid)}-${randomBytes(4).toString('hex')}`;
  try {
    await fetch(own);
    const sizes = readdirSync(own).map((name) => [name, statSync(join(own, name)).size] as const);
    writeFileSync(join(own, inventory), JSON.stringify(Object.fromEntries(sizes)));
    putInPlace(own, kept);
    return kept;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
};

const putInPlace = (own: string, kept: string): void => {
  if (isWhole(kept)) return;
  const aside = `${own}.damaged`;
  // Moved away in one step: whoever else repairs it finds either the damaged folder, none, or a whole one.
  if (existsSync(kept)) attempt(() => renameSync(kept, aside));
  attempt(() => renameSync(own, kept));
  rmSync(aside, { recursive: true, force: true });
  if (!isWhole(kept)) throw new Error(`${kept} is not whole: remove it and run again`);
};

/** Another process may have been quicker; what counts is whether the folder is whole afterwards. */
const attempt = (rename: () => void): void => {
  try {
    rename();
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(code)) throw error;
  }
};

const isWhole = (directory: string): boolean => {
  try {
    const text = readFileSync(join(directory, inventory), 'utf8');
    const files = Object.entries(JSON.parse(text) as Record<string, number>);
    return (
      files.length > 0 &&
      files.every(([name, size]) => statSync(join(directory, name)).size === size)
    );
  } catch {
    // No inventory, half an inventory or a file missing: not whole, whichever it is.
    return false;
  }
};
