import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { developmentIssuer, newDevelopmentKey, verifier } from '#identity';
import type { PersonActor } from '#kernel';
import { bundledPacks } from '#policy';
import { migrate, openPool } from '#postgres';
import { pino } from 'pino';
import { createGateway, readProviders, whereaboutsFrom } from '../../apps/gateway/src/index.js';
import {
  contexts,
  openPlatform,
  platformMigrations,
  startWorker,
  type Platform,
} from '../../apps/worker/src/index.js';
import { operator, packInput } from './actors.js';
import { freshDatabase } from './database.js';
import { chosenEventStore } from './event-store.js';
import { simulatedClock, type SimulatedClock } from './simulated-clock.js';
import { voiceOf, type Voice } from './voice.js';
import { wireTo, type Wire } from './wire.js';

/** The whole system as it is run, on a database and at a time of its own. */
export interface World {
  readonly clock: SimulatedClock;
  /** `http://127.0.0.1:…`. */
  readonly origin: string;
  readonly databaseUrl: string;
  /** Between the system and its database. */
  readonly wire: Wire;
  readonly platform: Platform;
  /** What the system logged so far, one JSON line each. */
  readonly log: readonly string[];
  as(actor: PersonActor): Voice;
  /** A token as the issuer signs it, for requests that no voice makes. */
  tokenOf(actor: PersonActor): Promise<string>;
  /** The furthest position any act was answered with: `atLeast` for queries that must see it. */
  seen(): string;
  /** The end of the feed; unchanged when nothing was written. */
  head(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Boots it at the day, with the bundled rule packs published by the same command as anyone's. */
export const openWorld = async (start: string): Promise<World> => {
  const database = await freshDatabase();
  const clock = simulatedClock(start);
  const begun: (() => Promise<unknown>)[] = [database.drop];
  const close = async () => {
    for (const end of begun.splice(0).reverse()) await end();
  };
  try {
    const wire = await wireTo(database.url);
    begun.push(() => wire.close());
    const eventStore = await chosenEventStore();
    begun.push(() => eventStore.stop());
    const where = { databaseUrl: wire.url, eventStoreUrl: eventStore.url };
    const roles = await startRoles(where, clock, begun);
    const world = { ...speak(roles), ...roles, clock, wire, databaseUrl: database.url, close };
    for (const pack of bundledPacks)
      await world.as(operator).does('publishRulePack', packInput(pack));
    return world;
  } catch (error) {
    await close();
    throw error;
  }
};

const startRoles = async (
  { databaseUrl, eventStoreUrl }: { databaseUrl: string; eventStoreUrl: string | undefined },
  clock: SimulatedClock,
  begun: (() => Promise<unknown>)[],
) => {
  const pool = openPool(databaseUrl, { application: 'world-migrate', max: 2 });
  await migrate(pool, platformMigrations).finally(() => pool.end());
  const vaultKey = randomBytes(32).toString('hex');
  const platform = await openPlatform({ databaseUrl, eventStoreUrl, vaultKey, clock: clock.now });
  begun.push(() => platform.close());
  const log: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(line) });
  const worker = await startWorker(platform, logger);
  begun.push(() => worker.stop());
  const issuer = await developmentIssuer(await newDevelopmentKey());
  const gateway = await createGateway({
    ...{ store: platform.store, dispatcher: platform.dispatcher, contexts, log: logger },
    providers: readProviders(platform, contexts),
    whereabouts: whereaboutsFrom(platform),
    verify: verifier(issuer),
    port: 0,
  });
  begun.push(() => gateway.close());
  return { platform, log, issuer, origin: await gateway.getUrl() };
};

type Roles = Awaited<ReturnType<typeof startRoles>>;

const speak = ({ platform: { store }, issuer, origin, log }: Roles) => {
  const tokens = new Map<string, Promise<string>>();
  let furthest: string | undefined;
  const hear = (position: string | null) => {
    if (position === null) return;
    if (furthest === undefined || store.comparePositions(position, furthest) > 0)
      furthest = position;
  };
  const tokenOf = (actor: PersonActor) => {
    const key = JSON.stringify(actor);
    const known = tokens.get(key) ?? issuer.sign(actor);
    tokens.set(key, known);
    return known;
  };
  const heard = Object.assign(hear, {
    lastFault: () => log.findLast((line) => line.includes('"level":50')) ?? '',
  });
  return {
    tokenOf,
    as: (actor: PersonActor) => voiceOf(`${origin}/graphql`, actor, () => tokenOf(actor), heard),
    seen: () => {
      if (furthest === undefined) throw new Error('nothing was recorded yet');
      return furthest;
    },
    head: () => store.head(),
  };
};
