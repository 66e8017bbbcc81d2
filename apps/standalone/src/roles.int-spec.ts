import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { newPlace, type Place } from '../../../test/support/standalone.js';

const key = (digit: string) => createHash('sha256').update(digit).digest('hex');
const tokens = {
  TOKEN_ISSUER: 'https://id.example.cn',
  TOKEN_AUDIENCE: 'skilltrace',
  TOKEN_KEYS: JSON.stringify({
    keys: [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }],
  }),
};

// Real processes, several starts each, on a machine that may be busy.
jest.setTimeout(90_000);

describe('the standalone program on a database of somebody else', () => {
  let place: Place;
  let database: FreshDatabase;
  beforeEach(async () => {
    place = newPlace();
    database = await freshDatabase();
  });
  afterEach(async () => {
    await place.remove();
    await database.drop();
  });
  const environment = (change: Readonly<Record<string, string>> = {}) => ({
    DATABASE_URL: database.url,
    VAULT_KEY: key('a'),
    ...tokens,
    ...change,
  });

  it('migrates it, keeps nothing beside it, and starts again on what it made', async () => {
    for (let start = 0; start < 2; start++) {
      const running = place.start(environment());
      await running.says('SkillTrace is at work');
      running.child.kill('SIGTERM');
      expect(await running.ended).toBe(0);
    }
  });

  it.each([
    ['a vault that was sealed with another key', () => ({ VAULT_KEY: key('b') }), /VAULT_KEY/],
    [
      'a server that is not there',
      () => elsewhere({ port: '1' }),
      /:1 cannot be reached: start it/,
    ],
    ['a database that is not there', () => elsewhere({ pathname: '/none' }), /no database none/],
    ['a stranger', () => elsewhere({ username: 'nobody' }), /does not let nobody in: check name/],
  ])('names %s in one line without any secret', async (_, change, line) => {
    const first = place.start(environment());
    await first.says('SkillTrace is at work');
    first.child.kill('SIGTERM');
    await first.ended;
    const refused = place.start(environment(change()));
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(line);
    expect(refused.output().trimEnd().split('\n')).toHaveLength(1);
    expect(refused.output()).not.toContain(new URL(database.url).password);
    expect(refused.output()).not.toContain(key('b'));
  });

  const elsewhere = (change: Partial<Pick<URL, 'port' | 'pathname' | 'username'>>) => {
    const url = Object.assign(new URL(database.url), change);
    return { DATABASE_URL: url.href };
  };
});
