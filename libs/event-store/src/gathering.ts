import type {
  AnyDecider,
  BasedOn,
  FactSource,
  Facts,
  Message,
  PersonFact,
  StreamFact,
  VaultFact,
} from '#kernel';
import type { StreamReader } from './stream-reader.js';

/** Answers pseudonymous facts about people; the vault's door for decisions. Unknown ids answer `{ known: 'no' }`. */
export type PeopleFacts = (persons: readonly string[]) => Promise<ReadonlyMap<string, PersonFact>>;

/** The facts of one decision and where each came from. */
export interface Gathered {
  readonly facts: Facts;
  readonly basedOn: readonly BasedOn[];
  /** Streams that must not move before the append. */
  readonly held: readonly BasedOn[];
}

const rounds = 5;

/**
 * Asks the decider for facts until it wants nothing new; facts of one round are read together. Throws when a decider still wants
 * more after five rounds, which is a programming error.
 */
export const gather = async (
  decider: AnyDecider,
  about: { readonly command: Message; readonly state: unknown },
  reader: StreamReader,
  people: PeopleFacts,
): Promise<Gathered> => {
  const facts: Record<string, unknown> = {};
  const basedOn: BasedOn[] = [];
  const held: BasedOn[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const wanted = Object.entries(decider.facts?.(about.command, about.state, facts) ?? {}).filter(
      (entry): entry is [string, FactSource<unknown>] =>
        entry[1] !== undefined && !(entry[0] in facts),
    );
    if (wanted.length === 0) return { facts, basedOn: basedOn.sort(byStream), held };
    await Promise.all(
      wanted.map(async ([name, source]) => {
        if (isVaultFact(source)) {
          const known = await people([source.person]);
          facts[name] = known.get(source.person) ?? { known: 'no' };
          return;
        }
        const seen = await foldFact(source, reader);
        facts[name] = seen.state;
        const base = { stream: seen.stream, revision: seen.revision };
        basedOn.push(base);
        if (source.held) held.push(base);
      }),
    );
  }
  throw new Error(`${decider.category} asks for more facts after ${String(rounds)} rounds`);
};

/** The order by stream, for sorting. */
export const byStream = (a: BasedOn, b: BasedOn) => (a.stream < b.stream ? -1 : 1);
const isVaultFact = (source: object): source is VaultFact<PersonFact> => 'person' in source;

/** A fact as its stream is now, with the revision it was seen at. Rejects with `StoreUnavailable`. */
export const foldFact = <T>(source: StreamFact<T>, reader: StreamReader) =>
  reader.fold(source.stream, source.folding);
