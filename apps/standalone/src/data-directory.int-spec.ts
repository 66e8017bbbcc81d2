import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { newPlace, type Place } from '../../../test/support/standalone.js';
import { resetDataDirectory } from './data-directory.js';

// Real processes, several starts each, on a machine that may be busy.
jest.setTimeout(90_000);

describe('the data directory', () => {
  let place: Place;
  beforeEach(() => {
    place = newPlace();
  });
  afterEach(() => place.remove());

  const stopped = async (running: Awaited<ReturnType<Place['started']>>) => {
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
  };

  it('keeps every key for its owner alone', async () => {
    await stopped(await place.started());
    expect(statSync(join(place.directory, 'keys')).mode & 0o777).toBe(0o700);
    for (const name of ['vault-key', 'token-key.json', 'database-password'])
      expect(statSync(join(place.directory, 'keys', name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(place.directory, 'keys/vault-key'), 'utf8')).toMatch(
      /^[0-9a-f]{64}\n$/,
    );
  });

  it('does not replace a key that is gone, until everything is reset', async () => {
    const first = await place.started();
    await expect(resetDataDirectory(place.directory)).rejects.toThrow(
      /is at work .* stop it first/,
    );
    await stopped(first);
    const key = join(place.directory, 'keys/vault-key');
    rmSync(key);
    const refused = place.start();
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/^.*vault-key is missing, .* put it back from a copy.*\n$/);
    await resetDataDirectory(place.directory);
    await place.started();
    expect(existsSync(key)).toBe(true);
  });

  it('works below a directory that nobody else may enter, also for root', async () => {
    const closed = join(place.directory, '..', 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o700);
    const DATA_DIR = join(closed, 'data');
    const running = place.start({ DATA_DIR });
    await running.says('SkillTrace is at work');
    const [, elsewhere] = /its data is in (\S+)\.\n/.exec(running.output()) ?? [];
    // Root lends the server another account, which has to reach its files.
    expect(elsewhere !== undefined).toBe(process.getuid?.() === 0);
    const cluster = elsewhere ?? join(DATA_DIR, 'postgres');
    expect(existsSync(join(cluster, 'PG_VERSION'))).toBe(true);
    await stopped(running);
    await resetDataDirectory(DATA_DIR);
    expect([existsSync(cluster), existsSync(DATA_DIR)]).toEqual([false, false]);
  });
});
