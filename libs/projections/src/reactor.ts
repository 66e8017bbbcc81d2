import { StreamReader, type Dispatcher, type EventStore } from '#event-store';
import type { AnyReaction } from '#kernel';
import type { Pool } from '#postgres';
import { ReactionTail } from './reaction-tail.js';
import type { Trouble } from './trouble.js';

/** What reacts to which store. The caller keeps store and pool, and closes them after `stop`. */
export interface ReactorOptions {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly dispatcher: Dispatcher;
  readonly reactions: readonly AnyReaction[];
  /** Milliseconds since the epoch, for delayed reactions; default the system's clock. */
  readonly now?: () => number;
  /** A holder silent for this long may be relieved; default 5,000 ms. */
  readonly leaseMs?: number;
  /** Must not throw. */
  readonly onTrouble?: (trouble: Trouble) => void;
}

/**
 * Runs the reactions: each tails the store by itself with a checkpoint `reaction:<name>`, from the beginning of the feed when it is
 * new. At least once, and since command ids are derived, once in effect. Starting takes the reactions over from whoever ran them;
 * one that was relieved stands by. Consequences that are refused are kept in `read.reaction_refusals`,
 * told as trouble `refused`, and named by `verify`.
 */
export class Reactor {
  readonly #ending = new AbortController();
  readonly #tails: readonly ReactionTail[];
  #running: Promise<unknown> | undefined;

  /** Throws when two reactions share a name. */
  constructor(options: ReactorOptions) {
    const names = options.reactions.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) throw new Error(`two reactions are called ${twice}`);
    const reader = new StreamReader(options.store);
    this.#tails = options.reactions.map(
      (reaction) => new ReactionTail(reaction, { ...options, reader }, this.#ending.signal),
    );
  }

  start(): void {
    this.#running ??= Promise.all(this.#tails.map((tail) => tail.run()));
  }

  /** Finishes the events in hand, then ends. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  health(): readonly { readonly name: string; readonly state: string; readonly error?: string }[] {
    return this.#tails.map((tail) => tail.health());
  }
}
