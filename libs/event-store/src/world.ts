import type {
  Actor,
  Allow,
  AnyDecider,
  BoundedContext,
  IdentityDigests,
  LateApprovals,
  Parties,
  PersonalData,
  RuleBook,
} from '#kernel';
import type { PeopleFacts } from './gathering.js';
import type { EventStore } from './port.js';
import { StreamReader } from './stream-reader.js';

/** The one permission table's two questions; see `libs/identity`. */
export interface Permits {
  /** Whether the actor's role is named at all. Asked before anything is read or even parsed. */
  mayTry(allow: Allow, actor: Actor): boolean;
  /** Whether the actor stands in the relation its role demands. */
  related(allow: Allow, actor: Actor, parties: Parties): boolean;
}

/**
 * Where personal data go before the events that refer to them are appended. Idempotent: a repeat changes nothing. An identity with a
 * `ref` counts only once an event names it.
 */
export type KeepPersonal = (data: PersonalData) => Promise<
  | { readonly ok: true; readonly digests?: IdentityDigests }
  | { readonly ok: false; readonly reason: 'id-number-known'; readonly person: string }
  | { readonly ok: false; readonly reason: 'erased' }
  /** Names of the fields that do not fit; never their values. */
  | { readonly ok: false; readonly reason: 'invalid'; readonly fields: readonly string[] }
>;

/** All that decisions need from outside. */
export interface World {
  readonly store: EventStore;
  readonly contexts: readonly BoundedContext[];
  readonly permits: Permits;
  readonly people: PeopleFacts;
  readonly keepPersonal: KeepPersonal;
  /**
   * Digest of a command for telling a repeat from another payload. Keyed in production, so that an ID number inside a command
   * cannot be guessed from the stored digest.
   */
  readonly commandDigest: (command: object) => string;
  readonly ruleBook: RuleBook;
  readonly lateApprovals: LateApprovals;
  readonly clock: () => Date;
  /** Events whose folds are kept in memory; default 100,000, about 50 MB. */
  readonly remember?: number;
}

/** A `World` with what is derived from it once. */
export interface Engine extends World {
  readonly reader: StreamReader;
  readonly deciders: ReadonlyMap<string, AnyDecider>;
}

/** Throws when two deciders share a category: their streams would mix. */
export const engineOf = (world: World): Engine => {
  const deciders = new Map<string, AnyDecider>();
  for (const decider of world.contexts.flatMap((context) => context.deciders)) {
    if (deciders.has(decider.category))
      throw new Error(`two deciders for category ${decider.category}`);
    deciders.set(decider.category, decider);
  }
  return { ...world, deciders, reader: new StreamReader(world.store, world.remember) };
};
