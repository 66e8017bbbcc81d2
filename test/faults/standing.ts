import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { developmentIssuer, type Issuer } from '#identity';
import type { PersonActor } from '#kernel';
import type { JWK } from 'jose';
import { openPlatform, type Platform } from '../../apps/worker/src/index.js';
import { newPlace, type Place, type StandaloneProcess } from '../support/standalone.js';
import { voiceOf, type Voice } from '../support/voice.js';

/** The standalone program on durable embedded PostgreSQL, at one address however often it is killed and started again. */
export interface Standing {
  readonly place: Place;
  readonly url: string;
  /** The process at work now. */
  process(): StandaloneProcess;
  start(): Promise<void>;
  as(actor: PersonActor): Voice;
  /** The same database, seen from the test's own process. */
  look(): Promise<Platform>;
}

export const newStanding = async (
  environment: Readonly<Record<string, string>> = {},
): Promise<Standing> => {
  const place = newPlace();
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}/graphql`;
  let running: StandaloneProcess | undefined;
  let issuer: Promise<Issuer> | undefined;
  const key = (name: string) => readFileSync(join(place.directory, 'keys', name), 'utf8').trim();
  const token = async (actor: PersonActor) => {
    issuer ??= developmentIssuer(JSON.parse(key('token-key.json')) as JWK);
    return (await issuer).sign(actor);
  };
  return {
    ...{ place, url },
    process: () => {
      if (!running) throw new Error('not started yet');
      return running;
    },
    start: async () => {
      running = await place.started({ PORT: port, DEMO: 'off', ...environment });
    },
    as: (actor) => {
      let signed: Promise<string> | undefined;
      return voiceOf(
        url,
        actor,
        () => (signed ??= token(actor)),
        () => undefined,
      );
    },
    look: () => {
      const server = readFileSync(join(place.directory, 'postgres/postmaster.pid'), 'utf8');
      const at = `127.0.0.1:${server.split('\n')[3] ?? ''}`;
      const databaseUrl = `postgres://skilltrace:${key('database-password')}@${at}/postgres`;
      return openPlatform({ databaseUrl, vaultKey: key('vault-key') });
    },
  };
};

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
