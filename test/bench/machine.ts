import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import pg from 'pg';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** Whole mebibytes. */
  readonly memory: number;
  readonly system: string;
}

export const describeMachine = (): Machine => ({
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: availableParallelism(),
  memory: Math.round(totalmem() / 1024 ** 2),
  system: `${platform()} ${release()} ${arch()}`,
});

/** Versions of what was measured, and the server settings that decide whether a commit is on disk. */
export const describeSoftware = async (url: string): Promise<Readonly<Record<string, string>>> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in
         ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method', 'shared_buffers', 'data_checksums')
       order by name`,
    );
    const settings = rows.map(({ name, setting }) => [name, setting] as const);
    return { node: process.version, ...Object.fromEntries(settings), ...packages() };
  } finally {
    await client.end();
  }
};

const packages = (): Readonly<Record<string, string>> => {
  const { version, dependencies, devDependencies } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as Record<'dependencies' | 'devDependencies', Record<string, string>> & { version: string };
  const emmett = '@event-driven-io/emmett-postgresql';
  return {
    skilltrace: version,
    pg: dependencies['pg'] ?? 'none',
    [emmett]: devDependencies[emmett] ?? 'none',
  };
};
