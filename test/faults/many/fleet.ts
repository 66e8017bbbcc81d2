import { randomBytes } from 'node:crypto';
import type { PersonActor } from '#kernel';
import { openPool } from '#postgres';
import { openPlatform, type Platform } from '../../../apps/worker/src/index.js';
import { buildProduct, type Built } from '../../support/built.js';
import { freshDatabase } from '../../support/database.js';
import { startService, type Service } from '../../support/service.js';
import { startServerProcess } from '../../support/eventstoredb/process.js';
import { startTokenIssuer } from '../../support/token-issuer.js';
import { voiceOf, type Voice } from '../../support/voice.js';
import { writtenInTable, writtenOnServer, type Written } from '../kills/evidence.js';

export type Kind = 'gateway' | 'projector' | 'reactor' | 'relay' | 'inbox';

/** One process of the fleet. */
export interface Member extends Service {
  readonly kind: Kind;
}

/** Gateways and workers as processes of their own on one database, and a load balancer's view of the gateways. */
export interface Fleet {
  /** Begins one more; two of the same name are a mistake that must do no harm. */
  start(kind: Kind, instance: string): Member;
  members(kind: Kind): readonly Member[];
  /** An actor whose requests go to the gateways that are ready, in turn. */
  as(actor: PersonActor): Voice;
  /** Runs one command line to its end. */
  run(
    ...args: readonly string[]
  ): Promise<{ readonly code: number | string; readonly out: string }>;
  /** The same stores, seen from the test's own process. */
  look(): Promise<Platform>;
  /** What lies in the store, read past the code under test. */
  written(): Promise<readonly Written[]>;
  close(): Promise<void>;
}

const mains: Readonly<Record<Kind, string>> = {
  gateway: 'dist/apps/gateway/src/main.js',
  projector: 'dist/apps/worker/src/main.js',
  reactor: 'dist/apps/worker/src/main.js',
  relay: 'dist/apps/worker/src/main.js',
  inbox: 'dist/apps/worker/src/main.js',
};

export interface FleetOptions {
  /** For all processes. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where the events are. */
  readonly events?: 'postgres' | 'eventstoredb';
}

/** A migrated database, and perhaps an EventStoreDB beside it, without a process on them. */
export const openFleet = async ({
  environment = {},
  events = 'postgres',
}: FleetOptions = {}): Promise<Fleet> => {
  const begun: (() => unknown)[] = [];
  const close = async () => {
    for (const end of begun.splice(0).reverse()) await end();
  };
  try {
    const built = await buildProduct();
    begun.push(() => built.remove());
    const database = await freshDatabase();
    begun.push(() => database.drop());
    const pool = openPool(database.url, { application: 'fleet', max: 1 });
    begun.push(() => pool.end());
    const server = events === 'eventstoredb' ? await startServerProcess() : undefined;
    begun.push(() => server?.remove());
    const issuer = await startTokenIssuer();
    begun.push(() => issuer.stop());
    const vaultKey = randomBytes(32).toString('hex');
    const given = {
      ...{ DATABASE_URL: database.url, VAULT_KEY: vaultKey, LOG_LEVEL: 'info' },
      ...{ HOST: '127.0.0.1', HEALTH_PORT: '0', PORT: '0' },
      ...{ TOKEN_ISSUER: issuer.issuer, TOKEN_AUDIENCE: issuer.audience },
      ...(server && { EVENT_STORE_URL: server.url }),
      ...environment,
    };
    const fleet = { ...gather(built, given, issuer.sign), close };
    begun.push(() => Promise.all(fleet.all.map((member) => member.kill())));
    const { stop, next } = balance(() => fleet.members('gateway'));
    begun.push(stop);
    const { code, out } = await fleet.run('migrate', '--no-embedded');
    if (code !== 0) throw new Error(out);
    return {
      ...fleet,
      as: (actor) =>
        voiceOf(
          next,
          actor,
          () => fleet.tokenOf(actor),
          () => undefined,
        ),
      look: () => openPlatform({ databaseUrl: database.url, eventStoreUrl: server?.url, vaultKey }),
      written: () => (server ? writtenOnServer(server.url) : writtenInTable({ pool })),
    };
  } catch (error) {
    await close();
    throw error;
  }
};

const gather = (
  { directory }: Built,
  environment: Readonly<Record<string, string>>,
  sign: (actor: PersonActor) => Promise<string>,
) => {
  const all: Member[] = [];
  const gone = new Set<Member>();
  const tokens = new Map<string, Promise<string>>();
  return {
    all,
    members: (kind: Kind) => all.filter((one) => one.kind === kind && !gone.has(one)),
    start: (kind: Kind, instance: string): Member => {
      const role = kind === 'gateway' ? {} : { WORKER_ROLES: kind };
      const member = {
        kind,
        ...startService({
          ...{ command: ['node', mains[kind]], directory },
          environment: { ...environment, ...role, INSTANCE: instance },
        }),
      };
      void member.ended.then(() => gone.add(member));
      all.push(member);
      return member;
    },
    run: async (...args: readonly string[]) => {
      const command = ['node', 'dist/apps/cli/src/main.js', ...args];
      const { DATABASE_URL = '', VAULT_KEY = '', EVENT_STORE_URL = '' } = environment;
      const service = startService({
        command,
        directory,
        environment: { DATABASE_URL, VAULT_KEY, EVENT_STORE_URL },
      });
      return { code: await service.ended, out: service.output() };
    },
    tokenOf: (actor: PersonActor) => {
      const key = JSON.stringify(actor);
      const known = tokens.get(key) ?? sign(actor);
      tokens.set(key, known);
      return known;
    },
  };
};

const everyMs = 100;

/** Asks every gateway again and again whether it is ready, as load balancers do, and gives those that were, in turn. */
const balance = (gateways: () => readonly Service[]) => {
  let ready: readonly string[] = [];
  let turn = 0;
  let asking = false;
  const ask = async () => {
    if (asking) return;
    asking = true;
    const asked = gateways().map(async (gateway) => [gateway, await gateway.report()] as const);
    ready = (await Promise.all(asked)).flatMap(([gateway, report]) =>
      report?.ready ? gateway.url() : [],
    );
    asking = false;
  };
  const timer = setInterval(() => void ask(), everyMs);
  return {
    stop: () => clearInterval(timer),
    next: (): string => {
      const url = ready[turn % ready.length];
      turn += 1;
      // A request to nowhere fails as one to a balancer without a server behind it does: the writer sends it again.
      return url ?? 'http://127.0.0.1:1/graphql';
    },
  };
};
