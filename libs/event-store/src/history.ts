import type { AnyDecider, Folding } from '#kernel';

/** One command as its stream remembers it: the revisions it wrote. Its digest stays in the store: a fold keeps as many of these as events. */
export interface Handled {
  readonly first: number;
  readonly last: number;
}

/** An aggregate's state and every command that made it. */
export interface History {
  readonly state: unknown;
  readonly handled: ReadonlyMap<string, Handled>;
}

const histories = new WeakMap<AnyDecider, Folding<History>>();
const none: ReadonlyMap<string, Handled> = new Map();

/**
 * The decider's fold, widened by the commands already handled, so that a repeated command is answered before it is decided.
 * The map is shared by all folds of one stream and only ever grows by what is stored, so a fold may know of a later command
 * but never of one that was not recorded; copying it at every event would make a cold fold quadratic.
 */
export const historyOf = (decider: AnyDecider): Folding<History> => {
  const known = histories.get(decider);
  if (known) return known;
  const folding: Folding<History> = {
    initial: { state: decider.initial, handled: none },
    evolve: (before, event) => {
      const handled = before.handled === none ? new Map<string, Handled>() : before.handled;
      const { commandId, revision } = event.meta;
      const first = handled.get(commandId)?.first ?? revision;
      const last = Math.max(revision, handled.get(commandId)?.last ?? revision);
      (handled as Map<string, Handled>).set(commandId, { first, last });
      return { state: decider.evolve(before.state, event), handled };
    },
  };
  histories.set(decider, folding);
  return folding;
};
