import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import {
  newPlace,
  plainSurroundings,
  standaloneCommand,
  type Place,
} from '../../../test/support/standalone.js';
import { stopWorkOn } from './data-directory.js';
import { birthOf } from './processes.js';

/** The program on a small file system that it alone sees; undefined where the machine does not let this user have one. */
const onSmallDisk = (directory: string, megabytes: number) => {
  const mount = `mount -t tmpfs -o size=${megabytes}m,mode=711 tmpfs "$0"`;
  const inside = (script: string) => ['-m', 'sh', '-c', script, directory];
  const able =
    process.getuid?.() === 0 &&
    spawnSync('unshare', inside(mount), { stdio: 'ignore' }).status === 0;
  return able ? [...inside(`${mount} && exec "$@"`), ...standaloneCommand] : undefined;
};

// Real processes, several starts each, on a machine that may be busy.
jest.setTimeout(90_000);

describe('the standalone program, when it cannot start,', () => {
  let place: Place;
  beforeEach(() => {
    place = newPlace();
  });
  afterEach(() => place.remove());

  /** One line, an exit code, and nothing else. */
  const refuses = async (line: RegExp, environment: Readonly<Record<string, string>> = {}) => {
    const refused = place.start(environment);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(line);
    expect(refused.output().trimEnd().split('\n')).toHaveLength(1);
  };

  it('names the copy that is at work on the same data, and leaves it at work', async () => {
    const first = await place.started();
    await refuses(new RegExp(`Another copy \\(process ${first.pid}\\) .* set DATA_DIR`));
    expect(await place.ask('select 1 as here')).toEqual([{ here: 1 }]);
    expect(await stopWorkOn(place.directory)).toBe(first.pid);
    expect(await first.ended).toBe(0);
    expect(await stopWorkOn(place.directory)).toBeUndefined();
  });

  it('does not mind a lock whose number belongs to another process by now', async () => {
    mkdirSync(place.directory);
    const stale = { pid: process.pid, birth: `${birthOf(process.pid)}0`, taken: 'before' };
    writeFileSync(join(place.directory, 'lock'), JSON.stringify(stale));
    const running = await place.started();
    expect(JSON.parse(readFileSync(join(place.directory, 'lock'), 'utf8'))).toMatchObject({
      pid: running.pid,
    });
  });

  it('names a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await refuses(new RegExp(`^Port ${port} is taken .* set PORT`), { PORT: String(port) });
    expect(existsSync(place.directory)).toBe(false);
    server.close();
  });

  it('names a data directory it may not use', async () => {
    // Root may read everything, but not even root may make a directory in /sys.
    if (process.getuid?.() === 0)
      await refuses(/^\/sys\/skilltrace .* set DATA_DIR/, { DATA_DIR: '/sys/skilltrace' });
    else {
      mkdirSync(place.directory, { mode: 0o000 });
      const inside = join(place.directory, 'data');
      await refuses(/cannot be read or written by this user: .* DATA_DIR/, { DATA_DIR: inside });
      chmodSync(place.directory, 0o700);
    }
  });

  it('names a place where no directory can be made, at once', async () => {
    // Linux alone has one that everybody can name.
    const nowhere = existsSync('/proc/self') ? '/proc/skilltrace/data' : '/dev/null/data';
    await refuses(/^\/(proc|dev).*\/data .* set DATA_DIR/, { DATA_DIR: nowhere });
  });

  it('names a file that is in the place of its data directory', async () => {
    writeFileSync(place.directory, '');
    await refuses(/is not a directory: .* DATA_DIR/);
    rmSync(place.directory);
  });

  it.each([1, 30])('names a disk that is full after %d MB', async (megabytes) => {
    mkdirSync(place.directory);
    const options = onSmallDisk(place.directory, megabytes);
    if (options) {
      const environment = { ...plainSurroundings(), DATA_DIR: place.directory, PORT: '0' };
      const run = spawnSync('unshare', options, { env: environment, encoding: 'utf8' });
      expect(run.stdout).toBe('');
      expect(run.stderr).toMatch(
        /^The disk that holds .* is full: free some space, or set DATA_DIR .*\n$/,
      );
      expect(run.status).toBe(1);
      return;
    }
    // Without the right to mount, the one device that is always full.
    mkdirSync(join(place.directory, 'keys'));
    symlinkSync('/dev/full', join(place.directory, 'keys/vault-key.unfinished'));
    await refuses(/^The disk that holds .* is full: free some space, or set DATA_DIR/);
  });

  it('names a wrong variable, and every one that is missing', async () => {
    await refuses(/^Wrong configuration: PORT must be a number\.$/m, { PORT: 'high' });
    await refuses(/VAULT_KEY .* TOKEN_ISSUER, TOKEN_AUDIENCE and TOKEN_KEYS must be set/, {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    });
  });
});
