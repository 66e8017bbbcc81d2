import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate, openPool } from '#postgres';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.js';
import { platformMigrations } from '../../worker/src/index.js';
import { skilltrace } from './command-line.js';

describe('skilltrace copy-vault', () => {
  let ready: FreshDatabase;
  let bare: FreshDatabase;
  beforeAll(async () => {
    [ready, bare] = [await freshDatabase(), await freshDatabase()];
    const pool = openPool(ready.url, { application: 'spec', max: 1 });
    await migrate(pool, platformMigrations).finally(() => pool.end());
  });
  afterAll(async () => {
    await ready.drop();
    await bare.drop();
  });
  const run = (environment: Readonly<Record<string, string>>, ...args: string[]) =>
    skilltrace(['copy-vault', ...args], environment).ended;

  it('is told by options or by variables what to copy, and says which is missing', async () => {
    expect(await run({}, '--from', ready.url)).toMatchObject({
      code: 2,
      err: '--to must say which database, as postgres://… (or set COPY_VAULT_TO).\n',
    });
    expect(await run({ COPY_VAULT_FROM: ready.url, COPY_VAULT_TO: 'esdb://node1' })).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^--to must say which database/),
    });
    expect(await run({ COPY_VAULT_FROM: ready.url, COPY_VAULT_TO: ready.url })).toMatchObject({
      ...{ code: 2, err: '--from and --to are the same database.\n' },
    });
  }, 60_000);

  it('names the end at which a database is not ready, in one line', async () => {
    const line = (option: string) =>
      `The database of ${option} is not ready: run skilltrace migrate on it.\n`;
    for (const [from, to, option] of [
      [bare.url, ready.url, '--from'],
      [ready.url, bare.url, '--to'],
    ] as const)
      expect(await run({}, '--from', from, '--to', to)).toMatchObject({
        ...{ code: 1, out: '', err: line(option) },
      });
    const none = Object.assign(new URL(ready.url), { pathname: '/none' }).href;
    expect(await run({}, '--from', ready.url, '--to', none)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^There is no database none .*: create it, or correct --to\.\n$/),
    });
  }, 60_000);
});
