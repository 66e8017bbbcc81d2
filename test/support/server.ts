import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../apps/standalone/src/postgres/embedded-postgres.js';

export interface ThrowawayServer extends EmbeddedPostgres {
  readonly directory: string;
}

/** A PostgreSQL of its own for a run of tests or a bench; its data goes with it, also when this process is killed. */
export const startThrowawayServer = async (durable: boolean): Promise<ThrowawayServer> => {
  // Durable settings mean something on a disk only, and /tmp may be in memory.
  const place = durable && existsSync('/var/tmp') ? '/var/tmp' : tmpdir();
  const home = mkdtempSync(join(place, 'skilltrace-test-'));
  chmodSync(home, 0o711);
  const directory = join(home, 'postgres');
  const password = randomBytes(16).toString('hex');
  const server = await startEmbeddedPostgres({ directory, password, durable });
  const watch = watchOver(server.pid, home);
  return {
    ...server,
    directory,
    stop: async () => {
      watch.kill('SIGKILL');
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
};

/** Reads from a pipe that only closes when this process is gone, then ends the server that would otherwise be left behind. */
const watchOver = (pid: number, home: string): ChildProcess => {
  const script = 'cat > /dev/null; kill -QUIT "$0"; sleep 2; rm -rf "$1"';
  const watch = spawn('/bin/sh', ['-c', script, String(pid), home], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watch.unref();
  return watch;
};
