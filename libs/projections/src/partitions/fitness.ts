import type { PartitionedFeed } from './feed.js';
import type { PartitionRunnerOptions } from './partition-runner.js';

/** The feed is not what it has to be. The message is the line for people. */
export class FeedUnfit extends Error {
  override readonly name = 'FeedUnfit';
}

type Needs = Pick<PartitionRunnerOptions, 'onTrouble'> & {
  readonly feed: Pick<PartitionedFeed, 'name' | 'unfit'>;
};

/** Whether a feed may be followed, for all who follow it under one membership: asked at once, they share an answer. */
export class Fitness {
  #wrong: string | undefined;
  #asking: Promise<string | undefined> | undefined;

  constructor(
    private readonly needs: Needs,
    private readonly signal: AbortSignal,
  ) {}

  /** What is wrong with it, in one line for people, as of the last answer. */
  get wrong(): string | undefined {
    return this.#wrong;
  }

  /** Rejects with `FeedUnfit`, or with the error of feed or store when one of them is out of reach: ask again. */
  async ask(anew: boolean): Promise<void> {
    const { feed, onTrouble } = this.needs;
    const wrong = anew ? await this.#askAnew() : await feed.unfit(false, this.signal);
    if (wrong !== undefined && wrong !== this.#wrong)
      onTrouble?.({ kind: 'stopped', name: feed.name, reason: wrong });
    this.#wrong = wrong;
    if (wrong !== undefined) throw new FeedUnfit(wrong);
  }

  #askAnew(): Promise<string | undefined> {
    this.#asking ??= this.needs.feed.unfit(true, this.signal).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }
}
