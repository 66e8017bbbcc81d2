import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { feedDigest, openCopySide, type CopySide } from '#event-store';
import { migrate, openPool, type Pool } from '#postgres';
import { readCheckpoints } from '#projections';
import { seedMigrations } from '../../../apps/cli/src/seed/seed-record.js';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../../apps/standalone/src/postgres/embedded-postgres.js';
import { platformMigrations } from '../../../apps/worker/src/index.js';
import { eventually } from '../../support/eventually.js';
import { foldViews, skilltrace, sowIn, vaultKey } from '../copying/ground.js';
import { follow } from '../operations.js';

jest.setTimeout(900_000);
/** Hours of work: it ends when the server does, or when there is enough. */
const trainees = 20_000;
/** Events after the restore. */
const enough = process.env['LONG'] ? 50_000 : 1_000;
class Enough extends Error {}

const directoriesIn = (home: string) => {
  const at = (name: string) => join(home, name);
  const directories = {
    ...{ PGDATA: at('data'), RESTORED: at('restored') },
    ...{ ARCHIVE: at('archive'), BACKUP: at('backup') },
  };
  for (const name of [directories.ARCHIVE, directories.BACKUP]) mkdirSync(name);
  // The server may run under another user.
  chmodSync(home, 0o711);
  chmodSync(directories.ARCHIVE, 0o777);
  return directories;
};

/** The digest of the feed up to a position. */
const digestUpTo = (side: CopySide, position: string) =>
  feedDigest({
    read: async (after, limit) =>
      (await side.read(after, limit)).filter((event) => Number(event.position) <= Number(position)),
  });

describe('a PostgreSQL that is lost under load, restored from its base backup and archived log', () => {
  const password = randomBytes(16).toString('hex');
  const home = mkdtempSync(join(tmpdir(), 'backup-'));
  const directories = directoriesIn(home);
  const ending: (() => Promise<unknown>)[] = [];
  const started = async (directory: string): Promise<EmbeddedPostgres> => {
    const server = await startEmbeddedPostgres({ directory, password, durable: true });
    ending.push(() => server.stop());
    return server;
  };
  const poolOn = (url: string): Pool => {
    const pool = openPool(url, { application: 'backup', max: 2 });
    ending.push(() => pool.end());
    return pool;
  };
  const sideOn = async (url: string): Promise<CopySide> => {
    const side = await openCopySide(url);
    ending.push(() => side.close());
    return side;
  };
  /** What was acknowledged before the recovery point. */
  let acknowledged: { readonly position: string; readonly digest: string; readonly events: number };
  let ended: string;
  let restored: EmbeddedPostgres;
  let events: CopySide;
  beforeAll(async () => {
    const bare = await started(directories.PGDATA);
    await follow('Archive the log of PostgreSQL', directories, bare.url);
    await bare.stop();
    const server = await started(directories.PGDATA);
    const pool = poolOn(server.url);
    await migrate(pool, [...platformMigrations, ...seedMigrations]);
    const side = await sideOn(server.url);
    const last = async () => Number((await side.tail(1))[0]?.position ?? 0);
    const load = sowIn(server.url, trainees).then(
      () => 'done',
      () => 'broken off',
    );
    const further = async (by: number) => {
      const from = await last();
      await eventually('events under load', async () => (await last()) >= from + by);
    };
    await further(300);
    await foldViews(server.url, undefined);
    await follow('Make a base backup', directories, server.url);
    await further(300);
    const position = String(await last());
    acknowledged = { position, ...(await digestUpTo(side, position)) };
    const { rows } = await pool.query<{ file: string }>(
      'select pg_walfile_name(pg_switch_wal()) as file',
    );
    await eventually('the log in the archive', async () => {
      const archived = await pool.query<{ file: string | null }>(
        'select last_archived_wal as file from pg_stat_archiver',
      );
      return (archived.rows[0]?.file ?? '') >= rows[0]!.file;
    });
    await further(20);
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
    ended = await load;
    await follow('Restore', directories, server.url);
    restored = await started(directories.RESTORED);
    events = await sideOn(restored.url);
  });
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
    rmSync(home, { recursive: true, force: true });
  });

  it('was lost in the middle of its work', () => {
    expect(ended).toBe('broken off');
    expect(acknowledged.events).toBeGreaterThan(600);
  });

  it('has everything that was acknowledged before the recovery point, and no gap behind it', async () => {
    const { position, ...told } = acknowledged;
    expect(await digestUpTo(events, position)).toEqual(told);
    const all = await feedDigest(events);
    expect(String(all.events)).toBe((await events.tail(1))[0]?.position);
  });

  it('has its views where they were, goes on with the work, and is as the events say', async () => {
    const before = await readCheckpoints(poolOn(restored.url));
    expect(before.length).toBeGreaterThan(0);
    expect(before.every(({ position }) => Number(position) > 300)).toBe(true);
    const found = await feedDigest(events);
    const work = sowIn(restored.url, trainees, (progress) => {
      if (progress.events >= enough) throw new Enough();
    });
    await expect(work).rejects.toThrow(Enough);
    expect((await feedDigest(events)).events).toBeGreaterThan(found.events + enough / 2);
    await foldViews(restored.url, undefined);
    const { code, out } = await skilltrace(['verify', '--json'], {
      ...{ DATABASE_URL: restored.url, VAULT_KEY: vaultKey },
    }).ended;
    expect({ code, ...(JSON.parse(out) as object) }).toMatchObject({ code: 0, findings: [] });
  });
});
