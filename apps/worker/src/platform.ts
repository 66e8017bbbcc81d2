import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import {
  createDispatcher,
  StoreUnavailable,
  type Dispatcher,
  type EventStore,
  type OnStoreTrouble,
} from '#event-store';
import { mayTry, related } from '#identity';
import type { Message } from '#kernel';
import { identityVersions } from '#parties';
import { PersonEvent } from '#parties/events';
import { lateApprovals, ruleBook } from '#policy';
import { mayPass, openPool, type Pool } from '#postgres';
import { Watermarks } from '#projections';
import { openVault, type Vault } from '#vault';
import { canonicalize } from 'json-canonicalize';
import { contexts } from './contexts.js';
import { openStore } from './event-stores.js';

/** What every role works with. */
export interface Platform {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly vault: Vault;
  readonly dispatcher: Dispatcher;
  readonly watermarks: Watermarks;
  /** The clock of decisions. */
  readonly clock: () => Date;
  /** Ends every connection. What is under way fails; drain the roles first. */
  close(): Promise<void>;
}

export interface PlatformOptions {
  readonly databaseUrl: string;
  /** `esdb://…` or `esdb+discover://…`; without it the events are kept in the database as well. */
  readonly eventStoreUrl?: string | undefined;
  /** 32 bytes as hex. */
  readonly vaultKey: string;
  /** The clock of decisions and of recording; default the system's. Only seeds and tests set another. */
  readonly clock?: () => Date;
  /** False makes the store behave as one that cannot write several streams at once. */
  readonly atomicAcrossStreams?: boolean;
  /** Events whose folds are kept in memory for decisions; default 100,000, about 50 MB. */
  readonly remember?: number;
  /** Told of what the event store meets apart from anybody's call; default nobody. */
  readonly onStoreTrouble?: OnStoreTrouble;
}

/** Opens a migrated database. Rejects with `VaultKeyError`, or with the driver's error when it is out of reach. */
export const openPlatform = async (options: PlatformOptions): Promise<Platform> => {
  const { databaseUrl, vaultKey, atomicAcrossStreams = true, remember } = options;
  const clock = options.clock ?? (() => new Date());
  const pool = openPool(databaseUrl, { application: 'skilltrace', max: 10 });
  try {
    const versionsOf = async (person: string) =>
      identityVersions((await store.read(`person-${person}`)).map(asPersonEvent));
    const vault = await openVault({ key: vaultKey, pool, versionsOf });
    const store = await openStore({ ...options, atomicAcrossStreams });
    const dispatcher = createDispatcher({
      store,
      contexts,
      permits: { mayTry, related },
      people: (persons) => reachable(() => vault.facts(persons)),
      keepPersonal: (data) => reachable(() => vault.keep(data)),
      commandDigest: commandDigester(vaultKey),
      ruleBook,
      lateApprovals,
      clock,
      ...(remember !== undefined && { remember }),
    });
    return {
      ...{ pool, store, vault, dispatcher, clock },
      watermarks: new Watermarks(pool, store),
      close: async () => {
        await store.close();
        await vault.close();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
};

const asPersonEvent = ({ type, data }: Message) => PersonEvent.parse({ type, data });

/** Decisions wait for the vault as they wait for the store: out of reach is out of reach, and the caller may repeat. */
const reachable = async <T>(ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask();
  } catch (error) {
    throw mayPass(error) ? new StoreUnavailable('the vault cannot be reached') : error;
  }
};

/** Commands can hold an ID number, and a plain digest of one is quickly guessed: the digest is keyed. */
const commandDigester = (vaultKey: string) => {
  // As a key object: preparing a key of bytes anew costs five times the digest.
  const key = createSecretKey(
    Buffer.from(
      hkdfSync('sha256', Buffer.from(vaultKey, 'hex'), '', 'skilltrace command digest', 32),
    ),
  );
  return (command: object) => createHmac('sha256', key).update(canonicalize(command)).digest('hex');
};
