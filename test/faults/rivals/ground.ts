import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NewEvent, Outcome } from '#event-store';
import type { Actor, Message, PersonActor } from '#kernel';
import { bundledPacks } from '#policy';
import { migrate, openPool } from '#postgres';
import { pino } from 'pino';
import {
  contexts,
  openPlatform,
  platformMigrations,
  startWorker,
  type Platform,
} from '../../../apps/worker/src/index.js';
import { freshDatabase } from '../../support/database.js';
import { startServerProcess } from '../../support/eventstoredb/process.js';
import { findDangling, type Row } from './dangling.js';
import { bareRows, tableRows } from './rows.js';

/** A command on its way: what, by whom, and under which id it is repeated. */
export interface Try {
  readonly category: string;
  readonly command: Message;
  readonly actor: Actor;
  readonly commandId: string;
}
export const attempt = (category: string, command: Message, actor: Actor): Try => ({
  ...{ category, command, actor },
  commandId: randomUUID(),
});

/** What has happened before the rivals come, as the events that would stand there. */
export interface Before {
  readonly stream: string;
  readonly events: readonly Message[];
  readonly subjects: readonly string[];
}

/** A database with two gateways on it that share nothing else, and a worker of its own. */
export interface Ground {
  readonly databaseUrl: string;
  readonly vaultKey: string;
  readonly eventStoreUrl: string | undefined;
  /** Two stores, two dispatchers, two caches. */
  readonly gateways: readonly [Platform, Platform];
  /** All events, as they lie in the store. */
  rows(): Promise<readonly Row[]>;
  tell(before: readonly Before[]): Promise<void>;
  /** Sends through one of the gateways after a pause. */
  send(gateway: 0 | 1, sent: Try, pauseMs?: number): Promise<Outcome>;
  /** How long until nothing dangles; rejects after a second, or ten in short rounds, with what still does. */
  settled(): Promise<number>;
  close(): Promise<void>;
}

const operator: PersonActor = { user: 'operator', role: 'operator', organization: randomUUID() };

/** Stores that the rivals meet on. */
export const stores = {
  several: 'a store that writes several streams at once',
  single: 'a store that writes one stream after the other',
  eventstoredb: 'EventStoreDB',
} as const;
export type StoreKind = keyof typeof stores;

export const openGround = async (kind: StoreKind): Promise<Ground> => {
  const { url: databaseUrl, drop } = await freshDatabase();
  const server = kind === 'eventstoredb' ? await startServerProcess() : undefined;
  const pool = openPool(databaseUrl, { application: 'faults', max: 2 });
  await migrate(pool, platformMigrations);
  const vaultKey = randomBytes(32).toString('hex');
  const eventStoreUrl = server?.url;
  const atomicAcrossStreams = kind === 'several';
  const open = () => openPlatform({ databaseUrl, eventStoreUrl, vaultKey, atomicAcrossStreams });
  const [one, other, third] = [await open(), await open(), await open()];
  const worker = await startWorker(third, pino({ level: 'silent' }));
  for (const data of bundledPacks) {
    const command = { type: 'PublishRulePack', data };
    const { outcome } = await one.dispatcher.dispatch('rule-pack', command, {}, operator);
    if (outcome !== 'accepted') throw new Error('a rule pack was refused');
  }
  const gateways = [one, other] as const;
  const { rows, close } = server ? bareRows(server.url) : tableRows(pool);
  return {
    ...{ databaseUrl, eventStoreUrl, vaultKey, gateways, rows },
    tell: (before) => tell(one, before),
    send: async (gateway, { category, command, actor, commandId }, pauseMs = 0) => {
      await sleep(pauseMs);
      return gateways[gateway].dispatcher.dispatch(category, command, { commandId }, actor);
    },
    settled: () => settled(rows),
    close: async () => {
      await worker.stop();
      for (const platform of [one, other, third]) await platform.close();
      await close();
      await pool.end();
      await server?.remove();
      await drop();
    },
  };
};

/** Checked by the schemas of the streams' deciders, so that no test rests on what could never stand there. */
const tell = async ({ store }: Platform, before: readonly Before[]): Promise<void> => {
  const units = before.map(({ stream, events, subjects }) => {
    const decider = contexts
      .flatMap(({ deciders }) => deciders)
      .find(
        ({ category }) =>
          stream.startsWith(`${category}-`) && stream.length === category.length + 37,
      );
    if (!decider) throw new Error(`no decider for ${stream}`);
    const recorded = events.map((event) => newEvent(decider.events.parse(event), subjects));
    return [{ stream, expected: 'none' as const, events: recorded }];
  });
  const outcomes = await store.append(units);
  if (!outcomes.every(({ ok }) => ok)) throw new Error('the history was not stored');
};

const newEvent = ({ type, data }: Message, subjects: readonly string[]): NewEvent => {
  const commandId = randomUUID();
  const meta = {
    ...{ commandId, correlationId: commandId, causationId: commandId, subjects },
    commandDigest: '0'.repeat(64),
    actor: { system: 'history' },
    evidence: [],
    occurredOn: '2026-03-02',
    basedOn: [],
    schemaVersion: 1,
  };
  return { id: randomUUID(), type, data, meta };
};

/** A second is the promise, held by the long rounds; a test machine with much else to do may take longer. */
const longest = process.env['LONG'] ? 1_000 : 10_000;

const settled = async (rows: Ground['rows']): Promise<number> => {
  const since = performance.now();
  for (;;) {
    const dangling = findDangling(await rows());
    const passed = performance.now() - since;
    if (dangling.length === 0) return passed;
    if (passed > longest)
      throw new Error(`still dangling after ${String(longest)} ms: ${dangling.join('; ')}`);
    await sleep(25);
  }
};
