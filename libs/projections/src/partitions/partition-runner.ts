import type { AnyProjection } from '#kernel';
import { pause } from '../pause.js';
import { parkedAtMost, type LaneHealth, type RunnerOptions } from '../runner.js';
import { turns } from './bell.js';
import { CatchUp } from './catch-up.js';
import type { FeedMembership, PartitionedFeed } from './feed.js';
import { Membership } from './membership.js';

/** As for `Runner`, with the feed that partitions come from; the store must be the one that fills it. */
export interface PartitionRunnerOptions extends RunnerOptions {
  readonly feed: PartitionedFeed;
}

/** Transactions under way at once: the rest of the pool is for others. */
const atOnce = 4;

/**
 * Keeps views level with the store by way of a partitioned feed, which several of these share. Views that are divided by subject are
 * folded partition by partition, each by whoever has that partition; the others by one member who has all of them, in the order of
 * the store. Rows, checkpoint, offset and what is parked move in one transaction, fenced as in `Runner`: whoever has lost a partition
 * without knowing can write nothing. What the feed does not hold is read from the store, once for all views of the process that lack it,
 * while those that lack nothing go on.
 */
export class PartitionRunner {
  readonly #memberships: readonly Membership[];
  readonly #catchUp: CatchUp;
  #joined: readonly FeedMembership[] | undefined;
  readonly #ending = new AbortController();
  #keeping: Promise<void> | undefined;

  constructor(private readonly options: PartitionRunnerOptions) {
    const { projections, store, parkedAtMost: atMost = parkedAtMost } = options;
    this.#catchUp = new CatchUp(options);
    const needs = {
      ...options,
      rules: { order: store, atMost, whenPassed: 'repeat' as const },
      inTurn: turns(atOnce),
      catchUp: this.#catchUp,
    };
    const divided = (view: AnyProjection) => view.partitionedBy === 'subject';
    this.#memberships = [
      new Membership('shared', projections.filter(divided), needs),
      new Membership(
        'alone',
        projections.filter((view) => !divided(view)),
        needs,
      ),
    ].filter(({ views }) => views.length > 0);
  }

  start(): void {
    this.#catchUp.start();
    this.#joined ??= this.#memberships.map((one) => this.options.feed.join(one.how, one));
    this.#keeping ??= this.#keep();
  }

  /** Leaves the feed and finishes what is in hand. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await Promise.all(this.#memberships.map((one) => one.end()));
    await Promise.all((this.#joined ?? []).map((membership) => membership.leave()));
    await this.#keeping;
    await this.#catchUp.end();
  }

  health(): readonly LaneHealth[] {
    return this.#memberships.flatMap((one) => one.health());
  }

  /** Signs of life, and word of what others took or let go. */
  async #keep(): Promise<void> {
    const { signal } = this.#ending;
    const lease = this.options.leaseMs ?? 5_000;
    while (!signal.aborted) {
      await pause(lease / 3, signal);
      for (const one of this.#memberships) {
        try {
          await one.keep(lease);
        } catch (error) {
          this.options.onTrouble?.({ kind: 'retrying', error });
          one.doubt();
        }
      }
    }
  }
}
